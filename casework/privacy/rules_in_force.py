"""The rules of retention as they stand today: the newest version of a process also counts for its older cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, case, func, literal, select

from casework.records.manifest import register_of, retention_rule
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.model.retention import Fate, RetentionRule, RetentionUnread, read_retention
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance
from forms.registry import type_of
from forms.schema import read_form

#: what follows, the strictest first: what a tree of cases holds is kept as its most precious part is
STRICTNESS: tuple[Fate, ...] = ("ARCHIVE", "JUDGE", "DESTROY")
#: what an approval may say to each of them: who judges again decides between both
APPROVED_BY: Mapping[Fate, tuple[Fate, ...]] = {"DESTROY": ("DESTROY",), "ARCHIVE": ("ARCHIVE",), "JUDGE": ("ARCHIVE", "DESTROY")}
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class RulesOfProcess:
    """`register`: the one whose rule is that of its cases; `fields`, `files`: rules of answers, and of answers that are files."""

    case: RetentionRule | None = None
    register: str = ""
    fields: Mapping[str, RetentionRule] = field(default_factory=dict)
    files: Mapping[str, RetentionRule] = field(default_factory=dict)
    #: every field that some version asks for, with a rule or without, and its label
    asked: Mapping[str, str] = field(default_factory=dict)
    #: of the process, for people
    name: str = ""


def rules_in_force(context: QueryContext) -> dict[str, RulesOfProcess]:
    every = select(ProcessDefinition.key, ProcessDefinition.id).order_by(ProcessDefinition.key, ProcessDefinition.version)
    versions: dict[str, list[Loaded]] = {}
    for key, identifier in context.session.execute(every):
        versions.setdefault(key, []).append(context.platform.definitions.get(context.session, identifier))
    return {key: _rules(key, loaded) for key, loaded in versions.items()}


def _rules(key: str, versions: list[Loaded]) -> RulesOfProcess:
    manifest = versions[-1].manifest
    register = register_of(manifest, key)
    labels: dict[str, str] = {}
    fields: dict[str, RetentionRule | None] = {}
    files: dict[str, RetentionRule | None] = {}
    # a field that the newest version no longer asks for keeps the rule of the last one that did
    for loaded in versions:
        for schema in loaded.forms.values():
            for asked in read_form(schema).fields:
                if not asked.shown_only:
                    place = files if type_of(asked.type).traits.documents else fields
                    place[asked.key] = _read(asked.retention)
                    labels[asked.key] = asked.asked_as
    return RulesOfProcess(
        case=retention_rule(manifest, key),
        register=register.key if register is not None and register.retention.strip() else "",
        fields={name: rule for name, rule in fields.items() if rule is not None and rule.fate == "DESTROY"},
        files={name: rule for name, rule in files.items() if rule is not None and rule.fate == "DESTROY"},
        asked=labels,
        name=versions[-1].definition.process.name or key,
    )


def _read(text: str) -> RetentionRule | None:
    try:
        return read_retention(text)
    except RetentionUnread:  # of a version from before such rules were refused
        return None


def latest_end(rule: RetentionRule, until: date, context: QueryContext) -> datetime:
    """No case that ended later can be due: a bound for the database, months counted short."""
    years, months = divmod(rule.months, 12)
    year, month = until.year - years, until.month - months
    if month < 1:
        year, month = year - 1, month + 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return datetime.combine(following, datetime.min.time(), context.platform.zone)


def bound_of_tree(context: QueryContext, rules: Mapping[str, RulesOfProcess], until: date) -> ColumnElement[datetime]:
    """Until when the last case of a tree must have ended: the longest rule of all that it called counts for the tree."""
    whens = [
        (ProcessInstance.process_key == key, literal(latest_end(found.case, until, context))) for key, found in rules.items() if found.case
    ]
    far = literal(_FAR)
    return func.min(case(*whens, else_=far) if whens else far)


def decisive(rules: Mapping[str, RulesOfProcess], processes: list[str], ended: date) -> tuple[RetentionRule, date] | None:
    """The rule by which a tree goes, and the day: the longest, and of those the strictest. None: its root has none."""
    found = [rule for key in processes if (rule := rules.get(key, RulesOfProcess()).case) is not None]
    if not found:
        return None
    due = max(rule.ends(ended) for rule in found)
    return min(found, key=lambda rule: (STRICTNESS.index(rule.fate), -rule.ends(ended).toordinal())), due
