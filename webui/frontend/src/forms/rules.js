// A group of the panel: what the law asks of a field, and how it is shown.
import { SelectEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { get } from "min-dash";
import { material, word } from "../shared/material.js";

/** An entry of a field's `properties`; empty takes it away. */
function writer(field, editField, name) {
  return (value) => {
    const properties = { ...(field.properties || {}) };
    if (value) properties[name] = value;
    else delete properties[name];
    return editField(field, ["properties"], properties);
  };
}

const select = (name, label, options) => (field, editField) => ({
  id: `alur-${name}`,
  component: () => SelectEntry({
    element: field, id: `alur-${name}`, label, getOptions: () => options,
    getValue: () => get(field, ["properties", name], ""), setValue: writer(field, editField, name),
  }),
});

const text = (name, label, description) => (field, editField) => ({
  id: `alur-${name}`,
  component: () => TextFieldEntry({
    element: field, id: `alur-${name}`, label, description, debounce: (run) => run,
    getValue: () => get(field, ["properties", name], ""), setValue: writer(field, editField, name),
  }),
});

const ENTRIES = [
  select("dataClass", word("dataclass"), [{ value: "", label: word("dataclassnone") }, ...material.classes]),
  text("retention", word("retention"), word("retentionhint")),
  select("identifier", word("identifier"), [{ value: "", label: word("identifiernone") }, ...material.identifiers.map(({ key, name }) => ({ value: key, label: name }))]),
  text("page", word("page"), word("pagehint")),
];

class Rules {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, 400);
  }

  getGroups(field, editField) {
    return (groups) => {
      if (!field || field.type === "default" || field.type === "text") return groups;
      const entries = ENTRIES.map((entry) => entry(field, editField));
      if (field.type === "alur-positions") entries.push(decision(field, editField));
      return [groups[0], { id: "alur", label: word("platform"), entries, shouldOpen: true }, ...groups.slice(1)].filter(Boolean);
    };
  }
}
Rules.$inject = ["propertiesPanel"];

/** The table that says which positions are permitted. */
function decision(field, editField) {
  return {
    id: "alur-decision",
    component: () => TextFieldEntry({
      element: field, id: "alur-decision", label: word("decision"), debounce: (run) => run,
      getValue: () => get(field, ["decision"], ""), setValue: (value) => editField(field, ["decision"], value),
    }),
  };
}

export const rules = { __init__: ["alurRules"], alurRules: ["type", Rules] };
