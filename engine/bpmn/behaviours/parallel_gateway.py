"""Parallel gateways (BPMN 2.0.2, 13.4.2)."""

from __future__ import annotations

from engine.bpmn.behaviours.element import ElementBehaviour
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token


class ParallelGatewayBehaviour(ElementBehaviour):
    """Fires as soon as every incoming flow of its scope has brought a token; takes exactly one of each. Conditions are not asked."""

    def enter(self, instance: Instance, token: Token) -> bool | None:
        if len(self.element.incoming) > 1 and token.phase is None:
            waiting = [other for other in instance.inside(token.scope) if other.element == token.element and other.joining]
            partners = {other.via: other for other in reversed(waiting) if other is not token}
            partners.pop(token.via, None)
            if len(partners) + 1 < len(self.element.incoming):
                token.joining = True
                return None
            for partner in partners.values():
                instance.drop(partner)
            token.joining = False
        if self.begins_later(instance, token):
            return None
        self.activated(instance, token)
        token.chosen = list(self.element.outgoing)
        return True
