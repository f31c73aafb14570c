// The server's findings as a list; each leads to what it speaks of.
import { make, place, word } from "./material.js";

const MARKS = { error: "!", warning: "?", hint: "i" };

/** `problems`: [{severity, text, element, here}]; `show(element)` selects one in the editor and tells whether it is there. */
export function findings(problems, { has, show }) {
  const list = place("temuan");
  const own = [...problems].sort((one, other) => Number(other.here) - Number(one.here)); // of this file first
  const rows = own.map((problem) => {
    const mark = make("span", { class: `alur-mark alur-mark--${problem.severity}`, "aria-hidden": "true" }, MARKS[problem.severity]);
    const kind = make("span", { class: "govuk-visually-hidden" }, `${word(problem.severity)}: `);
    const there = problem.here && problem.element && has(problem.element);
    const text = there
      ? make("button", { type: "button", class: "alur-plain", onclick: () => show(problem.element) }, problem.text)
      : make("span", {}, problem.text);
    return make("li", { class: "alur-finding" }, mark, kind, text);
  });
  list.replaceChildren(...rows);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  place("temuan-jumlah").textContent = errors ? word("errors", { count: errors }) : word("clean");
  place("temuan-jumlah").classList.toggle("alur-bad", errors > 0);
}
