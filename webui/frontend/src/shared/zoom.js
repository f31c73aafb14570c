// Zooms a diagram so that its labels can be read.
const SMALLEST = 0.6, EDGE = 30;

/** The whole diagram beside the palette; a long procedure from its start, at a size that can be read. */
export function zoomToReadable(editor) {
  const canvas = editor.get("canvas"), { inner, outer } = canvas.viewbox();
  const palette = document.querySelector(".djs-palette");
  const left = palette ? palette.offsetLeft + palette.offsetWidth + EDGE : EDGE;
  const fitting = Math.min((outer.width - left - EDGE) / inner.width, (outer.height - 2 * EDGE) / inner.height, 1);
  const scale = Math.max(fitting, SMALLEST), size = { width: outer.width / scale, height: outer.height / scale };
  const start = editor.get("elementRegistry").find((element) => element.type === "bpmn:StartEvent" && !element.parent.parent?.parent);
  const from = fitting < SMALLEST && start ? { x: start.x, middle: start.y + start.height / 2 } : { x: inner.x, middle: inner.y + inner.height / 2 };
  canvas.viewbox({ ...size, x: from.x - left / scale, y: from.middle - size.height / 2 });
}
