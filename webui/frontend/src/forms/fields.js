// The platform's own fields in the palette. Most are an ordinary field with what the platform knows of such a number.
import { material, word } from "../shared/material.js";

const preset = (name, type, made) => ({
  config: {
    type, name, label: name, group: "basic-input", keyed: true,
    create: (options = {}) => ({ ...options, label: name, ...made }),
  },
});

/** Fields whose choices the platform gives: the editor shows a place for them. */
function placed(type, name) {
  const component = () => document.createTextNode(name);
  component.config = { type, name, label: name, group: "selection", keyed: true, create: (options = {}) => ({ label: name, ...options }) };
  return component;
}

class Fields {
  constructor(formFields) {
    for (const { key, name, personal } of material.identifiers) {
      const properties = { identifier: key, dataClass: personal };
      formFields.register(`alur-${key}`, preset(name, `alur-${key}`, { type: "textfield", properties }));
    }
    formFields.register("alur-rupiah", preset(word("rupiah"), "alur-rupiah", { type: "number", decimalDigits: 0, validate: { min: 0 } }));
    formFields.register("alur-luas", preset(word("area"), "alur-luas", { type: "number", decimalDigits: 2, validate: { min: 0 }, appearance: { suffixAdorner: "m²" } }));
    formFields.register("alur-positions", placed("alur-positions", word("positions")));
    formFields.register("alur-returns", placed("alur-returns", word("returns")));
  }
}
Fields.$inject = ["formFields"];

export const fields = { __init__: ["alurFields"], alurFields: ["type", Fields] };
