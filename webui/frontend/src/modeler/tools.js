// Buttons above the canvas for actions that bpmn-js offers to the mouse only.
import { byId } from "../shared/page.js";

export function tools(modeler) {
  const canvas = modeler.get("canvas"), selection = modeler.get("selection"), stack = modeler.get("commandStack");
  const popup = modeler.get("popupMenu");
  const middle = () => {
    const box = canvas.getContainer().getBoundingClientRect();
    return { x: box.left + 60, y: box.top + 60 };
  };
  const actions = {
    tambah: () => {
      const element = selection.get()[0];
      if (element && !popup.isEmpty(element, "bpmn-append")) popup.open(element, "bpmn-append", middle(), { title: "", width: 300, search: true });
      else popup.open(canvas.getRootElement(), "bpmn-create", middle(), { title: "", width: 300, search: true });
    },
    urungkan: () => stack.canUndo() && stack.undo(),
    ulangi: () => stack.canRedo() && stack.redo(),
    hapus: () => modeler.get("modeling").removeElements(selection.get().slice()),
    perkecil: () => modeler.get("zoomScroll").stepZoom(-1),
    perbesar: () => modeler.get("zoomScroll").stepZoom(1),
    pas: () => canvas.zoom("fit-viewport", "auto"),
    simulasi: () => modeler.get("toggleMode").toggleMode(),
  };
  for (const [name, action] of Object.entries(actions)) byId(`alat-${name}`)?.addEventListener("click", action);
  const enableButtons = () => {
    byId("alat-urungkan").disabled = !stack.canUndo();
    byId("alat-ulangi").disabled = !stack.canRedo();
    byId("alat-hapus").disabled = selection.get().length === 0;
  };
  modeler.on(["commandStack.changed", "selection.changed"], enableButtons);
  enableButtons();
}
