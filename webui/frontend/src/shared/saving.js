// A draft saves itself a moment after the last change, and says so; what could not be saved stays on the page and is tried again.
import { material, place, word } from "./material.js";

const AFTER = 900, AGAIN = 10000;

/** `read`: async, the file's text; `shown`: the text as the editor gives it before anything was changed; `found`: is told the findings. */
export function saving({ read, shown, found }) {
  let timer = null, running = false, dirty = false, lost = false, sha = material.sha;

  const say = (text, bad) => {
    const line = place("tersimpan");
    line.textContent = text;
    line.classList.toggle("alur-bad", Boolean(bad));
  };

  async function send() {
    if (running) return;
    running = true;
    dirty = false;
    say(word("saving"));
    try {
      const text = await read();
      const response = await fetch(material.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": material.token },
        body: JSON.stringify({ text, shown, sha }),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) {
        sha = answer.sha;
        if (shown) shown = text; // what is on the server now, as the editor gives it
        say(word("saved", { time: answer.time }));
        found(answer.problems);
        document.dispatchEvent(new CustomEvent("alur-saved"));
      } else if (response.status === 409 || response.status === 422 || response.status === 413) {
        lost = true; // trying again would be refused again
        dirty = true;
        say(answer.error || word("refused"), true);
      } else {
        throw new Error(String(response.status));
      }
    } catch {
      dirty = true;
      say(word("later"), true);
      timer = window.setTimeout(send, AGAIN);
    } finally {
      running = false;
      if (dirty && !lost && !timer) plan();
    }
  }

  function plan() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { timer = null; send(); }, AFTER);
  }

  function changed() {
    if (material.reading) return;
    dirty = true;
    if (!lost) plan();
  }

  window.addEventListener("beforeunload", (event) => {
    if (dirty || running) event.preventDefault();
  });
  place("simpan")?.addEventListener("click", () => { window.clearTimeout(timer); timer = null; lost = false; send(); });
  return { changed };
}
