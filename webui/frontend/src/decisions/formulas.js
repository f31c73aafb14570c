// Shows decisions that are computed step by step (boxed contexts), which dmn-js has no view for: each step is a name and a formula.
import { byId, createElement, pageData, wordOf } from "../shared/page.js";

/** `changed` is told after each change. What is on the page already stays: somebody may be writing in it. */
export function formulas(modeler, changed) {
  const decisions = (modeler.getDefinitions()?.get("drgElement") || []).filter(({ $type }) => $type === "dmn:Decision");
  const parts = decisions.map((decision) => {
    const logic = decision.get("decisionLogic"), known = partOf(decision.id);
    if (logic ? logic.$type !== "dmn:Context" : pageData.reading) return null;
    const part = known && known.logic === logic ? known : logic ? section(decision, changed) : offer(decision, () => formulas(modeler, changed));
    part.logic = logic;
    part.querySelector("h2").textContent = decision.name || decision.id;
    return part;
  }).filter(Boolean);
  const shown = [...byId("rumus").children];
  if (parts.length !== shown.length || parts.some((part, number) => part !== shown[number])) byId("rumus").replaceChildren(...parts);
}

/** The part of the page that shows a decision; nothing where dmn-js shows it. */
export const partOf = (identifier) => [...byId("rumus").children].find((part) => part.dataset.decision === identifier);

/** A decision that has no logic yet: a table or one formula is chosen in the drawing, steps here. */
function offer(decision, redraw) {
  const begin = () => {
    const context = decision.$model.create("dmn:Context", { contextEntry: [] });
    context.$parent = decision;
    decision.set("decisionLogic", context);
    redraw();
    partOf(decision.id).querySelector("button").click();
  };
  return createElement("section", { class: "alur-surface", "data-decision": decision.id },
    createElement("h2", { class: "govuk-heading-s", tabindex: "-1" }, decision.name || decision.id),
    createElement("p", { class: "govuk-body" }, wordOf("nologic")),
    createElement("button", { type: "button", class: "govuk-button govuk-button--secondary", onclick: begin }, wordOf("stepwise")));
}

function section(decision, changed) {
  const steps = decision.get("decisionLogic").get("contextEntry");
  const list = createElement("ol", { class: "alur-formulas" }), title = `rumus-${decision.id}`;
  const draw = () => list.replaceChildren(...steps.map((step, number) => row(step, `${title}-${number}`, changed, () => { steps.splice(steps.indexOf(step), 1); draw(); changed(); })));
  const add = () => {
    const step = decision.$model.create("dmn:ContextEntry", { variable: decision.$model.create("dmn:InformationItem", { name: "" }), value: decision.$model.create("dmn:LiteralExpression", { text: "" }) });
    const last = steps.at(-1);
    steps.splice(last && !last.variable ? steps.length - 1 : steps.length, 0, step); // what has no name is the result, and stays last
    draw();
    list.children[steps.indexOf(step)].querySelector("input").focus();
  };
  draw();
  return createElement("section", { class: "alur-surface", "data-decision": decision.id, "aria-labelledby": title },
    createElement("h2", { class: "govuk-heading-s", id: title, tabindex: "-1" }, decision.name || decision.id),
    createElement("p", { class: "alur-meta" }, wordOf("formulas")),
    list,
    pageData.reading ? null : createElement("button", { type: "button", class: "govuk-button govuk-button--secondary", onclick: add }, wordOf("addformula")));
}

function row(step, id, changed, remove) {
  const simple = step.value?.$type === "dmn:LiteralExpression", off = pageData.reading;
  const name = createElement("input", { class: "govuk-input alur-mono", id: `${id}-nama`, value: step.variable?.name || "", disabled: off, oninput: ({ target }) => { step.variable.name = target.value.trim(); changed(); } });
  const formula = createElement("textarea", { class: "govuk-textarea alur-mono", id: `${id}-rumus`, rows: "2", spellcheck: "false", disabled: off, oninput: ({ target }) => { step.value.text = target.value; changed(); } }, step.value?.text || "");
  const field = (control, label) => createElement("div", { class: "govuk-form-group" }, createElement("label", { class: "govuk-label", for: control.id }, label), control);
  return createElement("li", { class: "alur-formulas__step" },
    step.variable ? field(name, wordOf("stepname")) : createElement("p", { class: "govuk-body" }, wordOf("result")),
    simple ? field(formula, wordOf("formula")) : createElement("p", { class: "govuk-body" }, wordOf("asfile")),
    off ? null : createElement("button", { type: "button", class: "alur-plain", onclick: remove }, wordOf("removeformula"), createElement("span", { class: "govuk-visually-hidden" }, ` ${step.variable?.name || ""}`)));
}
