const SMALLEST = 0.6;

/** A long procedure is shown from its start, at a size that can be read. */
export function readable(editor) {
  const canvas = editor.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() >= SMALLEST) return;
  const start = editor.get("elementRegistry").find((element) => element.type === "bpmn:StartEvent" && !element.parent.parent?.parent);
  canvas.zoom(SMALLEST);
  if (!start) return;
  const box = canvas.viewbox();
  canvas.viewbox({ ...box, x: start.x - 120, y: start.y + start.height / 2 - box.height / 2 });
}
