// A group of the panel: what the law asks of a field, and how it is shown.
import { pageData, wordOf } from "../shared/page.js";
import { choice, line } from "./entries.js";

/** A value of a field's `properties`; empty takes it away. */
const kept = (name) => ({
  id: `alur-${name}`,
  read: (field) => String(field.properties?.[name] ?? ""),
  write: (editField, field, value) => {
    const properties = { ...(field.properties || {}) };
    if (value) properties[name] = value;
    else delete properties[name];
    editField(field, ["properties"], properties);
  },
});

const identifiers = pageData.identifiers.map(({ key, name }) => ({ value: key, label: name }));
// each by the name by which a declaration asks for it
const ENTRIES = [
  choice({ ...kept("dataClass"), label: wordOf("dataclass"), options: [{ value: "", label: wordOf("dataclassnone") }, ...pageData.classes] }),
  line({ ...kept("retention"), label: wordOf("retention"), description: wordOf("retentionhint") }),
  choice({ ...kept("identifier"), label: wordOf("identifier"), options: [{ value: "", label: wordOf("identifiernone") }, ...identifiers] }),
  line({ ...kept("page"), label: wordOf("page"), description: wordOf("pagehint") }),
];

/** A property of the component itself that only one type has. */
const own = ({ property, label }) => line({
  id: `alur-${property}`,
  label,
  read: (field) => field[property] || "",
  write: (editField, field, value) => editField(field, [property], value || undefined),
});

const shown = new Map(pageData.fieldTypes.map(({ type, rules: asked, lines }) => [
  type, [...ENTRIES.filter(({ id }) => asked.includes(id.replace("alur-", ""))), ...lines.map(own)],
]));

// Settings that nothing executes here (forms/settings_of_form_js.py tells them), by the panel's own ids: they are offered only where a file
// holds one, so that it can be taken away
const UNEXECUTED = new Map(Object.entries({
  accept: "accept", "serialize-to-string": "serializeToString", searchable: "searchable", "time-format": "use24h", verticalAlignment: "verticalAlignment",
  showOutline: "showOutline", path: "path", action: "action", source: "source", alt: "alt", url: "url", content: "content", dataSource: "dataSource",
  pagination: "rowCount", rowCount: "rowCount", defaultRepetitions: "defaultRepetitions", allowAddRemove: "allowAddRemove",
  disableCollapse: "disableCollapse", nonCollapsedItems: "nonCollapsedItems", isRepeating: "isRepeating", maxHeight: "maxHeight", height: "height",
  columns: "layout", versionTag: "versionTag",
}));

function isOffered({ id }, field) {
  if (id.endsWith("-timeInterval")) return false;
  // a list whose choices stand in the form needs no other source
  if (id === "valuesSource-select") return Boolean(field.valuesKey || field.valuesExpression);
  const setting = UNEXECUTED.get(id);
  if (!setting) return true;
  if (setting === "layout") return false;
  const value = field[setting] ?? field.validate?.[setting];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function withoutUnexecuted(groups, field) {
  return groups.map((group) => (group?.entries ? { ...group, entries: group.entries.filter((entry) => isOffered(entry, field)) } : group))
    .filter((group) => group && (group.items || group.entries.length > 0));
}

class Rules {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, 400);
  }

  getGroups(field, editField) {
    return (all) => {
      const groups = field ? withoutUnexecuted(all, field) : all;
      const asked = field ? shown.get(field.type) || [] : [];
      if (!asked.length) return groups;
      const entries = asked.map((entry) => ({ ...entry, editField }));
      return [groups[0], { id: "alur", label: wordOf("platform"), entries, shouldOpen: true }, ...groups.slice(1)].filter(Boolean);
    };
  }
}
Rules.$inject = ["propertiesPanel"];

export const rules = { __init__: ["alurRules"], alurRules: ["type", Rules] };
