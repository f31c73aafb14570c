// What the build changes in form-js: our words around its English texts (and those that all panels share), for neither asks for a translation,
// and a row for a field that is added with the keyboard.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { formWords } from "./src/words/forms.js";

const TRANSLATE = fileURLToPath(new URL("./src/words/translate_form_text.js", import.meta.url));
// texts stand after these names of properties, `return`, some assignments and in tables of texts
const TEXT = /\b((?:label|title|placeholder|children|description|name|text|tooltip): ?|return |(?:label|description) = |\]: )(['"])((?:\\.|(?!\2)[^\\\n])+)\2/g;
// texts that are put together of pieces; and the row, as a dragged field has one (see src/forms/rows.js)
const PIECES = [
  ["function translateFallback(template, replacements) {", "function translateFallback(template, replacements) { template = translate$(template);"],
  ["title: `Create ${getIndefiniteArticle(type)} ${label} element`", "title: label"],
  ["return `Remove ${entry.label}`", "return translate$('Remove form field')"],
  ["modeling.addFormField({\n        type\n      }", "modeling.addFormField({ type, layout: { row: formEditor.get('formLayouter').nextRowId(), columns: null } }"],
  ["return `Should be at least ${min}.`", "return `${translate$('Minimum')}: ${min}`"],
  ["return `Should be at most ${max}.`", "return `${translate$('Maximum')}: ${max}`"],
];

export function adaptFormJs() {
  const seen = new Set();
  return {
    name: "adapt-form-js",
    setup(build) {
      build.onLoad({ filter: /@bpmn-io[\\/](form-js-editor|form-js-viewer|properties-panel)[\\/]dist[\\/]index\.esm?\.js$/ }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        let contents = source.replace(TEXT, (whole, before, quote, text) => {
          const plain = text.replace(/\\(.)/g, "$1");
          if (!Object.hasOwn(formWords, plain)) return whole;
          seen.add(plain);
          return `${before}translate$(${JSON.stringify(plain)})`;
        });
        for (const [before, after] of PIECES) {
          if (contents.includes(before)) seen.add(before);
          contents = contents.replaceAll(before, after);
        }
        return { contents: `import { translateFormText as translate$ } from ${JSON.stringify(TRANSLATE)};\n${contents}`, loader: "js" };
      });
      build.onEnd(() => {
        const gone = [...Object.keys(formWords), ...PIECES.map(([before]) => before)].filter((text) => !seen.has(text));
        return gone.length ? { errors: gone.map((text) => ({ text: `form-js has no "${text}" any more: mend src/words/forms.js or adapt-form-js.mjs` })) } : undefined;
      });
    },
  };
}
