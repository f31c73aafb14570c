"""Process packages: what is installed, what is wrong with it, enabling and deploying."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.deploy import Deploy
from engine.commands.set_package_state import SetPackageState
from engine.model.errors import DeploymentRejected, InvalidState
from engine.queries.package_list import PackageList
from webui.access import permission
from webui.door import ask, engine, execute
from webui.i18n import translate

blueprint = Blueprint("packages", __name__)


@blueprint.get("/kelola/paket")
@permission("administer")
def packages() -> str:
    return render_template("admin/packages.html", packages=ask(PackageList()), problems=[], failed="")


@blueprint.post("/kelola/paket/<key>")
@permission("administer", step_up=True)
def change(key: str) -> str | Response | tuple[str, int]:
    package = engine().platform.packages.get(key)
    if package is None:
        abort(404)
    wish = request.form.get("keinginan", "")
    try:
        if wish == "terbitkan":
            made = execute(Deploy(package=key, resources=dict(package.resources)))
            flash(translate("Diterbitkan.") if made["new"] else translate("Tidak ada perubahan."))
        elif wish in ("aktifkan", "nonaktifkan"):
            execute(SetPackageState(package=key, enabled=wish == "aktifkan"))
            flash(translate("Paket diaktifkan.") if wish == "aktifkan" else translate("Paket dinonaktifkan."))
        else:
            abort(400)
    except DeploymentRejected as rejected:
        return render_template("admin/packages.html", packages=ask(PackageList()), problems=rejected.problems, failed=key), 422
    except InvalidState:
        return render_template("admin/packages.html", packages=ask(PackageList()), problems=package.problems, failed=key), 422
    return redirect(url_for("packages.packages"))
