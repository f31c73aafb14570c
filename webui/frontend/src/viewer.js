// Where the screen is narrow the diagram is read, not changed.
import Viewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { pageData } from "./shared/page.js";
import { zoomToReadable } from "./shared/zoom.js";

const viewer = new Viewer({ container: "#kanvas" });
fetch(pageData.file)
  .then((response) => response.text())
  .then((text) => viewer.importXML(text))
  .then(() => {
    zoomToReadable(viewer);
    document.body.dataset.ready = "0";
  });
