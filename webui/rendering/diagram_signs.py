"""Draws the signs of BPMN's elements (BPMN 2.0.2, clause 7 and annex), as SVG paths around a middle or in a task's corner."""

from __future__ import annotations

from engine.bpmn.elements import Element

INK = "#14252b"
#: in a task's corner, in a 16-pixel square
TASKS = {
    "userTask": "M8 2a3 3 0 110 6 3 3 0 010-6z M2.5 14.5c0-3.5 2.5-5 5.5-5s5.5 1.5 5.5 5z",
    "serviceTask": "M8 5a3 3 0 110 6 3 3 0 010-6z M8 1v3M8 12v3M1 8h3M12 8h3M3 3l2.2 2.2M10.8 10.8L13 13M13 3l-2.2 2.2M5.2 10.8L3 13",
    "sendTask": "M1.5 3.5h13v9h-13z M1.5 3.5L8 9l6.500-5.500",
    "receiveTask": "M1.5 3.5h13v9h-13z M1.5 3.5L8 9l6.500-5.500",
    "scriptTask": "M4 1.500h8c-3 4 1.500 9-1.500 13H2.500c3-4-1.500-9 1.500-13z M5 5h5M5 8h5M5 11h5",
    "businessRuleTask": "M1.500 2.500h13v11h-13z M1.500 6h13M6 6v7.500M1.500 9.800h13",
}
_EVENTS = {
    "timer": "M-8 0a8 8 0 1016 0a8 8 0 10-16 0M0-5V0L4 2",
    "message": "M-8-5H8V5H-8zM-8-5L0 1L8-5",
    "signal": "M0-7L7 5H-7z",
    "error": "M-7 6L-3-6L2 2L7-6L3 6L-2-2z",
    "escalation": "M0-7L6 6L0 0L-6 6z",
    "conditional": "M-6-7H6V7H-6zM-4-4H4M-4-1H4M-4 2H4M-4 5H4",
    "compensate": "M-1-6V6L-8 0zM7-6V6L0 0z",
    "link": "M-7-3H1V-7L8 0L1 7V3H-7z",
    "cancel": "M-6-4L-4-6L0-2L4-6L6-4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z",
    "terminate": "M-6 0a6 6 0 1012 0a6 6 0 10-12 0",
}
_SEVERAL = "M0-8L8-2L5 7H-5L-8-2z"
_ALL_OF_SEVERAL = "M-2-8H2V-2H8V2H2V8H-2V2H-8V-2H-2z"
_GATEWAYS = {
    "exclusiveGateway": "M-7-7L7 7M7-7L-7 7",
    "parallelGateway": "M0-10V10M-10 0H10",
    "inclusiveGateway": "M-10 0a10 10 0 1020 0a10 10 0 10-20 0",
    "complexGateway": "M0-10V10M-10 0H10M-7-7L7 7M7-7L-7 7",
    "eventBasedGateway": "M-11 0a11 11 0 1022 0a11 11 0 10-22 0M0-7L7-2L4 6H-4L-7-2z",
}


def event_sign(element: Element, x: float, y: float) -> str:
    """Draws the sign of a catching event as a line, of a throwing event filled."""
    if len(element.events) > 1:
        path = _ALL_OF_SEVERAL if element.parallel_multiple else _SEVERAL
    else:
        path = _EVENTS.get(element.event.kind if element.event else "", "")
    if not path:
        return ""
    fill = INK if element.kind in ("endEvent", "intermediateThrowEvent") and path != _EVENTS["message"] else "none"
    return f'<path d="{path}" transform="translate({x:g} {y:g})" fill="{fill}" stroke="{INK}" stroke-width="1.4"/>'


def gateway_sign(element: Element, x: float, y: float) -> str:
    width = 1.4 if element.kind == "eventBasedGateway" else 2.6
    path = _GATEWAYS[element.kind]
    return f'<path d="{path}" transform="translate({x:g} {y:g})" stroke="{INK}" stroke-width="{width}" fill="none"/>'


def markers(element: Element) -> list[str]:
    """Draws the small signs at the lower edge of an activity, in 10-pixel squares around the middle."""
    found = []
    if element.loop is not None and hasattr(element.loop, "maximum"):
        found.append("M4 1.500A4.500 4.500 0 11-2-3.500M-2-3.500L-5-3M-2-3.500L-2-.500")
    elif element.loop is not None:
        found.append("M-4-4H4M-4 0H4M-4 4H4" if element.loop.sequential else "M-4-5V5M0-5V5M4-5V5")
    if element.for_compensation:
        found.append("M0-4V4L-5 0zM5-4V4L0 0z")
    if element.ad_hoc:
        found.append("M-6 2C-4-4-1-3 0 0S4 4 6-2")
    return found
