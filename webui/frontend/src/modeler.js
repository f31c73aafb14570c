// The diagram editor: bpmn-js in the Camunda 8 dialect, with what this platform adds.
import Modeler from "camunda-bpmn-js/lib/camunda-cloud/Modeler";
import simulation from "bpmn-js-token-simulation";
import "camunda-bpmn-js/dist/assets/camunda-cloud-modeler.css";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";
import { choices } from "./modeler/choices.js";
import { marks } from "./modeler/marks.js";
import { openDiagram } from "./modeler/opening.js";
import { outline } from "./modeler/outline.js";
import { tools } from "./modeler/tools.js";
import { variables } from "./modeler/variables.js";
import { translation } from "./words/translation.js";
import { findings } from "./shared/findings.js";
import { readFile } from "./shared/reading.js";
import { byId, pageData, wordOf } from "./shared/page.js";
import { zoomToReadable } from "./shared/zoom.js";
import { autosave } from "./shared/autosave.js";

const modeler = new Modeler({
  container: "#kanvas",
  disableAdjustOrigin: true, // a save must not move what nobody has moved
  propertiesPanel: { parent: "#sifat", getFeelPopupLinks: () => [] },
  additionalModules: [simulation, choices, variables, translation(pageData.language)],
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
  modeler.get("elementTemplatesLoader").setTemplates(pageData.templates);
  const source = await readFile(pageData.file), read = async () => (await modeler.saveXML({ format: true })).xml;
  let shown = "";
  try {
    const { warnings, made } = await openDiagram(modeler, source);
    shown = await read(); // what cannot be written is told now, not after somebody has worked on it
    byId("tersimpan").textContent = warnings.length ? wordOf("unread", { count: warnings.length }) : made ? wordOf("laidOut") : pageData.saved;
  } catch (error) {
    byId("tersimpan").textContent = wordOf("unopened", { reason: error.message });
    byId("tersimpan").classList.add("alur-bad");
    return;
  }
  const draft = autosave({ read, shown, found: showProblems, restore: (text) => openDiagram(modeler, text) });
  modeler.get("commandStack").clear(false); // what was put straight on opening is nobody's change
  zoomToReadable(modeler);
  outline(modeler, show);
  tools(modeler);
  showProblems(pageData.problems);
  modeler.on("commandStack.changed", draft.changed);
  document.body.dataset.ready = String(Math.round(performance.now() - started));
}

begin();
