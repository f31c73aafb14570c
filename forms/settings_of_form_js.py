"""Every setting that form-js' editor and schema know, and what becomes of it here: nothing is ignored without a word.

Source: the JSON schema of form-js 1.23 (schemaVersion 19).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.field_type import Finding

#: read when a form is checked, drawn or summarised
EXECUTED = frozenset(
    """type key label description text values multiple decimalDigits increment defaultValue dateLabel timeLabel subtype
    disallowPassedDates readonly disabled
    validate.required validate.min validate.max validate.minLength validate.maxLength
    validate.pattern validate.patternErrorMessage validate.validationType
    conditional.hide appearance.prefixAdorner appearance.suffixAdorner properties""".split()
)
#: how form-js lays a form out on its own canvas; our pages have one column, and every list can be searched
DRAWN = frozenset("id layout searchable use24h timeInterval timeSerializingFormat verticalAlignment showOutline".split())
#: what stands for a setting that nothing executes, by its path: in English, as all findings
TOLD = {
    "valuesKey": "takes its choices from a variable. Write the choices into the form",
    "valuesExpression": "takes its choices from an expression. Write the choices into the form",
    "accept": "accepts some kinds of files only. Files are taken by their content here: say in the hint what you need",
    "serializeToString": "gives its number as a text. Numbers are exact here: remove this setting",
    "action": "is a button. Every form has one that sends it: remove the field",
    "source": "shows a picture, which forms do not have here",
    "alt": "shows a picture, which forms do not have here",
    "url": "shows another site, which no form may do here",
    "height": "sets the height of a component, which has none here",
    "components": "holds other fields. Fields stand one below the other here: use pages and conditions",
    "path": "collects its answers under a name. Each answer is a variable here",
    "isRepeating": "is repeated. Ask each item in a task of its own, or in a long text",
    "defaultRepetitions": "is repeated. Ask each item in a task of its own, or in a long text",
    "allowAddRemove": "is repeated. Ask each item in a task of its own, or in a long text",
    "disableCollapse": "is repeated. Ask each item in a task of its own, or in a long text",
    "nonCollapsedItems": "is repeated. Ask each item in a task of its own, or in a long text",
    "columns": "is a table, which forms do not have here",
    "columnsExpression": "is a table, which forms do not have here",
    "rowCount": "is a table, which forms do not have here",
    "dataSource": "is a table, which forms do not have here",
    "content": "is written in HTML, which no form may hold here",
    "security": "shows another site, which no form may do here",
    "endpointKey": "reads documents from another server. Show the documents of the case instead",
    "title": "names a preview of documents. Show the documents of the case instead",
    "maxHeight": "sets a height, which nothing has here",
}
#: how form-js writes a text with values in it
_TEMPLATE = ("label", "description", "text")


def settings_of(component: Mapping[str, Any]) -> Iterator[str]:
    """The paths of a component's settings that say something: what is empty or off says nothing."""
    for name, value in component.items():
        if name in ("validate", "conditional", "appearance") and isinstance(value, Mapping):
            yield from (f"{name}.{part}" for part, given in value.items() if given not in (None, "", False))
        elif value not in (None, "", False, [], {}):
            yield name


def unexecuted_settings(component: Mapping[str, Any]) -> Iterator[Finding]:
    """Tells what form-js would do with a field and this platform does not."""
    key = str(component.get("key") or component.get("id") or "")
    for path in settings_of(component):
        if path in TOLD:
            yield "FIELD_SETTING", key, f"'{path}': the field '{key}' {TOLD[path]}."
    for name in _TEMPLATE:
        if "{{" in str(component.get(name) or ""):
            yield "FIELD_SETTING", key, f"'{name}' of the field '{key}' has values in braces. Write it as one expression after '='."
