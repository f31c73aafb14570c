// The platform's own fields in the palette. Most are an ordinary field with what the platform knows of such a number.
import { h } from "preact";
import { material, word } from "../shared/material.js";

const preset = (name, type, made, variable) => ({
  config: {
    type, name, label: name, group: "basic-input", keyed: true,
    create: (options = {}) => ({ ...options, label: name, ...made, key: variable() }),
  },
});

/** Fields whose choices the platform gives: the editor shows a place for them. */
function placed(type, name) {
  const component = ({ field }) => h("div", { class: "fjs-form-field" }, h("span", { class: "fjs-form-field-label" }, field.label || name), h("div", { class: "fjs-form-field-description" }, name));
  component.config = { type, name, label: name, group: "selection", keyed: true, create: (options = {}) => ({ label: name, ...options }) };
  return component;
}

class Fields {
  constructor(formFields, injector) {
    // a variable that can be read in rules: nik, then nik_2
    const variable = (base) => () => {
      const taken = injector.get("formFieldRegistry").getAll().map(({ key }) => key);
      let name = base;
      for (let number = 2; taken.includes(name); number += 1) name = `${base}_${number}`;
      return name;
    };
    for (const { key, name, personal } of material.identifiers) {
      const properties = { identifier: key, dataClass: personal };
      formFields.register(`alur-${key}`, preset(name, `alur-${key}`, { type: "textfield", properties }, variable(key)));
    }
    formFields.register("alur-rupiah", preset(word("rupiah"), "alur-rupiah", { type: "number", decimalDigits: 0, validate: { min: 0 } }, variable("rupiah")));
    formFields.register("alur-luas", preset(word("area"), "alur-luas", { type: "number", decimalDigits: 2, validate: { min: 0 }, appearance: { suffixAdorner: "m²" } }, variable("luas")));
    formFields.register("alur-positions", placed("alur-positions", word("positions")));
    formFields.register("alur-returns", placed("alur-returns", word("returns")));
  }
}
Fields.$inject = ["formFields", "injector"];

export const fields = { __init__: ["alurFields"], alurFields: ["type", Fields] };
