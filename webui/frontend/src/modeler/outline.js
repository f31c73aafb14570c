// Every step as a list, in the order of reading: whoever cannot drag or see the canvas chooses here and edits in the panel.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { make, place, word } from "../shared/material.js";

const named = (element) => getBusinessObject(element).name || word(getBusinessObject(element).$type.replace("bpmn:", ""));

export function outline(modeler, show) {
  const list = place("langkah"), registry = modeler.get("elementRegistry"), selection = modeler.get("selection");

  function draw() {
    const chosen = selection.get()[0];
    const steps = registry
      .filter((element) => is(element, "bpmn:FlowNode") && !element.labelTarget && element.type !== "label")
      .sort((one, other) => one.x - other.x || one.y - other.y);
    list.replaceChildren(...steps.map((element) => {
      const current = chosen === element ? "true" : false;
      const kind = make("span", { class: "alur-meta" }, ` ${word(getBusinessObject(element).$type.replace("bpmn:", ""))}`);
      const choose = () => {
        show(element.id);
        window.setTimeout(() => document.querySelector("#sifat input, #sifat textarea, #sifat select")?.focus(), 50);
      };
      return make("li", {}, make("button", { type: "button", class: "alur-sidenav__link", "aria-current": current, onclick: choose }, named(element), kind));
    }));
  }

  let waiting = null;
  const soon = () => { window.clearTimeout(waiting); waiting = window.setTimeout(draw, 60); };
  modeler.on(["commandStack.changed", "selection.changed", "import.done"], soon);
  draw();
}
