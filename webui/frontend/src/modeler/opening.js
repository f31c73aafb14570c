// Opens a file in the modeler or the viewer, whoever has written it.
import { withLayout } from "./layout.js";
import { withNumbers } from "./numbers.js";
import { wordOf } from "../shared/page.js";

/** Shows a diagram; returns what could not be shown, and whether its drawing was made here. Throws where it cannot be opened. */
export async function openDiagram(canvas, source) {
  const { text, made } = await withLayout(withNumbers(source));
  try {
    const { warnings } = await canvas.importXML(text);
    return { warnings, made };
  } catch (error) {
    throw /no (diagram|process)/.test(error.message) ? new Error(wordOf("noProcess")) : error;
  }
}
