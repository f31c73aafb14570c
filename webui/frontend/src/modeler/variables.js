// Gives the FEEL editor its variables: the answers of forms, and those that every case has.
import { VariableProvider } from "@bpmn-io/variable-resolver";
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { pageData, wordOf } from "../shared/page.js";
import { extension } from "./extensions.js";

class Known extends VariableProvider {
  getVariables(element) {
    const object = getBusinessObject(element);
    if (is(object, "bpmn:Process")) {
      return [
        { name: "application", type: "Context", info: wordOf("application"), entries: [{ name: "number", type: "String" }] },
        { name: "initiator", type: "Context", info: wordOf("initiator"), entries: ["person", "position", "unit"].map((name) => ({ name, type: "String" })) },
      ];
    }
    const form = extension(element, "zeebe:FormDefinition")?.get("formId");
    return Object.entries(pageData.fields[form] || {}).map(([name, info]) => ({ name, info }));
  }
}
Known.$inject = ["variableResolver"];

export const variables = { __init__: ["alurVariables"], alurVariables: ["type", Known] };
