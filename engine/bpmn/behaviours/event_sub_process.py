"""Event sub-processes (BPMN 2.0.2, 13.5.4): one begins when its trigger comes; what this brought goes to its start event."""

from __future__ import annotations

from engine.bpmn.behaviours.sub_process import SubProcessBehaviour
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token


class EventSubProcessBehaviour(SubProcessBehaviour):
    def begin_inside(self, instance: Instance, token: Token) -> None:
        assert token.start is not None
        instance.new_token(token.start, token.id, caught=token.caught, about=token.about)
        token.caught = token.about = None
