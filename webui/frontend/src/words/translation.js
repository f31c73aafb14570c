// The words of bpmn-js and dmn-js in the reader's language; what is not listed stays English.
import { indonesian } from "./indonesian.js";

/** `more`: what only one editor says. */
export function translation(language, more = {}) {
  const known = { ...indonesian, ...more };
  const translate = (template, values = {}) => {
    const text = language === "id" ? known[template] || template : template;
    return text.replace(/{([^}]+)}/g, (whole, name) => (name in values ? values[name] : whole));
  };
  return { translate: ["value", translate] };
}
