// The data that the page gives to an editor: addresses, words, options.
export const pageData = JSON.parse(document.getElementById("bahan").textContent);

export const wordOf = (key, values = {}) =>
  (pageData.words[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

export const byId = (id) => document.getElementById(id);

/** An element with attributes and content; texts stay texts. */
export function createElement(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...content.filter((part) => part !== null && part !== ""));
  return made;
}
