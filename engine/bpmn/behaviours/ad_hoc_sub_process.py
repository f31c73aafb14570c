"""Ad-hoc sub-processes (BPMN 2.0.2, 13.3.5): what no flow leads to may begin, until the completion condition is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import Begin
from engine.bpmn.behaviours.sub_process import SubProcessBehaviour
from engine.bpmn.elements import AdHoc
from engine.bpmn.expressions import ExpressionFailed, strings
from engine.bpmn.runtime.ending import cancel_inside
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.leaving import end_empty_scope
from engine.bpmn.runtime.token import Offer, Token, Variables
from engine.bpmn.runtime.triggering import open_listeners, prepare_scope


class AdHocSubProcessBehaviour(SubProcessBehaviour):
    """All that may begin is offered at once, or one after the other (`ordering`); where the condition is still false when all of it
    is done, it is offered once more."""

    @property
    def ad_hoc(self) -> AdHoc:
        assert self.element.ad_hoc is not None
        return self.element.ad_hoc

    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        offered = self._may_begin(instance, view)
        listeners = prepare_scope(instance, self.element.id, view)

        def begin() -> Variables | None:
            open_listeners(instance, listeners, scope=token.id, host=token.id)
            token.offer = Offer(offered, [])
            if not offered:
                return {}
            self._offer(instance, token, token.offer)
            return None

        return begin

    def _may_begin(self, instance: Instance, view: Mapping[str, Any]) -> list[str]:
        free = [
            element.id
            for element in instance.process.inside(self.element.id)
            if not element.incoming and element.kind not in ("boundaryEvent", "eventSubProcess") and not element.for_compensation
        ]
        active = self.ad_hoc.active_elements
        if not active:
            return free
        wanted = list(strings(active if active.startswith("=") else f"={active}", view, instance.turn.time))
        strange = [name for name in wanted if name not in free]
        if strange:
            raise ExpressionFailed(f"'{strange[0]}' is no element that may begin in this ad-hoc sub-process")
        return wanted

    def _offer(self, instance: Instance, token: Token, offer: Offer) -> None:
        offer.waiting = list(offer.elements)
        for _ in offer.waiting[:1] if self.ad_hoc.sequential else list(offer.waiting):
            instance.new_token(offer.waiting.pop(0), token.id)

    def token_left(self, instance: Instance, owner: Token) -> None:
        if owner.compensating is None:
            self._assess(instance, owner)
        else:
            end_empty_scope(instance, owner.id)

    def _assess(self, instance: Instance, token: Token) -> None:
        """Something inside has ended: is it enough, and what comes next? A condition that fails parks the sub-process."""
        text, offer = self.ad_hoc.completion_condition, token.offer
        assert offer is not None
        try:
            enough = bool(text) and instance.turn.is_true(text or "", instance.scopes.view(token.id))
        except ExpressionFailed as error:
            instance.park(token, "expression", str(error), "again")
            return
        busy = instance.inside(token.id)
        if enough:
            offer.waiting = []
            if self.ad_hoc.cancel_remaining or not busy:
                cancel_inside(instance, token.id)
                self.completed(instance, token, {})
        elif busy:
            return
        elif offer.waiting:
            instance.new_token(offer.waiting.pop(0), token.id)
        elif text:
            self._offer(instance, token, offer)
        else:
            self.completed(instance, token, {})

    def retry(self, instance: Instance, token: Token) -> None:
        if token.offer is None:  # the body of a repeated one
            super().retry(instance, token)
        else:
            self._assess(instance, token)
