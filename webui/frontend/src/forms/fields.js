// The palette: what the platform's declarations of field types offer (forms/fields), in the reader's language. The page brings them.
import { h } from "preact";
import { pageData } from "../shared/page.js";

/** A field that the palette offers ready made: an ordinary one with what the platform knows of such a number. */
const preset = ({ type, group }, { key, name, made }, variable) => ({
  config: {
    type: `alur-${key}`, name, label: name, group, keyed: true,
    create: (options = {}) => ({ ...options, label: name, type, ...made, key: variable(key) }),
  },
});

/** Types that form-js does not know: the editor shows a place for them. */
function placeholderOf({ type, name, group, made }) {
  const component = ({ field }) => h("div", { class: "fjs-form-field" }, h("span", { class: "fjs-form-field-label" }, field.label || name), h("div", { class: "fjs-form-field-description" }, name));
  component.config = { type, name, label: name, group, keyed: true, create: (options = {}) => ({ ...made, ...options }) };
  return component;
}

/** Types that form-js knows are called as the platform calls them, also where a new field has their name. */
function named(component, { name, made }) {
  const { create, ...config } = component.config;
  component.config = { ...config, name, create: (options = {}, ...others) => create({ ...made, ...options }, ...others) };
}

/** Only what is declared is offered: nothing else is rendered and checked on the server. */
function hideOthers(types) {
  const sheet = new CSSStyleSheet(), known = types.map((type) => `[data-field-type="${type}"]`).join(", ");
  sheet.replaceSync(`.fjs-palette-field:not(:is(${known})) { display: none; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

class Fields {
  constructor(formFields, injector) {
    const offered = [];
    // a variable that can be read in rules: nik, then nik_2
    const variable = (base) => {
      const taken = injector.get("formFieldRegistry").getAll().map(({ key }) => key);
      let name = base;
      for (let number = 2; taken.includes(name); number += 1) name = `${base}_${number}`;
      return name;
    };
    for (const declared of pageData.fieldTypes) {
      const known = formFields.get(declared.type);
      if (known) named(known, declared);
      else formFields.register(declared.type, placeholderOf(declared));
      for (const ready of declared.presets) formFields.register(`alur-${ready.key}`, preset(declared, ready, variable));
      offered.push(declared.type, ...declared.presets.map(({ key }) => `alur-${key}`));
    }
    hideOthers(offered);
  }
}
Fields.$inject = ["formFields", "injector"];

export const fields = { __init__: ["alurFields"], alurFields: ["type", Fields] };
