// Gives a drawing numbers that can be drawn: a label without a width freezes the editor. What is set here is taken back when it is saved.
const DI = "http://www.omg.org/spec/BPMN/20100524/DI", DC = "http://www.omg.org/spec/DD/20100524/DC", LINE = "http://www.omg.org/spec/DD/20100524/DI";
const SIZE = { x: 100, y: 100, width: 100, height: 80 }, LENGTHS = ["width", "height"], LARGEST = 100000;

/** The text of a diagram whose drawing holds finite numbers only; as it was where it did so already, or is no XML. */
export function withNumbers(text) {
  const file = new DOMParser().parseFromString(text, "text/xml");
  if (file.querySelector("parsererror")) return text;
  let changed = false;
  for (const bounds of [...file.getElementsByTagNameNS(DC, "Bounds")]) {
    const bad = Object.keys(SIZE).filter((name) => !usable(bounds.getAttribute(name)) || (LENGTHS.includes(name) && Number(bounds.getAttribute(name)) < 0));
    if (!bad.length) continue;
    changed = true;
    if (bounds.parentNode.localName === "BPMNLabel") bounds.remove();
    else for (const name of bad) bounds.setAttribute(name, SIZE[name]);
  }
  for (const point of [...file.getElementsByTagNameNS(LINE, "waypoint")]) {
    if (usable(point.getAttribute("x")) && usable(point.getAttribute("y"))) continue;
    changed = true;
    point.remove();
  }
  for (const edge of [...file.getElementsByTagNameNS(DI, "BPMNEdge")]) {
    if (edge.getElementsByTagNameNS(LINE, "waypoint").length > 1) continue;
    changed = true;
    edge.remove();
  }
  for (const shape of [...file.getElementsByTagNameNS(DI, "BPMNShape")]) {
    if ([...shape.children].some(({ localName }) => localName === "Bounds")) continue;
    changed = true;
    const bounds = file.createElementNS(DC, "dc:Bounds");
    for (const [name, value] of Object.entries(SIZE)) bounds.setAttribute(name, value);
    shape.prepend(bounds);
  }
  return changed ? new XMLSerializer().serializeToString(file) : text;
}

function usable(value) {
  return value !== null && value.trim() !== "" && Math.abs(Number(value)) <= LARGEST;
}
