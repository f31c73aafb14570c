"""Every sentence that is to be translated."""

from babel.messages.extract import extract_from_dir

from casework.composition import STEPS
from webui.settings import ROOT
from webui.workshop.editors.step_templates import step_texts

METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]


def sentences():
    found = set()
    for folder in ("webui", "demo"):
        extracted = extract_from_dir(str(ROOT / folder), METHODS, keywords={"_": None, "translate": None})
        found |= {message for _file, _line, message, _comments, _context in extracted if isinstance(message, str)}
    # the words of the platform's own steps stand in their declarations
    return found | set(step_texts(STEPS))
