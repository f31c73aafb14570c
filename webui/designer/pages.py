"""Every page of the workshop: they register themselves."""

from webui.designer import (  # noqa: F401
    archive,
    changelog,
    compare,
    create,
    decision_trial,
    draft,
    files,
    inventory,
    moving,
    preview,
    publish,
    replay,
    service_text,
    studio,
    trial,
    trials,
    workshop,
)
