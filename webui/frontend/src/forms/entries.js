// Entries of the panel. They are drawn with the library that form-js itself uses: those of the diagram's panel bring another one.
import { h } from "preact";
import { useEffect, useRef } from "preact/hooks";

const entry = (id, control, label, description) =>
  h("div", { class: "bio-properties-panel-entry", "data-entry-id": id },
    h("label", { class: "bio-properties-panel-label", for: id }, label),
    control,
    description && h("div", { class: "bio-properties-panel-description" }, description));

/** `read(field)`, `write(editField, field, value)`; `options`: [{value, label}]. */
export const choice = ({ id, label, options, read, write }) => ({
  id,
  component: ({ element, editField }) => {
    const chosen = read(element);
    const known = options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, label: `${chosen} ?` }];
    const all = known.map(({ value, label: shown }) => h("option", { value, selected: value === chosen }, shown));
    const onInput = ({ target }) => write(editField, element, target.value);
    return entry(id, h("select", { id, class: "bio-properties-panel-input", value: chosen, onInput }, all), label);
  },
});

/** What is typed is kept when the line is left, and also when another field is chosen without leaving it: the canvas takes no focus away. */
function Line({ element, editField, id, label, description, read, write }) {
  const typed = useRef(null);
  const keep = () => {
    const { field, value } = typed.current || {};
    typed.current = null;
    if (field && value !== read(field)) write(editField, field, value);
  };
  useEffect(() => keep, [element.id]);
  const onInput = ({ target }) => { typed.current = { field: element, value: target.value.trim() }; };
  const value = typed.current?.field === element ? undefined : read(element); // the panel is drawn anew after each change: leave what is being typed
  return entry(id, h("input", { id, class: "bio-properties-panel-input", type: "text", value, autocomplete: "off", onInput, onBlur: keep }), label, description);
}

export const line = (given) => ({ id: given.id, component: (props) => h(Line, { ...given, ...props }) });
