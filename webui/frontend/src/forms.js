// The editor of forms: form-js' own, with the platform's fields, data class and rules; what citizens will see is drawn by the server.
import { FormEditor } from "@bpmn-io/form-js-editor";
import "@bpmn-io/form-js/dist/assets/form-js-base.css";
import "@bpmn-io/form-js/dist/assets/form-js.css";
import "@bpmn-io/form-js/dist/assets/properties-panel.css";
import "@bpmn-io/form-js/dist/assets/form-js-editor-base.css";
import "@bpmn-io/form-js/dist/assets/form-js-editor.css";
import { fields } from "./forms/fields.js";
import { bare, rows } from "./forms/rows.js";
import { rules } from "./forms/rules.js";
import { findings } from "./shared/findings.js";
import { byId, createElement, pageData, wordOf } from "./shared/page.js";
import { autosave } from "./shared/autosave.js";

const editor = new FormEditor({ container: byId("kanvas"), additionalModules: [fields, rules] });

function fieldOf(key) {
  return editor.get("formFieldRegistry").getAll().find((field) => field.key === key);
}

function showProblems(problems) {
  findings(problems, { has: (key) => Boolean(fieldOf(key)), show: (key) => editor.get("selection").set(fieldOf(key)) });
}

/** Where else the chosen field's variable is used: whoever renames it must know. */
function uses() {
  const list = byId("dipakai"), chosen = editor.get("selection").get();
  const found = (chosen && pageData.uses[chosen.key]) || [];
  byId("dipakai-nama").textContent = chosen?.key || "";
  list.replaceChildren(...found.map(({ path, name }) => createElement("li", {}, `${name} `, createElement("span", { class: "alur-meta" }, path))));
  byId("dipakai-tidak").hidden = found.length > 0;
}


// Enter adds a field; without this the same press would reach the new field, and take the selection away again
byId("kanvas").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest(".fjs-palette-field")) event.preventDefault();
}, true);

async function begin() {
  const schema = await (await fetch(pageData.file)).json();
  try {
    await editor.importSchema(rows(schema));
  } catch (error) {
    byId("tersimpan").textContent = wordOf("unopened", { reason: error.message });
    byId("tersimpan").classList.add("alur-bad");
    return;
  }
  byId("tersimpan").textContent = pageData.saved;
  const read = async () => `${JSON.stringify(bare(editor.saveSchema()), null, 2)}\n`;
  const draft = autosave({ read, shown: "", found: showProblems, restore: (text) => editor.importSchema(rows(JSON.parse(text))) });
  editor.on("changed", draft.changed);
  editor.on("selection.changed", uses);
  document.addEventListener("alur-saved", () => { const frame = byId("pratinjau"); frame.src = frame.src; });
  showProblems(pageData.problems);
  uses();
  document.body.dataset.ready = "0";
}

begin();
