// Where the screen is narrow the diagram is read, not changed.
import Viewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { openDiagram } from "./modeler/opening.js";
import { byId, pageData, wordOf } from "./shared/page.js";
import { readFile } from "./shared/reading.js";
import { zoomToReadable } from "./shared/zoom.js";

const viewer = new Viewer({ container: "#kanvas" });

async function begin() {
  try {
    const { made } = await openDiagram(viewer, await readFile(pageData.file));
    byId("tersimpan").textContent = wordOf(made ? "laidOutToRead" : "readOnly");
  } catch (error) {
    byId("tersimpan").textContent = wordOf("unopened", { reason: error.message });
    byId("tersimpan").classList.add("alur-bad");
    return;
  }
  zoomToReadable(viewer);
  document.body.dataset.ready = "0";
}

begin();
