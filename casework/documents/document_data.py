"""Makes what a document's template reads: the data of its step, the same in words, and the parts that a document of the office has.

It says its place and date, who signs it in which seat, with rank and NIP, and its legal basis
(docs/law/administrative-procedure.md#documents-that-are-issued).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.documents.parts import DocumentParts
from casework.services.service import service_of
from casework.wording.facts import Fact, facts_of
from casework.wording.print_fact import print_fact
from engine.bpmn.elements import Element
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.government.amounts import in_words
from engine.feel.government.wording import day_text
from engine.feel.syntax.ast import ContextLiteral, Name
from engine.identity.assignment import position_named
from engine.identity.position_holders import PositionWithHolder
from engine.identity.seats import holders
from engine.model.actor import title_in_seat
from engine.persistence.tables.identity import Person, Unit
from engine.persistence.tables.instances import ProcessInstance
from forms.identifier_types import digit_groups
from forms.printing import Writer

#: documents of a government are Indonesian (docs/law/administrative-procedure.md#documents-that-are-issued)
LANGUAGE = "id"


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs, as a document names them: `title` with Plh. or Plt.; `rank` and `nip` are empty for who has none."""

    title: str
    name: str
    rank: str = ""
    nip: str = ""
    unit: str = ""


def document_data(
    context: QueryContext, instance: ProcessInstance, loaded: Loaded, element: str, data: Any, signatory: Signatory | None
) -> dict[str, Any]:
    """`element`: the step that writes the document; `data`: its input of that name."""
    writer = Writer(language=LANGUAGE, zone=context.platform.zone)
    facts = _facts(context, instance, loaded, element, data)
    root = loaded if instance.id == instance.root_id else _loaded_of_root(context, instance)
    service = service_of(root.manifest, root.key)
    return {
        "words": _words(facts, loaded, data, writer),
        "titles": {key: _titles(fact.value) for key, fact in facts.items() if fact.type == "position"},
        "spelled": _spelled(loaded, element, data),
        "place": context.platform.part(DocumentParts).place,
        "date": day_text(context.today, LANGUAGE),
        "signer": vars(signatory) if signatory else None,
        "basis": [line for line in (service.standard.get("legal_basis", ()) if service else ()) if line.strip()],
    }


def signatory_in(context: QueryContext, position: str) -> Signatory | None:
    """Returns who fills the position now. `position`: id or code."""
    found = position_named(context.session, position, context.today) if position else None
    if found is None:
        return None
    held = next(iter(holders(context.session, [found.id], context.now)), None)
    if held is None:
        return Signatory(title=found.title, name="", unit=_unit(context, found.unit_id))
    _position, holding, person = held
    return signatory(context, person.id, title_in_seat(found.title, holding.kind), found.unit_id)


def signatory(context: QueryContext, person: UUID, title: str, unit: UUID) -> Signatory:
    found = context.session.get_one(Person, person)
    return Signatory(
        title=title, name=found.name, rank=found.rank or "", nip=" ".join(digit_groups(found.nip or "", "nip")), unit=_unit(context, unit)
    )


def _unit(context: QueryContext, unit: UUID) -> str:
    return context.session.scalars(select(Unit.name).where(Unit.id == unit)).first() or ""


def _loaded_of_root(context: QueryContext, instance: ProcessInstance) -> Loaded:
    root = context.session.get_one(ProcessInstance, instance.root_id)
    return context.platform.definitions.get(context.session, root.definition_id)


def _facts(context: QueryContext, instance: ProcessInstance, loaded: Loaded, element: str, data: Any) -> dict[str, Fact]:
    """Entry of the data -> the variable that it hands on, as it is declared."""
    if not isinstance(data, Mapping):
        return {}
    variables = variables_of_data(loaded.definition.process.elements.get(element))
    named = {variables[key]: value for key, value in data.items() if key in variables}
    facts = {fact.name: fact for fact in facts_of(context, loaded, instance.root_id, named, list(named))}
    return {key: facts[variables[key]] for key in data if variables.get(key) in facts}


def _words(facts: Mapping[str, Fact], loaded: Loaded, data: Any, writer: Writer) -> dict[str, Any]:
    """Prints each entry: as the variable that it hands on is declared, else by its shape."""
    given = data.items() if isinstance(data, Mapping) else ()
    return {key: print_fact(facts[key], loaded.texts, writer) if key in facts else by_shape(value, writer) for key, value in given}


def _titles(value: Any) -> list[str]:
    """The seats alone, without who fills them: a document is addressed to a post."""
    seats = value if isinstance(value, list) else [value]
    return [seat.titled if isinstance(seat, PositionWithHolder) else str(seat) for seat in seats if seat]


def by_shape(value: Any, writer: Writer) -> Any:
    """Prints a value that no variable declares; entries and items each for themselves."""
    if isinstance(value, Mapping):
        return {key: by_shape(item, writer) for key, item in value.items()}
    if isinstance(value, list):
        return [by_shape(item, writer) for item in value]
    return writer.anything(value)


def _spelled(loaded: Loaded, element: str, data: Any) -> dict[str, str]:
    """Each number in words, as amounts stand beside their figures."""
    found = {}
    for key, value in data.items() if isinstance(data, Mapping) else ():
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and (text := in_words(Decimal(value))):
            found[key] = text
    return found


def variables_of_data(element: Element | None) -> dict[str, str]:
    """Entry of the step's `data` -> the variable that it hands on as it is."""
    source = next((item.source for item in element.extensions.inputs if item.target == "data"), "") if element else ""
    try:
        node = compile_feel(source.removeprefix("=")).node if source else None
    except FeelSyntaxError:
        return {}
    if not isinstance(node, ContextLiteral):
        return {}
    return {key: value.name for key, value in node.entries if isinstance(value, Name)}
