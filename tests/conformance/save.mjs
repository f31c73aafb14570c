// Opens and writes files as the modeler in the browser does: reads paths from its input, writes JSON lines {path, xml} or {path, error}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(new URL("../../webui/frontend/package.json", import.meta.url));
const { BpmnModdle } = await import(require.resolve("bpmn-moddle"));
const zeebe = require("zeebe-bpmn-moddle/resources/zeebe.json");

for (const path of readFileSync(0, "utf8").trim().split("\n")) {
  try {
    const moddle = new BpmnModdle({ zeebe });
    const { rootElement } = await moddle.fromXML(readFileSync(path, "utf8"));
    const { xml } = await moddle.toXML(rootElement, { format: true });
    console.log(JSON.stringify({ path, xml }));
  } catch (error) {
    console.log(JSON.stringify({ path, error: error.message }));
  }
}
