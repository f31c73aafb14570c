// Extension elements of the zeebe dialect: found, set and taken away as commands, so that each can be undone.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

export const extension = (element, type) =>
  getBusinessObject(element).get("extensionElements")?.get("values").find((value) => value.$type === type);

/** `values` null takes the extension away. */
export function setExtension(injector, element, type, values) {
  const modeling = injector.get("modeling"), factory = injector.get("bpmnFactory"), object = getBusinessObject(element);
  const known = extension(element, type);
  if (known && values) return modeling.updateModdleProperties(element, known, values);
  let holder = object.get("extensionElements");
  if (!holder) {
    if (!values) return undefined;
    holder = factory.create("bpmn:ExtensionElements", { values: [] });
    holder.$parent = object;
    const made = factory.create(type, values);
    made.$parent = holder;
    holder.values = [made];
    return modeling.updateModdleProperties(element, object, { extensionElements: holder });
  }
  const others = holder.get("values").filter((value) => value !== known);
  if (!values) return modeling.updateModdleProperties(element, holder, { values: others });
  const made = factory.create(type, values);
  made.$parent = holder;
  return modeling.updateModdleProperties(element, holder, { values: [...others, made] });
}

const properties = (element) => extension(element, "zeebe:Properties");

export const property = (element, name) =>
  (properties(element)?.get("properties") || []).find((item) => item.get("name") === name)?.get("value") || "";

/** An empty value takes the property away. */
export function setProperty(injector, element, name, value) {
  const factory = injector.get("bpmnFactory");
  const others = (properties(element)?.get("properties") || []).filter((item) => item.get("name") !== name);
  const list = value ? [...others, factory.create("zeebe:Property", { name, value })] : others;
  setExtension(injector, element, "zeebe:Properties", list.length ? { properties: list } : null);
}
