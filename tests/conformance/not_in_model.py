"""What of a BPMN file is not in the model that is executed, each with the reason. It may only shrink.

`ELEMENT.ATTRIBUTE` stands for an attribute of one element only.
"""

_DATA = "data are variables: what flows where is not modelled a second time (docs/reference/bpmn.md)"
_DRAWN = "it is drawn, or read by people, and moves no token"
_AGAIN = "it says again what the sequence flows say"
_ROLES = "who does a task is said by an assignment; resource roles are shown as not executed"
_REFERRED = "what refers to it takes its name, code or definition from it; nothing of its own happens"
_POOLS = "processes talk by the names of messages; a message flow that names the message is read at its ends"
_SERVICE = "services are called by job types"
_OTHER = "another kind of model, not a process"
_GLOBAL = "a process that consists of one task: not executed"
_LANGUAGE = "expressions are FEEL, or JUEL that means the same, whatever the file calls them"

ELEMENTS: dict[str, str] = {
    "definitions": "the file itself",
    "unrecognized": "no element of BPMN",
    "extensionElements": "its parts are looked at one by one",
    **dict.fromkeys(("incoming", "outgoing"), _AGAIN),
    **dict.fromkeys(
        "ioSpecification inputSet outputSet dataInput dataOutput dataInputRefs dataOutputRefs inputSetRefs outputSetRefs optionalInputRefs "
        "optionalOutputRefs whileExecutingInputRefs whileExecutingOutputRefs dataInputAssociation dataOutputAssociation sourceRef targetRef "
        "transformation assignment from to property ioBinding itemDefinition dataObject dataObjectReference dataStore dataStoreReference "
        "dataState".split(),
        _DATA,
    ),
    **dict.fromkeys(
        "documentation laneSet lane childLaneSet textAnnotation text association group category categoryValue auditing monitoring "
        "rendering import extension relationship source target".split(),
        _DRAWN,
    ),
    **dict.fromkeys(
        "potentialOwner performer humanPerformer resourceRole resourceRef resource resourceParameter resourceParameterBinding "
        "resourceAssignmentExpression expression formalExpression".split(),
        _ROLES,
    ),
    **dict.fromkeys(("message", "signal", "error", "escalation", "eventDefinitionRef"), _REFERRED),
    **dict.fromkeys(
        "collaboration participant participantMultiplicity messageFlow messageFlowRef participantRef interfaceRef".split(), _POOLS
    ),
    **dict.fromkeys("interface operation operationRef inMessageRef outMessageRef errorRef".split(), _SERVICE),
    **dict.fromkeys("choreography choreographyTask subChoreography callChoreography conversation".split(), _OTHER),
    **dict.fromkeys("globalTask globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask".split(), _GLOBAL),
}

ATTRIBUTES: dict[str, str] = {
    "gatewayDirection": "how many flows a gateway has is seen at the gateway",
    "eventGatewayType": "an instantiating parallel one is refused by the linter",
    "implementation": _SERVICE,
    "operationRef": _SERVICE,
    "isClosed": _POOLS,
    "processType": _POOLS,
    "isImmediate": _DATA,
    "language": _LANGUAGE,
    "evaluatesToTypeRef": _LANGUAGE,
    "scriptTask.scriptFormat": "a script that is not FEEL is a job of a worker, or refused",
    "inputDataItem.id": _DATA,
    "inputDataItem.isCollection": _DATA,
    "inputDataItem.itemSubjectRef": _DATA,
    "outputDataItem.id": _DATA,
    "outputDataItem.isCollection": _DATA,
    "outputDataItem.itemSubjectRef": _DATA,
    "lane.partitionElementRef": _ROLES,
}

#: of the dialects
EXTENSIONS: dict[str, str] = {
    "userTaskForm": "a form that lies in the diagram: forms are files of the package",
    "modelerTemplate": "which template a modeler filled in; what it filled in is read",
    "modelerTemplateVersion": "which template a modeler filled in; what it filled in is read",
    "modelerTemplateIcon": "drawn by the modeler",
    "isStartableInTasklist": "who may start a process is said by process.toml",
    "serviceTask.type": "Camunda 7's own kinds of services; an external one is read by its topic",
    "sendTask.type": "Camunda 7's own kinds of services; an external one is read by its topic",
    "field": "a value for a Java class",
    **dict.fromkeys(
        ("map", "list", "entry", "value", "inputParameter", "outputParameter"),
        "a parameter that is no text: named in the inventory, not read",
    ),
}
