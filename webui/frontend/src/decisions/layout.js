// Draws a decision file that has no drawing: in levels, each decision above what it needs.
const MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/";
const DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/";
const DC = "http://www.omg.org/spec/DMN/20180521/DC/", DI = "http://www.omg.org/spec/DMN/20180521/DI/";
const SIZES = { decision: [180, 80], inputData: [125, 45], businessKnowledgeModel: [135, 46], knowledgeSource: [100, 63] };
const ACROSS = 220, UP = 150, EDGE = 100;
const REQUIREMENTS = ["informationRequirement", "knowledgeRequirement", "authorityRequirement"];

/** The text of a DMN 1.3 file, with a drawing if it had none; any other text as it is. */
export function withLayout(text) {
  const file = new DOMParser().parseFromString(text, "text/xml"), root = file.documentElement;
  if (root.namespaceURI !== MODEL || file.getElementsByTagNameNS(DMNDI, "DMNDI").length) return text;
  const nodes = [...root.children].filter((node) => node.namespaceURI === MODEL && node.localName in SIZES && node.id);
  const known = new Map(nodes.map((node) => [node.id, node]));
  const needs = new Map(nodes.map((node) => [node.id, requirements(node, known)]));
  const places = placeNodes(nodes, needs);
  const drawing = addNode(file, root, DMNDI, "dmndi:DMNDI"), diagram = addNode(file, drawing, DMNDI, "dmndi:DMNDiagram");
  for (const [id, { x, y, width, height }] of places) {
    const shape = addNode(file, diagram, DMNDI, "dmndi:DMNShape", { dmnElementRef: id });
    addNode(file, shape, DC, "dc:Bounds", { x, y, width, height });
  }
  for (const [id, list] of needs) {
    for (const { requirement, source } of list) {
      const from = places.get(source), to = places.get(id);
      const edge = addNode(file, diagram, DMNDI, "dmndi:DMNEdge", { dmnElementRef: requirement });
      addNode(file, edge, DI, "di:waypoint", { x: from.x + from.width / 2, y: from.y });
      addNode(file, edge, DI, "di:waypoint", { x: to.x + to.width / 2, y: to.y + to.height });
    }
  }
  return new XMLSerializer().serializeToString(file);
}

function requirements(node, known) {
  const found = [];
  for (const item of node.children) {
    if (!REQUIREMENTS.includes(item.localName) || !item.id) continue;
    const source = (item.firstElementChild?.getAttribute("href") || "").replace("#", "");
    if (known.has(source)) found.push({ requirement: item.id, source });
  }
  return found;
}

/** Id -> {x, y, width, height}. */
function placeNodes(nodes, needs) {
  const levels = new Map();
  const lowest = ({ localName }) => (localName === "decision" && nodes.some((node) => node.localName === "inputData") ? 1 : 0);
  const level = (id, way = []) => {
    if (way.includes(id)) return 0; // whoever needs itself is told so by the server
    if (!levels.has(id)) levels.set(id, Math.max(lowest(nodes.find((node) => node.id === id)), ...needs.get(id).map(({ source }) => level(source, [...way, id]) + 1)));
    return levels.get(id);
  };
  const highest = Math.max(0, ...nodes.map(({ id }) => level(id)));
  const counts = new Map(), places = new Map();
  for (const { id, localName } of nodes) {
    const row = levels.get(id), column = counts.get(row) || 0, [width, height] = SIZES[localName];
    counts.set(row, column + 1);
    places.set(id, { x: EDGE + column * ACROSS + (180 - width) / 2, y: EDGE + (highest - row) * UP, width, height });
  }
  const widest = Math.max(...counts.values());
  for (const [id, place] of places) place.x += ((widest - counts.get(levels.get(id))) * ACROSS) / 2;
  return places;
}

function addNode(file, parent, space, name, attributes = {}) {
  const node = file.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return parent.appendChild(node);
}
