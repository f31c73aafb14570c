"""Writes the measured processes in the dialect of each engine: three user tasks with a gateway, and ten service tasks in a row.

Ours become a package in a folder of its own, which ALUR_PACKAGES names: the product knows nothing of them.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

PACKAGE, TASKS, JOBS = "ukur", "ukur", "ukur_pekerjaan"
#: service tasks of a case of JOBS
STEPS = 10

_NAMESPACES = {
    "alur": 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
    "operaton": 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
    "flowable": 'xmlns:flowable="http://flowable.org/bpmn"',
}
_PREFIX = {"operaton": "camunda", "flowable": "flowable"}
_MANIFEST = f"""[package]
key = "{PACKAGE}"
name = "Ukur"
version = "1.0.0"
api = 1

[[case]]
process = "{TASKS}"
title = "=hal"
start_roles = ["agendaris"]
facts = ["hal"]

[[case]]
process = "{JOBS}"
title = "=hal"
start_roles = ["agendaris"]
facts = ["hal"]
"""
_HANDLERS = f'''from dataclasses import dataclass

from engine.sdk import JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Step:
    hal: str


@dataclass(frozen=True, kw_only=True)
class Done:
    langkah: str


@job_handler("{PACKAGE}:langkah", label="Langkah")
def step(context: JobContext, given: Step) -> Done:
    return Done(langkah=given.hal)
'''


def write_package(folder: Path) -> None:
    """Writes our package into `folder`/ukur."""
    package = folder / PACKAGE
    (package / "forms").mkdir(parents=True)
    (package / "locale").mkdir()
    (package / "process.toml").write_text(_MANIFEST)
    (package / "handlers.py").write_text(_HANDLERS)
    (package / f"{TASKS}.bpmn").write_text(_three_tasks("alur"))
    (package / f"{JOBS}.bpmn").write_text(_ten_jobs("alur"))
    (package / "forms/ukur_mulai.form").write_text(_form("ukur_mulai", "hal", "pengirim", "nomor", "ringkasan", "klasifikasi"))
    for task in ("baca", "olah", "terima"):
        (package / f"forms/ukur_{task}.form").write_text(_form(f"ukur_{task}", "putusan", "catatan"))


def write_models(folder: Path) -> None:
    """Writes the same two processes for the other engines."""
    for dialect in _PREFIX:
        (folder / f"{TASKS}.{dialect}.bpmn20.xml").write_text(_three_tasks(dialect))
        (folder / f"{JOBS}.{dialect}.bpmn20.xml").write_text(_ten_jobs(dialect))


def _three_tasks(dialect: str) -> str:
    condition = '=putusan = "teruskan"' if dialect == "alur" else "${putusan == 'teruskan'}"
    body = (
        f"{_start(dialect)}{_user_task(dialect, 'baca')}"
        '<exclusiveGateway id="g" default="g_e"/>'
        f"{_user_task(dialect, 'olah')}{_user_task(dialect, 'terima')}"
        '<endEvent id="e"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="baca"/><sequenceFlow id="f2" sourceRef="baca" targetRef="g"/>'
        '<sequenceFlow id="g_o" sourceRef="g" targetRef="olah">'
        f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression></sequenceFlow>'
        '<sequenceFlow id="g_e" sourceRef="g" targetRef="e"/>'
        '<sequenceFlow id="f3" sourceRef="olah" targetRef="terima"/><sequenceFlow id="f4" sourceRef="terima" targetRef="e"/>'
    )
    return _definitions(dialect, TASKS, body)


def _ten_jobs(dialect: str) -> str:
    names = [f"langkah{number}" for number in range(1, STEPS + 1)]
    row = ["s", *names, "e"]
    flows = "".join(
        f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>' for number, (source, target) in enumerate(pairwise(row))
    )
    body = _start(dialect) + "".join(_service_task(dialect, name) for name in names) + '<endEvent id="e"/>' + flows
    return _definitions(dialect, JOBS, body)


def _definitions(dialect: str, key: str, body: str) -> str:
    history = ' camunda:historyTimeToLive="30"' if dialect == "operaton" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {_NAMESPACES[dialect]} targetNamespace="x">'
        f'<process id="{key}" name="{key}" isExecutable="true"{history}>{body}</process></definitions>\n'
    )


def _start(dialect: str) -> str:
    if dialect != "alur":
        return '<startEvent id="s"/>'
    return '<startEvent id="s"><extensionElements><zeebe:formDefinition formId="ukur_mulai"/></extensionElements></startEvent>'


def _user_task(dialect: str, key: str) -> str:
    if dialect != "alur":
        return f'<userTask id="{key}" name="{key}" {_PREFIX[dialect]}:candidateGroups="agendaris"/>'
    return (
        f'<userTask id="{key}" name="{key}"><extensionElements><zeebe:userTask/><zeebe:formDefinition formId="ukur_{key}"/>'
        '<zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements></userTask>'
    )


def _service_task(dialect: str, key: str) -> str:
    if dialect == "alur":
        return (
            f'<serviceTask id="{key}" name="{key}"><extensionElements><zeebe:taskDefinition type="{PACKAGE}:langkah" retries="3"/>'
            '<zeebe:ioMapping><zeebe:input source="=hal" target="hal"/></zeebe:ioMapping></extensionElements></serviceTask>'
        )
    before = 'camunda:asyncBefore="true"' if dialect == "operaton" else 'flowable:async="true"'
    name = "Bench$OperatonStep" if dialect == "operaton" else "Bench$FlowableStep"
    return f'<serviceTask id="{key}" name="{key}" {before} {_PREFIX[dialect]}:class="{name}"/>'


def _form(key: str, *fields: str) -> str:
    components = [
        {"type": "textfield", "key": name, "id": f"F_{name}", "label": name, "properties": {"dataClass": "internal"}} for name in fields
    ]
    return json.dumps({"schemaVersion": 19, "type": "default", "id": key, "executionPlatform": "Camunda Cloud", "components": components})
