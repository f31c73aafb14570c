// Where the screen is narrow the diagram is read, not changed.
import Viewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { material } from "./shared/material.js";
import { readable } from "./shared/readable.js";

const viewer = new Viewer({ container: "#kanvas" });
fetch(material.file)
  .then((response) => response.text())
  .then((text) => viewer.importXML(text))
  .then(() => {
    readable(viewer);
    document.body.dataset.ready = "0";
  });
