"""Every sentence that is to be translated."""

from babel.messages.extract import extract_from_dir

from webui.settings import ROOT

METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]


def sentences():
    found = set()
    for folder in ("webui", "demo"):
        extracted = extract_from_dir(str(ROOT / folder), METHODS, keywords={"_": None, "translate": None})
        found |= {message for _file, _line, message, _comments, _context in extracted if isinstance(message, str)}
    return found
