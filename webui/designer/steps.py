"""The platform's own steps as element templates: words for what `engine/core/platform_jobs.py` lets any diagram name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.core.platform_jobs import (
    CREATE_BILL,
    FIND_NEAR,
    LOOK_UP,
    NOTIFY_APPLICANT,
    NOTIFY_POSITION,
    RENDER_DOCUMENT,
    RESERVE_NUMBER,
)
from engine.packages.manifest import Parameter
from engine.packages.service import STAGE_PROPERTY, Stage
from webui.designer import template_parts as made
from webui.i18n import translate

Inputs = tuple[Parameter, ...]


def platform_steps() -> Iterator[dict[str, Any]]:
    for kind, name, text, inputs, outputs in _steps():
        properties = [
            {"type": "Hidden", "value": kind, "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
            *map(made.takes, inputs),
            *map(made.gives, outputs),
        ]
        identifier = f"alur:step:{kind.partition(':')[2]}"
        yield made.template(identifier, name, "bpmn:ServiceTask", properties, text=text, group=translate("Layanan"))


def step_outputs(kind: str) -> dict[str, str]:
    """Name -> label of what a step of the platform gives."""
    return {item.name: item.label for known, _name, _text, _inputs, outputs in _steps() if known == kind for item in outputs}


def _in(name: str, label: str, value: str = "", *, required: bool = True, hint: str = "") -> Parameter:
    return Parameter(name=name, label=label, required=required, value=value, hint=hint)


def _steps() -> Iterator[tuple[str, str, str, Inputs, Inputs]]:
    subject, text = _in("subject", translate("Judul")), _in("text", translate("Isi"), hint=translate("Tanpa data pribadi."))
    yield (
        NOTIFY_APPLICANT,
        translate("Beri tahu pemohon"),
        translate("Surel dan pesan pendek kepada pemohon, dengan tautan ke halaman lacak."),
        (subject, text),
        (),
    )
    yield (
        NOTIFY_POSITION,
        translate("Beri tahu jabatan"),
        translate("Surel kepada siapa pun yang memegang jabatan itu."),
        (_in("position", translate("Kode jabatan")), subject, text),
        (),
    )
    yield (
        RESERVE_NUMBER,
        translate("Ambil nomor"),
        translate("Nomor berikutnya tanpa celah; satu kasus satu nomor."),
        (
            _in("series", translate("Seri, seperti dalam process.toml")),
            _in("scope", translate("Lingkup"), "=string(today().year)"),
        ),
        (_in("number", translate("Nomor")),),
    )
    yield (
        RENDER_DOCUMENT,
        translate("Tulis dokumen"),
        translate("Dari templat dalam paket menjadi PDF dengan kode periksa."),
        (
            _in("template", translate("Nama templat")),
            _in("title", translate("Judul")),
            _in("number", translate("Nomor"), required=False),
            _in("holder", translate("Untuk siapa"), required=False),
            _in("data", translate("Data untuk templat"), "={}"),
            _in("valid_to", translate("Berlaku sampai"), required=False),
            _in("document", translate("Dokumen yang ditulis ulang"), required=False),
        ),
        (_in("document", translate("Dokumen")),),
    )
    yield (
        CREATE_BILL,
        translate("Buat tagihan"),
        translate("Nomor virtual account dan QRIS. Biasanya dipakai lewat proses pembayaran."),
        (
            _in("amount", translate("Jumlah dalam rupiah bulat")),
            _in("description", translate("Uraian")),
            _in("expires_at", translate("Batas bayar")),
        ),
        (_in("bill", translate("Tagihan")),),
    )
    yield (
        LOOK_UP,
        translate("Tanya register"),
        translate("Bertanya kepada register instansi lain. Biasanya dipakai lewat proses pemeriksaan data."),
        (
            _in("registry", translate("Nama register")),
            _in("purpose", translate("Untuk apa")),
            _in("basis", translate("Dasar hukum")),
            _in("data", translate("Yang ditanyakan")),
            _in("fields", translate("Bagian jawaban yang disimpan")),
        ),
        (_in("lookup_status", translate("Hasil: answered atau away")), _in("lookup_answer", translate("Jawaban"))),
    )
    yield (
        FIND_NEAR,
        translate("Cari yang berdekatan"),
        translate("Kasus lain dalam buku register di sekitar suatu titik."),
        (
            _in("register", translate("Buku register, seperti dalam process.toml")),
            _in("lat", translate("Lintang"), "=lat"),
            _in("lon", translate("Bujur"), "=lon"),
            _in("metres", translate("Jarak dalam meter"), "=25"),
        ),
        (_in("near", translate("Daftar kasus")),),
    )


def user_task_steps() -> Iterator[dict[str, Any]]:
    """Initials and signature: tasks of people with what the platform knows of them."""
    groups = _bound(translate("Dikerjakan oleh (peran@unit)"), {"type": "zeebe:assignmentDefinition", "property": "candidateGroups"})
    form = _bound(translate("Id formulir"), {"type": "zeebe:formDefinition", "property": "formId"})
    due = _bound(translate("Tenggat"), {"type": "zeebe:taskSchedule", "property": "dueDate"}, "=tambah hari kerja(now(), 1)")
    status = _bound(translate("Kata keadaan dalam daftar"), {"type": "zeebe:property", "name": "status"})
    hidden: list[dict[str, Any]] = [
        {"type": "Hidden", "binding": {"type": "zeebe:userTask"}},
        {"type": "Hidden", "value": "shown", "binding": {"type": "zeebe:property", "name": "application"}},
    ]
    yield made.template(
        "alur:task:initials",
        translate("Paraf"),
        "bpmn:UserTask",
        [
            *hidden,
            groups,
            form,
            due,
            status,
        ],
        text=translate("Seorang pejabat menyetujui rancangan dengan paraf, atau mengembalikannya dengan catatan."),
        group=translate("Pejabat"),
    )
    yield made.template(
        "alur:task:signature",
        translate("Tanda tangan elektronik"),
        "bpmn:UserTask",
        [
            *hidden,
            _bound(translate("Kode jabatan penanda tangan"), {"type": "zeebe:assignmentDefinition", "property": "assignee"}),
            form,
            _bound(translate("Dokumen yang ditandatangani"), {"type": "zeebe:property", "name": "signs"}, "=dokumen"),
            _bound(translate("Pilihan yang menandatangani"), {"type": "zeebe:property", "name": "sign_choice"}, "setuju"),
            due,
            status,
        ],
        text=translate("Selesai hanya dengan tanda tangan atas dokumen itu."),
        group=translate("Pejabat"),
    )


def survey_step(stages: Sequence[Stage]) -> Iterator[dict[str, Any]]:
    """The applicant is asked how it was at the last public stage: the end of a service that reaches it. Nothing for who has no stages."""
    if stages:
        properties = {
            "label": translate("Tahap terakhir, tempat survei ditanyakan"),
            "type": "Dropdown",
            "choices": [{"name": stage.name, "value": stage.key} for stage in stages],
            "value": stages[-1].key,
            "binding": {"type": "zeebe:property", "name": STAGE_PROPERTY},
            "group": "inputs",
        }
        yield made.template(
            "alur:event:survey",
            translate("Selesai, dengan survei kepuasan"),
            "bpmn:EndEvent",
            [properties],
            text=translate("Pemohon ditanya sekali, pada halaman lacaknya."),
            group=translate("Layanan"),
        )


def _bound(label: str, binding: dict[str, str], value: str = "") -> dict[str, Any]:
    made_property: dict[str, Any] = {"label": label, "type": "String", "binding": binding, "value": value}
    if binding["type"] == "zeebe:taskSchedule":
        made_property["feel"] = "optional"
    return {**made_property, "group": "inputs", "constraints": {"notEmpty": True}}
