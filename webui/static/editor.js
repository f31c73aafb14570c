// Which editor this screen gets: one to change with where there is room, else one to read with.
"use strict";
(() => {
  const canvas = document.getElementById("kanvas"), changing = !("reading" in canvas.dataset);
  const wide = window.matchMedia("(min-width: 62em)").matches || "anyWidth" in canvas.dataset;
  const name = changing && wide ? canvas.dataset.editor : canvas.dataset.reader;
  if (!name) return;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${canvas.dataset.built}/${name}.css`;
  const script = document.createElement("script");
  script.src = `${canvas.dataset.built}/${name}.js`;
  document.head.append(style, script);
})();
