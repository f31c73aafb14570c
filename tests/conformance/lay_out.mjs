// Lays out diagrams as the modeler in the browser does: reads paths from its input, writes JSON lines {path, xml, made}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const frontend = fileURLToPath(new URL("../../webui/frontend/", import.meta.url));
const { build } = createRequire(`${frontend}package.json`)("esbuild");
const bundle = process.argv[2];
await build({ entryPoints: [`${frontend}src/modeler/layout.js`], bundle: true, format: "esm", platform: "node", outfile: bundle, logLevel: "error" });
const { withLayout } = await import(pathToFileURL(bundle));

for (const path of readFileSync(0, "utf8").trim().split("\n")) {
  const { text, made } = await withLayout(readFileSync(path, "utf8"));
  console.log(JSON.stringify({ path, xml: text, made }));
}
