// The diagram editor: bpmn-js in the Camunda 8 dialect, with what this platform adds.
import Modeler from "camunda-bpmn-js/lib/camunda-cloud/Modeler";
import simulation from "bpmn-js-token-simulation";
import "camunda-bpmn-js/dist/assets/camunda-cloud-modeler.css";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";
import { choices } from "./modeler/choices.js";
import { marks } from "./modeler/marks.js";
import { outline } from "./modeler/outline.js";
import { tools } from "./modeler/tools.js";
import { variables } from "./modeler/variables.js";
import { translation } from "./words/translation.js";
import { findings } from "./shared/findings.js";
import { material, place, word } from "./shared/material.js";
import { readable } from "./shared/readable.js";
import { saving } from "./shared/saving.js";

const modeler = new Modeler({
  container: "#kanvas",
  disableAdjustOrigin: true, // a save must not move what nobody has moved
  propertiesPanel: { parent: "#sifat", getFeelPopupLinks: () => [] },
  additionalModules: [simulation, choices, variables, translation(material.language)],
});

function show(identifier) {
  const element = modeler.get("elementRegistry").get(identifier);
  modeler.get("selection").select(element);
  modeler.get("canvas").scrollToElement(element, 120);
}

function showProblems(problems) {
  const registry = modeler.get("elementRegistry");
  findings(problems, { has: (identifier) => Boolean(registry.get(identifier)), show });
  marks(modeler, problems);
}

async function begin() {
  const started = performance.now();
  modeler.get("elementTemplatesLoader").setTemplates(material.templates);
  const response = await fetch(material.file);
  const text = await response.text();
  try {
    const { warnings } = await modeler.importXML(text);
    place("tersimpan").textContent = warnings.length ? word("unread", { count: warnings.length }) : material.saved;
  } catch (error) {
    place("tersimpan").textContent = word("unopened", { reason: error.message });
    place("tersimpan").classList.add("alur-bad");
    return;
  }
  const read = async () => (await modeler.saveXML({ format: true })).xml;
  const shown = await read();
  const draft = saving({ read, shown, found: showProblems });
  modeler.get("commandStack").clear(false); // what was put straight on opening is nobody's change
  readable(modeler);
  outline(modeler, show);
  tools(modeler);
  showProblems(material.problems);
  modeler.on("commandStack.changed", draft.changed);
  document.body.dataset.ready = String(Math.round(performance.now() - started));
}

begin();
