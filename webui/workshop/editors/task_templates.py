"""Makes element templates of people's steps, and of the survey at a service's last stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from casework.services.service import STAGE_PROPERTY, Stage
from webui.i18n import translate
from webui.workshop.editors import template_parts as made


def user_task_steps() -> Iterator[dict[str, Any]]:
    """Returns templates of initials and signature: user tasks with properties that the platform knows."""
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
    """Returns the template of the survey at the last public stage; none for a package without stages."""
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
