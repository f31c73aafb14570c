// Which editor this screen gets: one to change with where there is room, else one to read with.
"use strict";
(() => {
  const canvas = document.getElementById("kanvas");
  const name = window.matchMedia("(min-width: 62em)").matches ? canvas.dataset.editor : canvas.dataset.reader;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${canvas.dataset.built}/${name}.css`;
  const script = document.createElement("script");
  script.src = `${canvas.dataset.built}/${name}.js`;
  document.head.append(style, script);
})();
