"""Every page of the workshop: they register themselves."""

from webui.designer import (  # noqa: F401
    archive,
    changelog,
    compare,
    decision_trial,
    draft,
    files,
    moving,
    preview,
    publish,
    replay,
    studio,
    trial,
    trials,
    workshop,
)
