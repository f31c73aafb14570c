"""The rules under which a definition was deployed: what the engine insists on in it.

An upgrade may make the engine stricter. A case that runs was drawn, tried and begun under the rules of its time, so its definition keeps
them (docs/decisions/0065); a new deployment gets `TODAY`, also one of the same files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Each rule is stricter where it is true, or chooses another way. `number` is stored with the deployment."""

    number: int
    #: a condition that reads a name which no scope has is an incident; else the name is null
    unknown_names_stop: bool = True
    #: a thrown error or escalation whose code is empty is an incident; else who catches every code catches it
    codes_are_named: bool = True
    #: the key of a thrown message is no list, context or boolean; else it is written as text
    keys_are_plain: bool = True
    #: a mapping to `a.b` where `a` is no context is an incident; else it writes a variable of that whole name
    paths_need_contexts: bool = True
    #: a decision that could not decide is an incident; else only one whose rules clash, that asks for too much, or cannot be read
    faults_stop_decisions: bool = True
    #: execution and task listeners run; else nothing comes of them
    listeners_run: bool = True
    #: what an inner instance gives stays in it, if its results are collected; else it is written outside of it too
    answers_stay_inside: bool = True
    #: the default flow is taken where no condition is true; else only where no other flow is taken
    default_beside_unconditional: bool = True
    #: an event sub-process that has interrupted its scope leaves its siblings nothing to catch
    siblings_are_silent: bool = True


#: of every definition that was deployed before rules were stored (release 0.1 and 0.2)
BEFORE = Rules(
    number=1,
    unknown_names_stop=False,
    codes_are_named=False,
    keys_are_plain=False,
    paths_need_contexts=False,
    faults_stop_decisions=False,
    listeners_run=False,
    answers_stay_inside=False,
    default_beside_unconditional=False,
    siblings_are_silent=False,
)
TODAY = Rules(number=2)
_ALL = {rules.number: rules for rules in (BEFORE, TODAY)}


def rules_of(number: int) -> Rules:
    """Raises KeyError for a number of a later release."""
    return _ALL[number]
