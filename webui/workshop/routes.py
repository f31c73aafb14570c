"""Every page of the workshop: importing one registers it."""

from __future__ import annotations

from webui.workshop import package_list  # noqa: F401
from webui.workshop.blueprint import blueprint
from webui.workshop.comparison import compare, replay  # noqa: F401
from webui.workshop.drafts import archive, changelog, create, draft, files, inventory, preview, service_text  # noqa: F401
from webui.workshop.editors import file_editor  # noqa: F401
from webui.workshop.publishing import migration, publish  # noqa: F401
from webui.workshop.trials import decision_trial, trial, trials  # noqa: F401

__all__ = ["blueprint"]
