// Lists every step in reading order, for analysts who cannot drag or see the canvas: they choose here and edit in the panel.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { byId, createElement, wordOf } from "../shared/page.js";

const named = (element) => getBusinessObject(element).name || wordOf(getBusinessObject(element).$type.replace("bpmn:", ""));

export function outline(modeler, show) {
  const list = byId("langkah"), registry = modeler.get("elementRegistry"), selection = modeler.get("selection");

  function draw() {
    const chosen = selection.get()[0];
    const steps = registry
      .filter((element) => is(element, "bpmn:FlowNode") && !element.labelTarget && element.type !== "label")
      .sort((one, other) => one.x - other.x || one.y - other.y);
    list.replaceChildren(...steps.map((element) => {
      const current = chosen === element ? "true" : false;
      const kind = createElement("span", { class: "alur-meta" }, ` ${wordOf(getBusinessObject(element).$type.replace("bpmn:", ""))}`);
      const choose = () => {
        show(element.id);
        window.setTimeout(() => document.querySelector("#sifat input, #sifat textarea, #sifat select")?.focus(), 50);
      };
      return createElement("li", {}, createElement("button", { type: "button", class: "alur-sidenav__link", "aria-current": current, onclick: choose }, named(element), kind));
    }));
  }

  let waiting = null;
  const redrawSoon = () => { window.clearTimeout(waiting); waiting = window.setTimeout(draw, 60); };
  modeler.on(["commandStack.changed", "selection.changed", "import.done"], redrawSoon);
  draw();
}
