// The editors of the workshop, one bundle each: what an analyst's browser loads, and nobody else's.
import { build } from "esbuild";
import { adaptFormJs } from "./adapt-form-js.mjs";

await build({
  entryPoints: ["src/modeler.js", "src/viewer.js", "src/decisions.js", "src/forms.js"],
  outdir: "../static/built",
  bundle: true,
  minify: true,
  target: "es2021",
  format: "iife",
  loader: { ".woff2": "file", ".woff": "file", ".ttf": "file", ".eot": "file", ".svg": "dataurl" },
  assetNames: "[name]-[hash]",
  legalComments: "linked",
  logLevel: "warning",
  alias: { "@camunda/feel-builtins": "./src/shared/functions.js" },
  plugins: [adaptFormJs()],
});
