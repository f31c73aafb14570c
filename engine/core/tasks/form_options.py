"""The form of a step, and the options of its fields that depend on the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.hooks import hooks_of
from engine.core.tasks.permitted_positions import PermittedPositions
from engine.model.errors import InvalidState
from engine.model.ports import Option, OptionsOf, OptionSource

#: field key -> the options that the engine gives for it
Options = Mapping[str, Sequence[Option] | None]


def form_of(loaded: Loaded, key: str | None) -> Mapping[str, Any] | None:
    """Returns the step's form. Raises InvalidState where the deployment lacks it, which the checks of a deployment refuse."""
    if not key:
        return None
    schema = loaded.forms.get(key)
    if schema is None:
        raise InvalidState(f"Expected the form '{key}' in the deployment, but it is missing.")
    return schema


def options_for(
    context: QueryContext, loaded: Loaded, variables: Mapping[str, Any], position: UUID | None, case: UUID | None = None
) -> OptionsOf:
    """Returns options that depend on the case: positions that a decision table permits, or options from a room."""

    def choices(component: Mapping[str, Any]) -> Sequence[Option] | None:
        source = context.platform.forms.traits(component).options
        if source is OptionSource.PERMITTED_POSITIONS:
            return PermittedPositions(context, loaded, position).begin(component, variables)()
        provider = hooks_of(context).options.get(source) if source else None
        return provider(context, component, case) if provider else None

    return choices


def begin_options(
    context: QueryContext, loaded: Loaded, form: Mapping[str, Any] | None, variables: Mapping[str, Any], position: UUID | None, case: UUID
) -> Callable[[], Callable[[], Options]]:
    """Returns the options of all fields: asks for the position with the context's other questions, the returned function for positions
    that it may choose, the function returned by that one reads the answer.
    """
    components = [item for item in (form or {}).get("components", []) if item.get("key")]
    traits = context.platform.forms.traits
    permitted = [item for item in components if traits(item).options is OptionSource.PERMITTED_POSITIONS]
    positions = PermittedPositions(context, loaded, position) if permitted else None
    others = options_for(context, loaded, variables, position, case)

    def begin() -> Callable[[], Options]:
        begun = {item["key"]: positions.begin(item, variables) for item in permitted} if positions else {}
        return lambda: {item["key"]: begun[item["key"]]() if item["key"] in begun else others(item) for item in components}

    return begin
