"""What becomes of each element and attribute of the engines' dialects: executed, kept, or lost with the code of its problem.

zeebe: is Camunda 8's; camunda:, operaton:, flowable: and activiti: write alike. Executed is only what changes the model, at the kinds of
elements named here (tests/engine/bpmn/test_dialects.py removes each). What stands in no table is lost, never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from engine.bpmn.kinds import ACTIVITIES, EVENTS
from engine.bpmn.reading.counts import completion_counts, inner_counts, outer_counts
from engine.bpmn.reading.foreign_mappings import CAUGHT, caught_mappings, parameter_source
from engine.bpmn.reading.juel import Counts, is_juel, to_feel
from engine.bpmn.reading.listeners import LISTENERS, holds_executed, is_executed
from engine.bpmn.reading.names import BPMN, CAMUNDA_7, OTHER_ENGINES, ZEEBE, local_name, text_of
from engine.bpmn.reading.other_engines import lost_of_other_engine
from engine.bpmn.reading.overruled import is_mapping_overruled, is_overruled


class Verdict(NamedTuple):
    """executed, shown, kept, lost or not_executed. `code`: the linter's, of what is lost."""

    word: str
    code: str = ""


EXECUTED, KEPT, NOT_EXECUTED = Verdict("executed"), Verdict("kept"), Verdict("not_executed")
LOST = Verdict("lost", "DIALECT_LOST")
LISTENER, SERVICE, FORM = Verdict("lost", "LISTENER_LOST"), Verdict("lost", "SERVICE_LOST"), Verdict("lost", "FORM_LOST")
MAPPING, CANDIDATES, SKIP = Verdict("lost", "MAPPING_LOST"), Verdict("lost", "CANDIDATES_LOST"), Verdict("lost", "SKIP_LOST")
CAUGHT_LOST, OVERRULED = Verdict("lost", "ERROR_VARIABLE_LOST"), Verdict("lost", "OVERRULED_LOST")
Tags = frozenset[str]


def _tags(text: str) -> Tags:
    return frozenset(text.split())


_JOBS = _tags("serviceTask sendTask scriptTask businessRuleTask intermediateThrowEvent endEvent")
_USER, _START, _CALL, _DECISION = _tags("userTask"), _tags("startEvent"), _tags("callActivity"), _tags("businessRuleTask")
_FORMS, _REPEATED, _MAPPED = _USER | _START, _tags("multiInstanceLoopCharacteristics"), ACTIVITIES | EVENTS
#: an event that has come maps what it brought outwards; nothing is mapped into it
_ENTERED = _MAPPED - _tags("startEvent boundaryEvent")
_ANY = ACTIVITIES | EVENTS | _tags("process exclusiveGateway inclusiveGateway parallelGateway complexGateway eventBasedGateway")

#: element -> (its attributes that are read, the BPMN tags in whose extensions they are)
_ZEEBE: Mapping[str, tuple[Tags, Iterable[str]]] = {
    "formDefinition": (_tags("formId formKey"), _FORMS),
    "assignmentDefinition": (_tags("assignee candidateGroups candidateUsers"), _USER),
    "taskSchedule": (_tags("dueDate followUpDate"), _USER),
    "priorityDefinition": (_tags("priority"), _USER),
    "taskDefinition": (_tags("type retries"), _JOBS),
    "taskHeaders": (_tags(""), _JOBS),
    "header": (_tags("key value"), _JOBS),
    "ioMapping": (_tags(""), _MAPPED),
    "input": (_tags("source target"), _ENTERED),
    "output": (_tags("source target"), _MAPPED),
    "calledElement": (_tags("processId propagateAllChildVariables propagateAllParentVariables bindingType versionTag"), _CALL),
    "calledDecision": (_tags("decisionId resultVariable bindingType versionTag"), _DECISION),
    "loopCharacteristics": (_tags("inputCollection inputElement outputCollection outputElement"), _REPEATED),
    "subscription": (_tags("correlationKey"), _tags("message")),
    "script": (_tags("expression resultVariable"), _tags("scriptTask")),
    "properties": (_tags(""), _ANY),
    "property": (_tags("name value"), _ANY),
    "versionTag": (_tags("value"), _tags("process")),
    **dict.fromkeys(LISTENERS.values(), (_tags("eventType type retries"), _ANY)),
    "adHoc": (_tags("activeElementsCollection"), _tags("adHocSubProcess")),
}
#: attribute -> the BPMN tags at which it is read
_SEVEN_ATTRIBUTES: Mapping[str, Iterable[str]] = {
    **dict.fromkeys(("assignee", "candidateGroups", "candidateUsers", "dueDate", "followUpDate", "priority"), _USER),
    **dict.fromkeys(("formKey", "formRef"), _FORMS),
    **dict.fromkeys(("topic", "type"), _JOBS - _tags("scriptTask") | _tags("messageEventDefinition")),
    **dict.fromkeys(("decisionRef", "resultVariable"), _DECISION),
    **dict.fromkeys(("collection", "elementVariable"), _REPEATED),
    **dict.fromkeys(("calledElementBinding", "calledElementVersionTag", "inheritVariables"), _CALL),
    "initiator": _START,
    "versionTag": _tags("process"),
    "terminateAll": _tags("terminateEventDefinition"),
    "scope": _tags("signal"),
    **{name: _tags(definition) for definition, names in CAUGHT.items() for name in names},
}
#: attributes of in and out that are read
_PASSED = _tags("source target sourceExpression variables")
#: notes of modelers and of the other product's operation. A job, and each wait, is a transaction of its own here: the async marks ask
#: for nothing more
_KEPT = _tags(
    "modelerTemplate modelerTemplateVersion modelerTemplateIcon diagramRelationId historyTimeToLive asyncBefore asyncAfter async "
    "asyncLeave exclusive userTask category extensionId icon properties property exampleOutputJson formFieldValidation"
)
_CODES: Mapping[str, Verdict] = {
    **dict.fromkeys("executionListeners executionListener taskListeners taskListener eventListener eventListeners".split(), LISTENER),
    **dict.fromkeys(
        "class delegateExpression expression connector connectorId field mapException resource linkedResources linkedResource rules "
        "ruleVariablesInput taskDefinition taskHeaders header type topic caseRef".split(),
        SERVICE,
    ),
    **dict.fromkeys(
        "formData formField formProperty formHandlerClass formRefBinding formRefVersion formKey formRef userTaskForm formDefinition "
        "externalReference".split(),
        FORM,
    ),
    **dict.fromkeys(
        "inputOutput inputParameter outputParameter in out input output ioMapping variableMappingClass variableMappingDelegateExpression "
        "mapDecisionResult resultVariable resultVariableName useLocalScopeForResultVariable businessKey local".split(),
        MAPPING,
    ),
    **dict.fromkeys(
        "candidateStarterGroups candidateStarterUsers potentialStarter candidateUsers candidateGroups assignee assignmentDefinition "
        "isStartableInTasklist".split(),
        CANDIDATES,
    ),
    "skipExpression": SKIP,
    **dict.fromkeys("errorCodeVariable errorMessageVariable escalationCodeVariable errorMessage errorVariableName".split(), CAUGHT_LOST),
}
#: values under which an attribute says what is done here anyway
_SAME: Mapping[str, Tags] = {
    "bindingType": _tags("latest deployment"),
    "formRefBinding": _tags("latest deployment"),
    "decisionRefBinding": _tags("latest"),
    "terminateAll": _tags("false"),
    "scope": _tags("global"),
    "mapDecisionResult": _tags("singleEntry singleResult collectEntries"),
    "calledElementType": _tags("key"),
    "isStartableInTasklist": _tags("true"),
    **dict.fromkeys(
        ("local", "triggerable", "doNotIncludeVariables", "useLocalScopeForResultVariable", "storeResultVariableAsTransient"),
        _tags("false"),
    ),
}


def is_dialect(name: str) -> bool:
    """Whether an element or attribute is one of an engine, and no modeler's."""
    return name.startswith((ZEEBE, *CAMUNDA_7, *OTHER_ENGINES))


def element_verdict(node: Any) -> Verdict:
    """Of an element of a dialect."""
    verdict = _element_verdict(node)
    return OVERRULED if verdict == EXECUTED and node.tag.startswith(CAMUNDA_7) and is_mapping_overruled(node, owner_of(node)) else verdict


def _element_verdict(node: Any) -> Verdict:
    name, owner = local_name(node.tag), owner_of(node)
    if node.tag.startswith(ZEEBE):
        listener = _verdict_of_listener(node, name)
        if listener is not None:
            return listener
        place = _ZEEBE.get(name)
        if place is not None and local_name(owner.tag) in place[1]:
            return EXECUTED
        # a user task's headers are notes for who asks for them; no worker gets them
        return KEPT if name in ("taskHeaders", "header") and local_name(owner.tag) == "userTask" else _lost(name)
    if not node.tag.startswith(CAMUNDA_7):
        return _lost_of_others(node, name)
    if name in ("inputOutput", "inputParameter", "outputParameter") and local_name(owner.tag) in _MAPPED and _is_mapped(node, name, owner):
        return EXECUTED if len(node) else expression_verdict(node, text_of(node) or "")
    if name in ("in", "out") and local_name(owner.tag) == "callActivity":
        read = node.get("target") and (node.get("source") or node.get("sourceExpression"))
        return EXECUTED if read or node.get("variables") == "all" else _lost(name)
    around = node.getparent()
    if (
        around is not None
        and around.tag.startswith(CAMUNDA_7)
        and local_name(around.tag) != "inputOutput"
        and element_verdict(around) == EXECUTED
    ):
        return EXECUTED  # a list or map that is mapped, or an entry of it
    return _lost(name)


def _verdict_of_listener(node: Any, name: str) -> Verdict | None:
    """Of execution and task listeners and of what stands in them; None of anything else."""
    if name in LISTENERS:
        return EXECUTED if holds_executed(node) else LISTENER
    if name in LISTENERS.values():
        return EXECUTED if is_executed(node) else LISTENER
    around = node.getparent()
    return None if around is None or name not in ("taskHeaders", "header") else _verdict_of_listener(around, local_name(around.tag))


def attribute_verdict(node: Any, attribute: str) -> Verdict:
    """Of an attribute of a dialect, or of one at an element of a dialect."""
    verdict = _attribute_verdict(node, attribute)
    return OVERRULED if verdict == EXECUTED and attribute.startswith(CAMUNDA_7) and is_overruled(node, attribute) else verdict


def _attribute_verdict(node: Any, attribute: str) -> Verdict:
    name, value = local_name(attribute), node.get(attribute) or ""
    if not attribute.startswith("{"):
        return _own_attribute(node, name, value)
    if value in _SAME.get(name, ()):
        return KEPT
    if not attribute.startswith(CAMUNDA_7):
        if attribute.startswith(tuple(OTHER_ENGINES)):
            return _lost_of_others(node, name, value)
        return _lost(name)
    if name == "resultVariable" and (node.get("scriptFormat") or "").lower().endswith("feel"):
        return EXECUTED
    if local_name(node.tag) not in _SEVEN_ATTRIBUTES.get(name, ()) or not node.tag.startswith(BPMN):
        return _lost(name)
    if name == "initiator" and local_name(node.getparent().tag) != "process":
        return LOST
    if (name == "type" and value != "external") or (name == "calledElementBinding" and value == "version"):
        return _lost(name)
    if local_name(node.tag) in CAUGHT:
        catcher = node.getparent()
        mapped = any(mapping.target == value for mapping in caught_mappings(catcher))
        overruled = catcher.find(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}output") is not None
        return EXECUTED if mapped and not overruled else _lost(name)
    if name == "terminateAll" or name == "scope":
        return EXECUTED if value in ("true", "processInstance") else LOST
    return expression_verdict(node, value)


def _own_attribute(node: Any, name: str, value: str) -> Verdict:
    """An attribute without a namespace, at an element of a dialect."""
    verdict = element_verdict(node)
    if verdict != EXECUTED:
        return verdict
    kind = local_name(node.tag)
    if node.tag.startswith(ZEEBE):
        if name in _ZEEBE[kind][0]:
            return EXECUTED
        return KEPT if value in _SAME.get(name, ()) else _lost(name)
    if kind in ("in", "out"):
        return expression_verdict(node, value) if name in _PASSED else KEPT if value in _SAME.get(name, ()) else _lost(name)
    return EXECUTED if name in ("name", "key", "scriptFormat") else KEPT


def expression_verdict(node: Any, text: str) -> Verdict:
    """An expression of another engine is executed where it is translated; the linter refuses the others."""
    return NOT_EXECUTED if is_juel(text) and to_feel(text, _counts(node)) is None else EXECUTED


def owner_of(node: Any) -> Any:
    """The BPMN element in whose extensions a node stands, or the node itself."""
    while not node.tag.startswith(BPMN) or node.tag == f"{BPMN}extensionElements":
        around = node.getparent()
        if around is None:
            break
        node = around
    return node


def _lost(name: str) -> Verdict:
    return KEPT if name in _KEPT else _CODES.get(name, LOST)


def _lost_of_others(node: Any, name: str, value: str | None = None) -> Verdict:
    """Of an element, or an attribute with a value, of an engine of which nothing is read."""
    code = lost_of_other_engine(node, name, value)
    return KEPT if code is None else Verdict("lost", code)


def _is_mapped(node: Any, name: str, owner: Any) -> bool:
    around = node.getparent()
    if around is None or name == "inputOutput":
        return around is not None and bool(around.tag == f"{BPMN}extensionElements")
    placed = local_name(around.tag) == "inputOutput" and element_verdict(around) == EXECUTED
    if name == "inputParameter" and local_name(owner.tag) not in _ENTERED:
        return False
    return placed and parameter_source(node, inner_counts(owner)) is not None


def _counts(node: Any) -> Counts:
    """What an expression at this place can count."""
    loop = next((around for around in (node, *node.iterancestors()) if local_name(str(around.tag)) in (*_REPEATED, *_ANY)), None)
    activity = loop.getparent() if loop is not None and local_name(loop.tag) in _REPEATED else None
    if activity is None:
        return inner_counts(node)
    return completion_counts(activity) if local_name(node.tag) == "completionCondition" else outer_counts(activity)
