"""Pages of process packages: installed ones with their problems, enabling and deploying."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.queries.package_use import PackageUse
from casework.documents.file_check import safe_name
from engine.bpmn.reading.xml import MAX_BYTES
from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import LONGEST_REASON, SHORTEST_REASON, SetPackageState
from engine.model.errors import DeploymentRejected, InvalidState, Problem
from engine.packages.package import Package
from engine.queries.deployment.file_problems import FileProblems
from engine.queries.deployment.installed_package import InstalledPackage
from engine.queries.deployment.package_list import PackageList
from engine.queries.people.unfilled_roles import UnfilledRoles
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate
from webui.rendering.problem_text import problem_text

#: warnings beside the word that it is published
MOST_TOLD = 5
blueprint = Blueprint("packages", __name__)


@blueprint.get("/kelola/paket")
@permission("administer")
def packages() -> str:
    return _page()


@blueprint.post("/kelola/paket/<key>")
@permission("administer", step_up=True)
def change(key: str) -> str | Response | tuple[str, int]:
    package: Package | None = ask(InstalledPackage(key=key))
    wish = request.form.get("keinginan", "")
    try:
        if wish == "terbitkan":
            if package is None:  # made in the workshop, it has no folder
                abort(404)
            made = execute(Deploy(package=key, resources=dict(package.resources)))
            flash(translate("Diterbitkan.") if made["new"] else translate("Tidak ada perubahan."))
            for warning in ask(UnfilledRoles(resources=package.resources))[:MOST_TOLD]:
                flash(problem_text(warning))
        elif wish == "aktifkan":
            execute(SetPackageState(package=key, enabled=True))
            flash(translate("Paket diaktifkan."))
        elif wish == "nonaktifkan":  # from a page of an earlier release: one press is not enough any more
            return redirect(url_for("packages.ask_reason", key=key))
        else:
            abort(400)
    except DeploymentRejected as rejected:
        return _page(failed=key, problems=rejected.problems), 422
    except InvalidState:
        return _page(failed=key, problems=package.problems if package else ()), 422
    return redirect(url_for("packages.packages"))


@blueprint.get("/kelola/paket/<key>/nonaktifkan")
@permission("administer")
def ask_reason(key: str) -> str:
    return render_template("admin/disable_package.html", use=ask(PackageUse(package=key)), reason="", error="", wrong="")


@blueprint.post("/kelola/paket/<key>/nonaktifkan")
@permission("administer", step_up=True)
def disable(key: str) -> Response | tuple[str, int]:
    """Disables a package for somebody who has read what stands still then, says so, and says why."""
    reason, use = " ".join(request.form.get("alasan", "").split()), ask(PackageUse(package=key))
    wrong = error = ""
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        wrong = "alasan"
        error = translate("Tulis alasannya, {shortest} sampai {longest} huruf.", shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    elif request.form.get("yakin") != "ya":
        wrong, error = "yakin", translate("Centang bahwa Anda sudah membaca akibatnya.")
    if error:
        return render_template("admin/disable_package.html", use=use, reason=reason[:LONGEST_REASON], error=error, wrong=wrong), 422
    execute(SetPackageState(package=key, enabled=False, reason=reason))
    flash(translate("Paket dinonaktifkan."))
    return redirect(url_for("packages.packages"))


@blueprint.post("/kelola/periksa")
@permission("administer")
def check() -> str | tuple[str, int]:
    """Lints a diagram or a table without storing it, with the reader and linter of a deployment."""
    upload = request.files.get("berkas")
    name, content = "", b""
    if upload is not None:
        # one byte more than is allowed is enough to refuse the rest
        name, content = safe_name(upload.filename or ""), upload.read(MAX_BYTES + 1)
        upload.close()
    if not name.endswith((".bpmn", ".dmn")):
        unknown = Problem(code="UNKNOWN_FILE", message="The file is no BPMN or DMN.", remedy="Choose another one.")
        return _page(checked=name or translate("Belum ada berkas"), findings=(unknown,)), 422
    problems: list[Problem] = ask(FileProblems(name=name, content=content))
    refused = any(problem.severity == "error" for problem in problems)
    return (_page(checked=name, findings=problems), 422) if refused else _page(checked=name, findings=problems)


def _page(*, failed: str = "", problems: Sequence[Problem] = (), checked: str = "", findings: Sequence[Problem] = ()) -> str:
    return render_template(
        "admin/packages.html", packages=ask(PackageList()), failed=failed, problems=problems, checked=checked, findings=findings
    )
