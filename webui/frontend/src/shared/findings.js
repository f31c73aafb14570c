// Lists the findings of the server; each leads to its element.
import { byId, createElement, wordOf } from "./page.js";

const MARKS = { error: "!", warning: "?", hint: "i" };

/** `problems`: [{severity, text, element, here}]; `show(element)` selects one in the editor and tells whether it is there. */
export function findings(problems, { has, show }) {
  const list = byId("temuan");
  const own = [...problems].sort((one, other) => Number(other.here) - Number(one.here)); // of this file first
  const rows = own.map((problem) => {
    const mark = createElement("span", { class: `alur-mark alur-mark--${problem.severity}`, "aria-hidden": "true" }, MARKS[problem.severity]);
    const kind = createElement("span", { class: "govuk-visually-hidden" }, `${wordOf(problem.severity)}: `);
    const there = problem.here && problem.element && has(problem.element);
    const text = there
      ? createElement("button", { type: "button", class: "alur-plain", onclick: () => show(problem.element) }, problem.text)
      : createElement("span", {}, problem.text);
    return createElement("li", { class: "alur-finding" }, mark, kind, text);
  });
  list.replaceChildren(...rows);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  byId("temuan-jumlah").textContent = errors ? wordOf("errors", { count: errors }) : wordOf("clean");
  byId("temuan-jumlah").classList.toggle("alur-bad", errors > 0);
}
