"""Exports a citizen's data as one file: a page to read, JSON for machines, and the files themselves."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from flask import render_template, send_file
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from casework.citizens.queries.my_data import MyCaseData, MyDataView
from casework.documents.document_files import StoredFile
from casework.payments.bill_views import BillView
from casework.privacy.looks_of_cases import LookView
from casework.tracking.queries.tracking import NoticeView, TrackingView
from webui.i18n import translate
from webui.portal.service_texts import stage_words, text_of
from webui.rendering.answer_rows import AnswerRow, answers_of_application

#: bytes that are kept in memory while the file is made; the rest waits on the disk
MAX_BYTES_IN_MEMORY = 5_000_000


def export_archive(mine: MyDataView, cases: Sequence[MyCaseData]) -> Response:
    told = [_case(case) for case in cases]
    made = tempfile.SpooledTemporaryFile(MAX_BYTES_IN_MEMORY)  # noqa: SIM115 (the response reads and closes it)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        content = {"nama": mine.name, "akun_sejak": mine.since, "alamat": {item.channel: item.address for item in mine.addresses},
                   "permohonan": told}  # fmt: skip
        archive.writestr("data-saya.json", json.dumps(content, ensure_ascii=False, indent=2, default=str))
        archive.writestr("data-saya.html", render_template("portal/data_export.html", mine=mine, cases=told))
        for case in cases:
            for name, file in _files(case):
                archive.writestr(name, file.content())
    made.seek(0)
    response = send_file(made, mimetype="application/zip", as_attachment=True, download_name="data-saya.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _case(case: MyCaseData) -> dict[str, Any]:
    view = case.tracking
    return {
        "nomor": view.number,
        "layanan": text_of(view.service, view.texts, "name"),
        "diajukan": view.submitted_at,
        "keadaan": _status(view),
        "tahap": [{"tahap": stage_words(view.service, view.texts, stage)[0], "sejak": at} for at, stage in reversed(view.history)],
        "jawaban": {row.label: _value(row) for _title, rows in _parts(case) for row in rows},
        "pesan": [{"dari": "pemohon" if item.applicant else item.unit, "pada": item.at, "isi": item.text} for item in view.messages],
        "pemberitahuan": [_notice(view, item) for item in view.notices],
        "tagihan": [_bill(item) for item in view.bills],
        "dokumen": [{"judul": item.title, "nomor": item.number, "ditandatangani": item.signed_at} for item in view.documents],
        "dibuka_oleh": [_look(item) for item in case.looks],
        "berkas": [name for name, _file in _files(case)],
    }  # fmt: skip


def _status(view: TrackingView) -> str:
    if view.stop and view.stop.withdrawn:
        return translate("ditarik pemohon")
    return {"ACTIVE": translate("berjalan"), "COMPLETED": translate("selesai")}.get(view.status, translate("dihentikan"))


def _bill(item: BillView) -> dict[str, Any]:
    status = {"OPEN": translate("belum dibayar"), "PAID": translate("lunas")}.get(item.status, translate("tidak dibayar, sudah lewat"))
    return {"uraian": item.description, "jumlah": item.amount, "keadaan": status, "dibayar": item.paid_at}


def _notice(view: TrackingView, item: NoticeView) -> dict[str, Any]:
    stage = view.service.stage(item.stage) if item.stage else None
    kinds = {"waiting": translate("menunggu Anda"), "message": translate("pesan"), "withdrawn": translate("ditarik pemohon")}
    about = stage_words(view.service, view.texts, stage)[0] if stage else kinds.get(item.kind, translate("pemberitahuan"))
    channel = translate("E-mail") if item.channel == "email" else translate("Nomor ponsel")
    return {"saluran": channel, "tentang": about, "terkirim": item.sent_at}


def _look(item: LookView) -> dict[str, Any]:
    kinds = {"file": translate("membuka berkas"), "task": translate("mengerjakan tugas"), "reveal": translate("membuka data rahasia")}
    kind = kinds.get(item.kind, translate("membaca"))
    return {"jabatan": item.title, "instansi": item.unit, "pada": item.at, "apa": kind, "alasan": item.reason}


def _parts(case: MyCaseData) -> Sequence[tuple[str, Sequence[AnswerRow]]]:
    return answers_of_application(case.application, case.time).parts if case.application else ()


def _value(row: AnswerRow) -> str:
    return row.value or ", ".join(file.name for file in row.files)


def _files(case: MyCaseData) -> Iterator[tuple[str, StoredFile]]:
    """Returns each file's place in the archive; a name that somebody gave it cannot lead out of there."""
    for number, file in enumerate(case.files, start=1):
        yield f"{case.tracking.number}/{number:02}-{secure_filename(file.view.name) or 'berkas'}", file
