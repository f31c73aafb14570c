"""Checks the services of a package before it is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from casework.services.service import STAGE_PROPERTY, service_problems, services
from engine.model.errors import Problem
from engine.packages.rules import ReadPackage


def check_services(package: ReadPackage) -> Iterator[Problem]:
    """Checks that citizens can apply and follow: a service without the fourteen parts of its standard is not published."""
    offered = services(package.manifest) if package.manifest else ()
    stages = {stage.key for service in offered for stage in service.stages}
    processes = {process.id: process for process, _path in package.processes}
    for service in offered:
        for code, message, remedy, values in service_problems(service):
            yield Problem(code=code, resource="process.toml", element=service.key, message=message, remedy=remedy, values=values)
        if service.sample and f"documents/{service.sample.template}.typ" not in package.templates:
            message = (
                f"The service shows a sample of its result by the template '{service.sample.template}', which is not in the deployment."
            )
            values = {"template": service.sample.template}
            yield Problem(
                code="SERVICE_SAMPLE", resource="process.toml", element=service.key, message=message, remedy="Add it under documents.",
                values=values,
            )  # fmt: skip
        process = processes.get(service.process)
        start = process.none_start(None) if process else None
        if process is None:
            message = f"process.toml speaks of the process '{service.process}', which no diagram holds."
            yield Problem(code="UNKNOWN_PROCESS", resource="process.toml", message=message, remedy="Correct the name.")
        elif service.preview and service.preview not in package.decisions:
            message = f"The service shows a price by the decision '{service.preview}', which is not in the deployment."
            yield Problem(code="NO_DECISION", resource="process.toml", element=service.key, message=message, remedy="Add its table.")
        elif start is None or not start.extensions.form:
            message, remedy = "The service begins without a form to apply with.", "Give its start event a form."
            yield Problem(code="SERVICE_FORM", resource="process.toml", element=service.key, message=message, remedy=remedy)
    for process, path in package.processes if offered else ():
        for element in process.elements.values():
            stage = element.properties.get(STAGE_PROPERTY)
            if stage and stage not in stages:
                message = f"No service of the package has the public stage '{stage}'."
                values = {"stage": stage}
                yield Problem(
                    code="UNKNOWN_STAGE", resource=path, element=element.id, line=element.line, message=message,
                    remedy="Correct the property, or add the stage.", values=values,
                )  # fmt: skip
