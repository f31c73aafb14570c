// Opens files of other versions of DMN than 1.3, the one that the editor knows, and gives them back in the version that they had.
const MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/", DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/";
const DECLARED = /xmlns(?::[\w.-]+)?\s*=\s*["'](https?:\/\/www\.omg\.org\/spec\/DMN\/[\w./-]+)["']/g;

/** The text as DMN 1.3, and how a text of the editor is given back. */
export function asKnownVersion(text) {
  const root = /<(?:([\w.-]+):)?definitions\b[^>]*>/.exec(text);
  const spaces = [...new Set([...text.matchAll(DECLARED)].map(([, space]) => space))];
  const own = root && new RegExp(`xmlns${root[1] ? `:${root[1]}` : ""}\\s*=\\s*["']([^"']+)["']`).exec(root[0])?.[1];
  const pairs = spaces
    .map((space) => [space, space === own ? MODEL : /\/DMNDI\/?$/.test(space) ? DMNDI : space])
    .filter(([space, known]) => space !== known);
  const exchange = (source, from, to) => pairs.reduce((now, pair) => now.replaceAll(`"${pair[from]}"`, `"${pair[to]}"`).replaceAll(`'${pair[from]}'`, `'${pair[to]}'`), source);
  return { text: exchange(text, 0, 1), give: (changed) => exchange(changed, 1, 0) };
}
