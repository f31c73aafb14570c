// Saves a draft a moment after the last change, and shows the result. Text that could not be saved stays on the page and is sent again.
import { byId, pageData, wordOf } from "./page.js";

const SAVE_DELAY_MS = 900, RETRY_DELAY_MS = 10000;

/** `read`: async, the file's text; `shown`: the text as the editor wrote it before any change; `found`: a function that gets the findings. */
export function autosave({ read, shown, found }) {
  let timer = null, running = false, dirty = false, lost = false, sha = pageData.sha;

  const showState = (text, bad) => {
    const line = byId("tersimpan");
    line.textContent = text;
    line.classList.toggle("alur-bad", Boolean(bad));
  };

  async function send() {
    if (running) return;
    running = true;
    dirty = false;
    showState(wordOf("saving"));
    try {
      const text = await read();
      const response = await fetch(pageData.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": pageData.token },
        body: JSON.stringify({ text, shown, sha }),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) {
        sha = answer.sha;
        if (shown) shown = text; // what is on the server now, as the editor gives it
        showState(wordOf("saved", { time: answer.time }));
        found(answer.problems);
        document.dispatchEvent(new CustomEvent("alur-saved"));
      } else if (response.status === 409 || response.status === 422 || response.status === 413) {
        lost = true; // trying again would be refused again
        dirty = true;
        showState(answer.error || wordOf("refused"), true);
      } else {
        throw new Error(String(response.status));
      }
    } catch {
      dirty = true;
      showState(wordOf("later"), true);
      timer = window.setTimeout(send, RETRY_DELAY_MS);
    } finally {
      running = false;
      if (dirty && !lost && !timer) scheduleSave();
    }
  }

  function scheduleSave() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { timer = null; send(); }, SAVE_DELAY_MS);
  }

  function changed() {
    if (pageData.reading) return;
    dirty = true;
    if (!lost) scheduleSave();
  }

  window.addEventListener("beforeunload", (event) => {
    if (dirty || running) event.preventDefault();
  });
  byId("simpan")?.addEventListener("click", () => { window.clearTimeout(timer); timer = null; lost = false; send(); });
  return { changed };
}
