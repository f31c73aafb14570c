"""The analysts' workshop: drafts of packages from the first file to the second person's approval. One page a file."""

from flask import Blueprint

blueprint = Blueprint("designer", __name__)

from webui.designer import pages  # noqa: E402, F401 (they register themselves)
