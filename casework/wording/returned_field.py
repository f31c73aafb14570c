"""Describes a returned field of an application as histories show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.answers.return_reasons import RETURN_REASONS
from forms.printing import Writer


@dataclass(frozen=True, kw_only=True)
class ReturnedField:
    """`labels`: by language; `note`: the officer's own words."""

    labels: Mapping[str, str]
    reason: str
    note: str

    def text(self, writer: Writer) -> str:
        """Returns `Foto lokasi: Tidak terbaca. Ambil lagi siang hari.`"""
        label = self.labels.get(writer.language) or next(iter(self.labels.values()), "")
        fault = writer.text(RETURN_REASONS[self.reason][0]) if self.reason in RETURN_REASONS else ""
        told = ". ".join(part for part in (fault, self.note) if part)
        return f"{label}: {told}" if told else label
