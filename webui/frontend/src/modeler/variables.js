// What a form asks is known to the FEEL editor from then on, as is what every case has.
import { VariableProvider } from "@bpmn-io/variable-resolver";
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { material, word } from "../shared/material.js";
import { extension } from "./extensions.js";

class Known extends VariableProvider {
  getVariables(element) {
    const object = getBusinessObject(element);
    if (is(object, "bpmn:Process")) {
      return [
        { name: "application", type: "Context", info: word("application"), entries: [{ name: "number", type: "String" }] },
        { name: "initiator", type: "Context", info: word("initiator"), entries: ["person", "position", "unit"].map((name) => ({ name, type: "String" })) },
      ];
    }
    const form = extension(element, "zeebe:FormDefinition")?.get("formId");
    return Object.entries(material.fields[form] || {}).map(([name, info]) => ({ name, info }));
  }
}
Known.$inject = ["variableResolver"];

export const variables = { __init__: ["alurVariables"], alurVariables: ["type", Known] };
