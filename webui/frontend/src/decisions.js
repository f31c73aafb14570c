// The editor of decision tables and their diagram.
import Modeler from "dmn-js/lib/Modeler";
import Viewer from "dmn-js/lib/NavigatedViewer";
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn-embedded.css";
import { formulas, partOf } from "./decisions/formulas.js";
import { withLayout } from "./decisions/layout.js";
import { asKnownVersion } from "./decisions/versions.js";
import { findings } from "./shared/findings.js";
import { byId, createElement, pageData, wordOf } from "./shared/page.js";
import { readFile } from "./shared/reading.js";
import { autosave } from "./shared/autosave.js";
import { decisionWords } from "./words/decisions.js";
import { translation } from "./words/translation.js";

const words = { additionalModules: [translation(pageData.language, decisionWords)] };
// who may only read gets what cannot be changed
const modeler = new (pageData.reading ? Viewer : Modeler)({ container: "#kanvas", drd: words, decisionTable: words, literalExpression: words, boxedExpression: words });
const viewOf = (identifier) => modeler.getViews().find(({ element }) => element.id === identifier);
const showProblems = (problems) => findings(problems, { has: (identifier) => Boolean(viewOf(identifier) || partOf(identifier)), show });

function show(identifier) {
  const view = viewOf(identifier), part = partOf(identifier);
  if (part) part.querySelector("h2").focus();
  else modeler.open(view);
}

function tabs() {
  const active = modeler.getActiveView();
  const known = modeler.getViews().map((view) => createElement("button", {
    type: "button",
    "aria-pressed": String(Boolean(active && view.element.id === active.element.id && view.type === active.type)),
    onclick: () => modeler.open(view),
  }, view.type === "drd" ? wordOf("drd") : view.element.name || view.element.id));
  byId("pandangan").replaceChildren(...known);
}

async function begin() {
  const { text, give } = asKnownVersion(await readFile(pageData.file));
  const read = async () => give((await modeler.saveXML({ format: true })).xml);
  let shown = "";
  try {
    await modeler.importXML(withLayout(text));
    shown = pageData.reading ? "" : await read(); // what cannot be written is told now, not after somebody has worked on it
  } catch (error) {
    byId("tersimpan").textContent = wordOf("unopened", { reason: error.message });
    byId("tersimpan").classList.add("alur-bad");
    return;
  }
  byId("tersimpan").textContent = pageData.saved;
  const draft = autosave({ read, shown, found: showProblems, restore: (kept) => modeler.importXML(asKnownVersion(kept).text) });
  const watchChanges = (viewer) => viewer?.on("commandStack.changed", () => { draft.changed(); formulas(modeler, draft.changed); });
  watchChanges(modeler.getActiveViewer());
  modeler.on("viewer.created", ({ viewer }) => watchChanges(viewer));
  modeler.on("views.changed", ({ activeView }) => {
    tabs();
    if (activeView?.type === "drd") modeler.getActiveViewer().get("canvas").zoom("fit-viewport", "auto");
  });
  const first = modeler.getViews().find(({ type }) => type === "decisionTable");
  if (first) await modeler.open(first);
  tabs();
  formulas(modeler, draft.changed);
  showProblems(pageData.problems);
  document.body.dataset.ready = "0";
}

begin();
