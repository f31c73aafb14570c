"""What the schema of BPMN 2.0 allows (OMG, BPMN20.xsd and Semantic.xsd): elements, attributes, children; not their order.

What another rule tells better has no mark here: `!` is required, behind the `:` stands the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

#: type < base @ attributes / children; group = what may stand in its place
_TABLE = """
activity < flowNode @ isForCompensation:boolean startQuantity completionQuantity default / ioSpecification property
    dataInputAssociation dataOutputAssociation resourceRole loopCharacteristics
adHocSubProcess < subProcess @ cancelRemainingInstances:boolean ordering:Parallel|Sequential / completionCondition:expression
artifact < baseElement
assignment < baseElement / from!:expression to!:expression
association < artifact @ sourceRef! targetRef! associationDirection:None|One|Both
auditing < baseElement
baseElement @ id:id / documentation extensionElements
baseElementWithMixedContent @ id:id / documentation extensionElements
boundaryEvent < catchEvent @ cancelActivity:boolean attachedToRef
businessRuleTask < task @ implementation
callActivity < activity @ calledElement
callChoreography < choreographyActivity @ calledChoreographyRef / participantAssociation
callConversation < conversationNode @ calledCollaborationRef / participantAssociation
callableElement < rootElement @ name / supportedInterfaceRef ioSpecification ioBinding
cancelEventDefinition < eventDefinition
catchEvent < event @ parallelMultiple:boolean / dataOutput dataOutputAssociation outputSet eventDefinition eventDefinitionRef
category < rootElement @ name / categoryValue
categoryValue < baseElement @ value
choreography < collaboration / flowElement
choreographyActivity < flowNode @ initiatingParticipantRef! loopType:None|Standard|MultiInstanceSequential|MultiInstanceParallel /
    participantRef! correlationKey
choreographyTask < choreographyActivity / messageFlowRef!
collaboration < rootElement @ name isClosed:boolean / participant messageFlow artifact conversationNode conversationAssociation
    participantAssociation messageFlowAssociation correlationKey choreographyRef conversationLink
compensateEventDefinition < eventDefinition @ waitForCompletion:boolean activityRef
complexBehaviorDefinition < baseElement / condition:formalExpression event:implicitThrowEvent
complexGateway < gateway @ default / activationCondition:expression
conditionalEventDefinition < eventDefinition / condition:expression
conversation < conversationNode
conversationAssociation < baseElement @ innerConversationNodeRef! outerConversationNodeRef!
conversationLink < baseElement @ name sourceRef! targetRef!
conversationNode < baseElement @ name / participantRef messageFlowRef correlationKey
correlationKey < baseElement @ name / correlationPropertyRef
correlationProperty < rootElement @ name type / correlationPropertyRetrievalExpression!
correlationPropertyBinding < baseElement @ correlationPropertyRef! / dataPath!:formalExpression
correlationPropertyRetrievalExpression < baseElement @ messageRef! / messagePath!:formalExpression
correlationSubscription < baseElement @ correlationKeyRef! / correlationPropertyBinding
dataAssociation < baseElement / sourceRef targetRef! transformation:formalExpression assignment
dataInput < baseElement @ name itemSubjectRef isCollection:boolean / dataState
dataInputAssociation < dataAssociation
dataObject < flowElement @ itemSubjectRef isCollection:boolean / dataState
dataObjectReference < flowElement @ itemSubjectRef dataObjectRef / dataState
dataOutput < baseElement @ name itemSubjectRef isCollection:boolean / dataState
dataOutputAssociation < dataAssociation
dataState < baseElement @ name
dataStore < rootElement @ name capacity:integer isUnlimited:boolean itemSubjectRef / dataState
dataStoreReference < flowElement @ itemSubjectRef dataStoreRef / dataState
definitions @ id:id name targetNamespace expressionLanguage typeLanguage exporter exporterVersion / import extension rootElement
    BPMNDiagram relationship
documentation @ id:id textFormat
endEvent < throwEvent
endPoint < rootElement
error < rootElement @ name errorCode structureRef
errorEventDefinition < eventDefinition @ errorRef
escalation < rootElement @ name escalationCode structureRef
escalationEventDefinition < eventDefinition @ escalationRef
event < flowNode / property
eventBasedGateway < gateway @ instantiate:boolean eventGatewayType:Exclusive|Parallel
eventDefinition < rootElement
exclusiveGateway < gateway @ default
expression < baseElementWithMixedContent
extension @ definition mustUnderstand:boolean / documentation
extensionElements
flowElement < baseElement @ name / auditing monitoring categoryValueRef
flowNode < flowElement / incoming outgoing
formalExpression < expression @ language evaluatesToTypeRef
gateway < flowNode @ gatewayDirection:Unspecified|Converging|Diverging|Mixed
globalBusinessRuleTask < globalTask @ implementation
globalChoreographyTask < choreography @ initiatingParticipantRef
globalConversation < collaboration
globalManualTask < globalTask
globalScriptTask < globalTask @ scriptLanguage / script
globalTask < callableElement / resourceRole
globalUserTask < globalTask @ implementation / rendering
group < artifact @ categoryValueRef
humanPerformer < performer
implicitThrowEvent < throwEvent
import @ namespace! location! importType!
inclusiveGateway < gateway @ default
ioBinding < baseElement @ operationRef! inputDataRef! outputDataRef!
ioSpecification < baseElement / dataInput dataOutput inputSet! outputSet!
inputSet < baseElement @ name / dataInputRefs optionalInputRefs whileExecutingInputRefs outputSetRefs
interface < rootElement @ name! implementationRef / operation!
intermediateCatchEvent < catchEvent
intermediateThrowEvent < throwEvent
itemDefinition < rootElement @ structureRef isCollection:boolean itemKind:Information|Physical
lane < baseElement @ name partitionElementRef / partitionElement:baseElement flowNodeRef childLaneSet:laneSet
laneSet < baseElement @ name / lane
linkEventDefinition < eventDefinition @ name / source target
loopCharacteristics < baseElement
manualTask < task
message < rootElement @ name itemRef
messageEventDefinition < eventDefinition @ messageRef / operationRef
messageFlow < baseElement @ name sourceRef! targetRef! messageRef
messageFlowAssociation < baseElement @ innerMessageFlowRef! outerMessageFlowRef!
monitoring < baseElement
multiInstanceLoopCharacteristics < loopCharacteristics @ isSequential:boolean behavior oneBehaviorEventRef noneBehaviorEventRef /
    loopCardinality:expression loopDataInputRef loopDataOutputRef inputDataItem:dataInput outputDataItem:dataOutput
    complexBehaviorDefinition completionCondition:expression
operation < baseElement @ name! implementationRef / inMessageRef! outMessageRef errorRef
outputSet < baseElement @ name / dataOutputRefs optionalOutputRefs whileExecutingOutputRefs inputSetRefs
parallelGateway < gateway
participant < baseElement @ name processRef / interfaceRef endPointRef participantMultiplicity
participantAssociation < baseElement / innerParticipantRef! outerParticipantRef!
participantMultiplicity < baseElement @ minimum:integer maximum:integer
partnerEntity < rootElement @ name / participantRef
partnerRole < rootElement @ name / participantRef
performer < resourceRole
potentialOwner < humanPerformer
process < callableElement @ processType:None|Public|Private isClosed:boolean isExecutable:boolean definitionalCollaborationRef /
    auditing monitoring property laneSet flowElement artifact resourceRole correlationSubscription supports
property < baseElement @ name itemSubjectRef / dataState
receiveTask < task @ implementation instantiate:boolean messageRef operationRef
relationship < baseElement @ type! direction:None|Forward|Backward|Both / source! target!
rendering < baseElement
resource < rootElement @ name! / resourceParameter
resourceAssignmentExpression < baseElement / expression!
resourceParameter < baseElement @ name type isRequired:boolean
resourceParameterBinding < baseElement @ parameterRef! / expression!
resourceRole < baseElement @ name / resourceRef resourceParameterBinding resourceAssignmentExpression
rootElement < baseElement
script
scriptTask < task @ scriptFormat / script
sendTask < task @ implementation messageRef operationRef
sequenceFlow < flowElement @ sourceRef targetRef isImmediate:boolean / conditionExpression:expression
serviceTask < task @ implementation operationRef
signal < rootElement @ name structureRef
signalEventDefinition < eventDefinition @ signalRef
standardLoopCharacteristics < loopCharacteristics @ testBefore:boolean loopMaximum / loopCondition:expression
startEvent < catchEvent @ isInterrupting:boolean
subChoreography < choreographyActivity / flowElement artifact
subConversation < conversationNode / conversationNode
subProcess < activity @ triggeredByEvent:boolean / laneSet flowElement artifact
task < activity
terminateEventDefinition < eventDefinition
text
textAnnotation < artifact @ textFormat / text
throwEvent < event / dataInput dataInputAssociation inputSet eventDefinition eventDefinitionRef
timerEventDefinition < eventDefinition / timeDate:expression timeDuration:expression timeCycle:expression
transaction < subProcess @ method
userTask < task @ implementation / rendering
artifact = association group textAnnotation
choreography = globalChoreographyTask
collaboration = choreography globalConversation
conversationNode = callConversation conversation subConversation
eventDefinition = cancelEventDefinition compensateEventDefinition conditionalEventDefinition errorEventDefinition
    escalationEventDefinition linkEventDefinition messageEventDefinition signalEventDefinition terminateEventDefinition
    timerEventDefinition
expression = formalExpression
flowElement = adHocSubProcess boundaryEvent businessRuleTask callActivity callChoreography choreographyTask complexGateway
    dataObject dataObjectReference dataStoreReference endEvent event eventBasedGateway exclusiveGateway implicitThrowEvent
    inclusiveGateway intermediateCatchEvent intermediateThrowEvent manualTask parallelGateway receiveTask scriptTask sendTask
    sequenceFlow serviceTask startEvent subChoreography subProcess task transaction userTask
loopCharacteristics = multiInstanceLoopCharacteristics standardLoopCharacteristics
performer = humanPerformer potentialOwner
resourceRole = performer
rootElement = category collaboration correlationProperty dataStore endPoint error escalation eventDefinition globalBusinessRuleTask
    globalManualTask globalScriptTask globalTask globalUserTask interface itemDefinition message partnerEntity partnerRole process
    resource signal
"""


@dataclass(frozen=True)
class Shape:
    """One type: names to the type of their value ("" for texts and references); of children to the type of the element."""

    attributes: dict[str, str]
    children: dict[str, str]
    required_attributes: frozenset[str]
    required_children: frozenset[str]


@cache
def shapes() -> dict[str, Shape]:
    """Every type by its name, with what it inherits."""
    lines = _TABLE.replace("\n    ", " ").split("\n")
    groups = dict(line.split(" = ") for line in lines if " = " in line)
    declared = [line for line in lines if line and " = " not in line]
    found: dict[str, Shape] = {}
    while declared:  # a base may stand behind what extends it
        line = declared.pop(0)
        head, _, children = line.partition(" / ")
        head, _, attributes = head.partition(" @ ")
        name, _, base = head.partition(" < ")
        if base and base not in found:
            declared.append(line)
            continue
        inherited = found.get(base) or Shape({}, {}, frozenset(), frozenset())
        found[name] = Shape(
            inherited.attributes | _typed(attributes),
            inherited.children | _members(_typed(children, own=True), groups),
            inherited.required_attributes | _required(attributes),
            inherited.required_children | _required(children),
        )
    return found


def _typed(text: str, *, own: bool = False) -> dict[str, str]:
    """`own`: what names no type has the one of its own name."""
    parts = [item.partition(":") for item in text.replace("!", "").split()]
    return {name: kind or (name if own else "") for name, _, kind in parts}


def _required(text: str) -> frozenset[str]:
    return frozenset(item.partition("!")[0] for item in text.split() if "!" in item)


def _members(children: dict[str, str], groups: dict[str, str]) -> dict[str, str]:
    """With those that may stand in the place of another, and in theirs."""
    found, front = dict(children), list(children)
    while front:
        added = {name: name for name in groups.get(front.pop(), "").split() if name not in found}
        found |= added
        front += added
    return found
