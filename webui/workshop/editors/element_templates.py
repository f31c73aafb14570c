"""Makes element templates from the installed steps: analysts choose one instead of writing it.

The format is that of Camunda 8's element templates, which its desktop modeler reads as well.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields

from engine.packages.manifest import Callable, Parameter
from engine.sdk import JobType
from webui.i18n import translate
from webui.workshop.editors.step_templates import platform_steps
from webui.workshop.editors.task_templates import survey_step, user_task_steps
from webui.workshop.editors.template_parts import Template, gives, takes, template
from workshop.drafts.queries.draft_file_editor import DraftFileEditorView


def element_templates(view: DraftFileEditorView) -> list[Template]:
    return [
        *(_called(item) for item in view.callables),
        *user_task_steps(),
        *survey_step(view.stages),
        *platform_steps(),
        *(_declared(kind) for kind in view.job_types),
    ]


def _called(item: Callable) -> Template:
    properties = [
        {"type": "Hidden", "value": item.process, "binding": {"type": "zeebe:calledElement", "property": "processId"}},
        *map(takes, item.inputs),
        *map(gives, item.outputs),
    ]
    name = item.name
    return template(f"alur:process:{item.process}", name, "bpmn:CallActivity", properties, text=item.summary, group=translate("Proses"))


def _declared(kind: JobType) -> Template:
    properties = [
        {"type": "Hidden", "value": kind.name, "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
        *map(takes, _parameters(kind.input, required=True)),
        *map(gives, _parameters(kind.output, required=False) if kind.output else ()),
    ]
    identifier = f"alur:job:{kind.name.replace(':', '.')}"
    return template(identifier, kind.label, "bpmn:ServiceTask", properties, text=kind.name, group=translate("Layanan paket"))


def _parameters(declared: type, *, required: bool) -> Iterator[Parameter]:
    hints = typing.get_type_hints(declared)
    for field in fields(declared):
        needed = required and field.default is MISSING and field.default_factory is MISSING
        label = field.name.replace("_", " ").capitalize()
        kind = getattr(hints[field.name], "__name__", str(hints[field.name]))
        yield Parameter(name=field.name, label=label, required=needed, value=f"={field.name}" if required else "", hint=kind)
