// The first group of the properties panel: what analysts change most, chosen from what exists. It writes the same elements as the groups below it.
import { NumberFieldEntry, SelectEntry } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useEffect, useState } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { pageData, wordOf } from "../shared/page.js";
import { extension, property, setExtension, setProperty } from "./extensions.js";

// groups of the panel for what this platform does not execute
const LEFT_OUT = ["Zeebe__ExecutionListeners", "Zeebe__TaskListeners", "businessId", "jobPriorityDefinition", "additionalDataGroup"];
const DAYS = /^=\s*tambah hari kerja\(now\(\), ?(\d+)\)$/;

function Form({ element, id }) {
  const injector = useService("injector"), translate = useService("translate");
  const current = () => extension(element, "zeebe:FormDefinition")?.get("formId") || "";
  const known = pageData.forms.map(({ id, name }) => ({ value: id, label: name && name !== id ? `${name} (${id})` : id }));
  const options = () => [
    { value: "", label: wordOf("noform") },
    ...known,
    ...(current() && !known.some(({ value }) => value === current()) ? [{ value: current(), label: `${current()} ?` }] : []),
  ];
  return SelectEntry({
    element, id, label: wordOf("form"), getOptions: options, getValue: current, translate,
    setValue: (value) => setExtension(injector, element, "zeebe:FormDefinition", value ? { formId: value } : null),
  });
}

function Group({ element, id }) {
  const injector = useService("injector");
  const [found, setFound] = useState([]);
  const current = extension(element, "zeebe:AssignmentDefinition")?.get("candidateGroups") || "";
  const [text, setText] = useState(current);
  useEffect(() => setText(current), [current, element.id]);
  const keep = (value) => setExtension(injector, element, "zeebe:AssignmentDefinition", value ? { candidateGroups: value } : null);
  const search = async (typed) => {
    const response = await fetch(`${pageData.groups}?q=${encodeURIComponent(typed)}`);
    if (response.ok) setFound((await response.json()).groups);
  };
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id },
    h("label", { class: "bio-properties-panel-label", for: "alur-groups" }, wordOf("groups")),
    h("input", {
      id: "alur-groups", type: "text", class: "bio-properties-panel-input", list: "alur-groups-found", value: text, autocomplete: "off",
      onInput: ({ target }) => {
        setText(target.value);
        if (found.some(({ value }) => value === target.value)) keep(target.value);
        else if (!target.value.startsWith("=")) search(target.value);
      },
      onBlur: ({ target }) => target.value !== current && keep(target.value),
    }),
    h("datalist", { id: "alur-groups-found" }, found.map(({ value, label }) => h("option", { value }, label))),
    h("div", { class: "bio-properties-panel-description" }, wordOf("groupshint")));
}

function Days({ element, id }) {
  const injector = useService("injector"), debounce = useService("debounceInput");
  const due = () => extension(element, "zeebe:TaskSchedule")?.get("dueDate") || "";
  return NumberFieldEntry({
    element, id, debounce, label: wordOf("days"), min: 1,
    description: due() && !DAYS.test(due()) ? wordOf("dayselse", { due: due() }) : wordOf("dayshint"),
    getValue: () => (DAYS.exec(due()) || [])[1],
    setValue: (days) => setExtension(injector, element, "zeebe:TaskSchedule", days ? { dueDate: `=tambah hari kerja(now(), ${days})` } : null),
  });
}

function Stage({ element, id }) {
  const injector = useService("injector"), translate = useService("translate");
  const options = () => [{ value: "", label: wordOf("nostage") }, ...pageData.stages.map(({ key, name }) => ({ value: key, label: name }))];
  return SelectEntry({
    element, id, label: wordOf("stage"), getOptions: options, translate,
    getValue: () => property(element, "public_stage"),
    setValue: (value) => setProperty(injector, element, "public_stage", value),
  });
}

class Provider {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(100, this); // after all others
  }

  getGroups(element) {
    return (all) => {
      const groups = all.filter(({ id }) => !LEFT_OUT.includes(id));
      const object = getBusinessObject(element);
      if (!is(object, "bpmn:FlowNode") || element.type === "label") return groups;
      const templated = object.get("zeebe:modelerTemplate");
      const entries = [];
      if (is(object, "bpmn:UserTask") && !templated) {
        entries.push({ id: "alur-group", component: Group }, { id: "alur-form", component: Form }, { id: "alur-days", component: Days });
      } else if (is(object, "bpmn:StartEvent")) {
        entries.push({ id: "alur-form", component: Form });
      }
      if (pageData.stages.length) entries.push({ id: "alur-stage", component: Stage });
      if (!entries.length) return groups;
      const at = groups.findIndex(({ id }) => id === "general") + 1;
      return [...groups.slice(0, at), { id: "alur", label: wordOf("step"), entries, shouldOpen: true }, ...groups.slice(at)];
    };
  }
}
Provider.$inject = ["propertiesPanel"];

export const choices = { __init__: ["alurChoices"], alurChoices: ["type", Provider] };
