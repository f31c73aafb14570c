// Lays out a diagram that has no drawing, as other programs and people with a text editor write them.
import { layoutProcess } from "bpmn-auto-layout";
import { BpmnModdle } from "bpmn-moddle";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";

/** Gives the diagram with a drawing, and whether it was made here. Throws where the diagram cannot be read. */
export async function withLayout(text) {
  if (/<(\w+:)?BPMNShape\b/.test(text)) return { text, made: false };
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement } = await moddle.fromXML(text);
  for (const process of rootElement.rootElements || []) connect(process);
  const { xml } = await moddle.toXML(rootElement);
  return { text: await layoutProcess(xml), made: true };
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
  if (step && !step.get(name).includes(flow)) step.get(name).push(flow);
}
