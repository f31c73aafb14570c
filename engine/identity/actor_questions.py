"""Questions under the condition of access, built once for all actors of one shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Select

from engine.identity.access import shape_of
from engine.model.actor import Actor
from engine.persistence.questions import Question

Build = Callable[[Actor], Select[*tuple[Any, ...]]]


def of_actor(build: Build, *, one_plan: bool = True) -> Callable[[Actor], Question]:
    """`build` uses `bound_may_see`; the values of `access_values` are given when the question is asked.

    `one_plan` False: it uses NAMED, and `named_values`.
    """
    known: dict[tuple[bool, ...], Question] = {}

    def question(actor: Actor) -> Question:
        shape = shape_of(actor)
        if shape not in known:
            known[shape] = Question(build(actor), one_plan=one_plan)
        return known[shape]

    return question


#: of a question about much, which is planned with its values: what one actor sees is three cases, what another one sees fifty thousand
of_any_actor = partial(of_actor, one_plan=False)
