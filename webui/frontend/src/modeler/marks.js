// Marks the elements that the findings name.
import { createElement } from "../shared/page.js";

const WORST = ["hint", "warning", "error"];

export function marks(modeler, problems) {
  const overlays = modeler.get("overlays"), registry = modeler.get("elementRegistry");
  overlays.remove({ type: "alur" });
  const worst = new Map();
  for (const { element, severity, here, text } of problems) {
    if (!here || !registry.get(element)) continue;
    const known = worst.get(element);
    if (!known || WORST.indexOf(severity) > WORST.indexOf(known.severity)) worst.set(element, { severity, text });
  }
  for (const [element, { severity, text }] of worst) {
    if (severity === "hint") continue;
    const html = createElement("span", { class: `alur-mark alur-mark--${severity}`, title: text }, severity === "error" ? "!" : "?");
    overlays.add(element, "alur", { position: { top: -12, right: 12 }, html });
  }
}
