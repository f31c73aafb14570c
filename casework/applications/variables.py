"""The variables that a citizen's case has beside the answers of its form, for the checks of diagrams."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.inference.inferred import Inferred, shape
from engine.feel.types import STRING
from engine.packages.manifest import Manifest

_APPLICATION = Inferred(shape({"number": Inferred(STRING)}))


def application_variables(manifest: Manifest | None, process: str) -> Mapping[str, Inferred]:
    """Of a process that a service of the package begins: what SubmitApplication writes."""
    return {"application": _APPLICATION} if is_begun_by_service(manifest, process) else {}


def is_begun_by_service(manifest: Manifest | None, process: str) -> bool:
    """Whether a service of the package begins this process: whoever works on such a case reads the whole application."""
    services = manifest.sections.get("service", ()) if manifest else ()
    return any(service.process == process for service in services)
