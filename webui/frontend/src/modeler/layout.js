// Lays out a diagram that has no drawing, as other programs and people with a text editor write them.
import { layoutProcess } from "bpmn-auto-layout";
import { BpmnModdle } from "bpmn-moddle";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";

const STEP = { width: 100, height: 80 }, SMALL = { width: 36, height: 36 }, GAP = 60, IN_A_ROW = 8;

/** Gives the diagram with a drawing, and whether it was made here. Throws where the diagram cannot be read. */
export async function withLayout(text) {
  if (/<(\w+:)?BPMNShape\b/.test(text)) return { text, made: false };
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement } = await moddle.fromXML(text);
  for (const process of rootElement.rootElements || []) connect(process);
  const { xml } = await moddle.toXML(rootElement);
  try {
    return { text: await layoutProcess(xml), made: true };
  } catch {
    return { text: await inRows(moddle, rootElement), made: true }; // its flows lead nowhere: it is drawn, so that it can be mended
  }
}

/** Tells each step its flows: `incoming` and `outgoing` may be left out of a file, and the layout goes along them. */
function connect(holder) {
  for (const element of holder.flowElements || []) {
    connect(element);
    if (element.$type !== "bpmn:SequenceFlow") continue;
    add(element.sourceRef, "outgoing", element);
    add(element.targetRef, "incoming", element);
  }
}

function add(step, name, flow) {
  if (isStep(step) && !step.get(name).includes(flow)) step.get(name).push(flow);
}

function isStep(element) {
  return Boolean(element?.$instanceOf?.("bpmn:FlowNode"));
}

/** The text of a diagram with its steps in rows, in the order of the file, and straight lines between them. */
async function inRows(moddle, definitions) {
  const holder = (definitions.rootElements || []).find(({ flowElements }) => flowElements), places = new Map(), drawn = [];
  const { flowElements = [], artifacts = [] } = holder || {};
  for (const element of [...flowElements, ...artifacts].filter((item) => isStep(item) || item.$instanceOf("bpmn:TextAnnotation"))) {
    const { width, height } = /Event$|Gateway$/.test(element.$type) ? SMALL : STEP, number = places.size;
    const x = (number % IN_A_ROW) * (STEP.width + GAP) + GAP, y = Math.floor(number / IN_A_ROW) * (STEP.height + GAP) + GAP;
    places.set(element, { x: x + width / 2, y: y + height / 2 });
    const bounds = moddle.create("dc:Bounds", { x, y, width, height });
    drawn.push(moddle.create("bpmndi:BPMNShape", { id: `${element.id}_di`, bpmnElement: element, bounds }));
  }
  for (const flow of [...flowElements, ...artifacts]) {
    const ends = [places.get(flow.sourceRef), places.get(flow.targetRef)];
    if (!ends.every(Boolean)) continue;
    const waypoint = ends.map((end) => moddle.create("dc:Point", end));
    drawn.push(moddle.create("bpmndi:BPMNEdge", { id: `${flow.id}_di`, bpmnElement: flow, waypoint }));
  }
  const plane = moddle.create("bpmndi:BPMNPlane", { id: "Gambar_1_plane", bpmnElement: holder, planeElement: drawn });
  definitions.diagrams = [moddle.create("bpmndi:BPMNDiagram", { id: "Gambar_1", plane })];
  return (await moddle.toXML(definitions, { format: true })).xml;
}
