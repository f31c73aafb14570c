// The words of bpmn-js in the reader's language; what is not listed stays English.
import { indonesian } from "./indonesian.js";

export function translation(language) {
  const translate = (template, values = {}) => {
    const text = language === "id" ? indonesian[template] || template : template;
    return text.replace(/{([^}]+)}/g, (whole, name) => (name in values ? values[name] : whole));
  };
  return { translate: ["value", translate] };
}
