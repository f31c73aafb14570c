"""Writes tables as files for spreadsheets: CSV and XLSX. No text in them is ever a formula, whoever wrote it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from werkzeug.wrappers import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: with these a spreadsheet takes a text for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: what XML cannot hold
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: characters of a cell, by the format
_LONGEST = 32_767
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/%s" Target="%s"/></Relationships>'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}"/></Types>',
    "_rels/.rels": _RELATIONS % ("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Alur" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _RELATIONS % ("worksheet", "worksheets/sheet1.xml"),
}


def csv_file(name: str, rows: Iterable[Sequence[Any]]) -> Response:
    text = io.StringIO()
    csv.writer(text).writerows([[_plain(value) for value in row] for row in rows])
    # the mark tells spreadsheets that it is UTF-8
    return _download(f"{name}.csv", ("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8")


def xlsx_file(name: str, rows: Iterable[Sequence[Any]]) -> Response:
    """One sheet, without styles. Texts stand in their cells themselves, whose type is text: none is read as a formula."""
    lines = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in rows)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in {
            **_PARTS,
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>',
        }.items():
            archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part}')
    return _download(f"{name}.xlsx", content.getvalue(), XLSX)


def _plain(value: Any) -> str:
    """A text that a spreadsheet would take for a formula is quoted."""
    said = "" if value is None else str(value)
    return f"'{said}" if isinstance(value, str) and said[:1] in _FORMULA else said


def _cell(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = escape(_NOT_XML.sub("", "" if value is None else str(value))[:_LONGEST])
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _download(name: str, content: bytes, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, content_type=kind, headers=headers)
