"""Divides an application into pages: the fields of its form, by their property `page`, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.applications.queries.application_form import ApplicationView
from forms.registry import traits_of
from webui.i18n import words


@dataclass(frozen=True, kw_only=True)
class Page:
    number: int
    title: str
    #: a form of these fields alone
    schema: Mapping[str, Any]

    @property
    def files(self) -> bool:
        """Whether the page asks for files."""
        return any(traits_of(item).documents for item in self.schema["components"])

    @property
    def fields(self) -> set[str]:
        return {str(item.get("key")) for item in self.schema["components"]}


def pages_of(view: ApplicationView) -> list[Page]:
    form, divided = view.form, dict[str, list[Any]]()
    for item in form["components"]:
        divided.setdefault(str(item.get("properties", {}).get("page", "")), []).append(item)
    return [
        Page(
            number=number,
            title=words(view.texts, f"{form.get('id')}.page.{key}", key),
            schema={**form, "components": components},
        )
        for number, (key, components) in enumerate(divided.items(), start=1)
    ]
