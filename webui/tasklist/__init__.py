"""The pages of staff: inbox, task, start form, case, tree, diagram, search, files. One page a file."""

from flask import Blueprint

blueprint = Blueprint("tasklist", __name__)

from webui.tasklist import case, deadlines, diagram, draft, files, inbox, reveal, search, start, task, tree  # noqa: E402, F401 (they register themselves)
