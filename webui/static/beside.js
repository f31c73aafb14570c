// A form that describes a document stands beside its pages: they come as soon as the file is chosen.
"use strict";
document.querySelectorAll("[data-beside]").forEach((place) => {
  const list = document.querySelector(`[data-files="${place.dataset.beside}"]`);
  if (!list) return;
  let shown = place.dataset.shown || "";
  const look = async (again = 5) => {
    const box = list.querySelector("input:checked"), document_ = box ? box.value : "";
    if (document_ === shown) return;
    shown = document_;
    const answer = document_ && await fetch(place.dataset.pages.replace(/[0-9a-f-]{36}/, document_), { credentials: "same-origin" }).catch(() => null);
    if (shown !== document_) return; // another one was chosen meanwhile
    if (document_ && !(answer && answer.ok)) {
      shown = "";
      if (again) window.setTimeout(() => look(again - 1), 2000);
      return;
    }
    place.innerHTML = document_ ? await answer.text() : "";
    if (!document_) place.append(place.dataset.empty);
  };
  list.closest("form").addEventListener("input", () => look());
  list.addEventListener("change", () => look());
});
// who types many of them begins at once
const first = document.querySelector("[data-begin-here] input:not([type=hidden]):not([type=checkbox])");
if (first && !document.querySelector(".govuk-error-summary")) first.focus({ preventScroll: true });
