"""Fills the texts of a diagram's own notices: `{name}` becomes the variable in words, in the language of the case.

A translation of the text stands in the package's locale under `notice.PROCESS.ELEMENT.subject` and `….text`, with the same places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.wording.declared_fields import declared_field
from casework.wording.facts import facts_of
from casework.wording.package_texts import package_text
from casework.wording.print_fact import print_fact
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.instance_state import state_of
from engine.persistence.tables.instances import ProcessInstance
from forms.printing import Writer

PLACE = re.compile(r"\{([A-Za-z_]\w*)\}")
#: data classes that no mail carries
WITHHELD = frozenset({"personal", "sensitive"})


def text_of_step(context: QueryContext, about: Mapping[str, Any], part: str, writer: Writer) -> str:
    """`about`: of a notice with a diagram's words; `part`: subject or text. In one line."""
    text = str(about.get(part) or "")
    instance = context.session.get(ProcessInstance, UUID(about["instance"])) if about.get("instance") else None
    if instance is not None:
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        text = package_text(loaded.texts, writer.language, f"notice.{instance.process_key}.{about.get('element')}.{part}", text)
        text = _filled(context, instance, loaded, text, writer)
    return " ".join(text.split())


def _filled(context: QueryContext, instance: ProcessInstance, loaded: Loaded, text: str, writer: Writer) -> str:
    names = [name for name in PLACE.findall(text) if declared_field(loaded, name).data_class not in WITHHELD]
    if not names:
        return PLACE.sub("", text)
    facts = {fact.name: fact for fact in facts_of(context, loaded, instance.root_id, state_of(context, instance).variables, names)}
    return PLACE.sub(lambda match: print_fact(facts[match[1]], loaded.texts, writer) if match[1] in facts else "", text)
