// Saves a draft a moment after the last change, and says what is true of it. Text that could not be saved stays on the page and, sealed,
// in this browser; it can be taken out as a file, is saved after signing in again, and is offered when the page is opened anew.
import { byId, createElement, pageData, wordOf } from "./page.js";

const SAVE_DELAY_MS = 900, RETRY_DELAY_MS = 10000;
const drafts = window.alurDrafts;

/** `read`: async, the file's text; `shown`: the text as the editor wrote it before any change; `found`: gets the findings; `restore`: async, shows a text. */
export function autosave({ read, shown, found, restore }) {
  let timer = null, running = false, dirty = false, halted = "", sha = pageData.sha, key = null;
  const name = `${drafts.prefix}${pageData.keepName} ${pageData.save}`;

  const button = (word, action) => createElement("button", { type: "button", class: "alur-plain", onclick: action }, wordOf(word));
  const showState = (text, ...more) => {
    const line = byId("tersimpan");
    line.replaceChildren(text, ...more.flatMap((part) => [" ", part]));
    line.classList.toggle("alur-bad", more.length > 0);
  };
  const download = (text) => {
    const link = createElement("a", { href: URL.createObjectURL(new Blob([text])), download: pageData.fileName });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const takeOut = () => button("takeOut", async () => download(await read()));
  const keep = async () => { if (key && dirty) await drafts.write(name, key, { text: await read(), sha }); };

  async function send() {
    if (running) return;
    running = true;
    dirty = false;
    halted = "";
    showState(wordOf("saving"));
    const text = await read();
    const response = await fetch(pageData.save, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": pageData.token },
      body: JSON.stringify({ text, shown, sha }),
    }).catch(() => null);
    const answer = response ? await response.json().catch(() => ({})) : {};
    running = false;
    if (response?.ok) {
      sha = answer.sha;
      if (shown) shown = text; // what is on the server now, as the editor gives it
      if (!dirty) drafts.drop(name);
      showState(wordOf("saved", { time: answer.time }));
      found(answer.problems);
      document.dispatchEvent(new CustomEvent("alur-saved"));
    } else {
      dirty = true;
      await keep();
      if (response?.status === 401) {
        halted = "session";
        const signIn = createElement("a", { class: "govuk-link", href: "/masuk", target: "_blank" }, wordOf("signIn"));
        showState(wordOf(key ? "signedOut" : "signedOutOnly"), signIn, takeOut());
      } else if (response && response.status >= 400 && response.status < 500 && response.status !== 429) {
        halted = "refused"; // trying again would be refused again
        showState(answer.error || wordOf("refused"), takeOut());
      } else {
        showState(wordOf("later"), takeOut());
        timer = window.setTimeout(() => { timer = null; send(); }, RETRY_DELAY_MS);
      }
    }
    if (dirty && !halted && !timer) scheduleSave();
  }

  /** Whoever comes back from signing in again need do nothing. Another person's token is not taken. */
  async function goOn() {
    if (halted !== "session") return;
    const token = await drafts.tokenOfNow(pageData.token);
    if (!token || halted !== "session") return;
    pageData.token = token;
    send();
  }

  function scheduleSave() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { timer = null; send(); }, SAVE_DELAY_MS);
  }

  function changed() {
    if (pageData.reading) return;
    dirty = true;
    if (halted) keep();
    else scheduleSave();
  }

  async function offer() {
    key = pageData.reading ? null : await drafts.keyOf(pageData.keep);
    const kept = await drafts.read(name, key);
    if (!kept) return;
    if (kept.text === await read()) return drafts.drop(name);
    const box = createElement("div", { class: "alur-notice", role: "status" }), same = kept.sha === pageData.sha;
    const away = () => { drafts.drop(name); box.remove(); };
    box.append(createElement("p", {}, wordOf(same ? "found" : "foundOld", { when: drafts.day(kept.at) }), " ",
      same ? button("putBack", async () => { await restore(kept.text); box.remove(); changed(); }) : "", " ",
      button("takeOut", () => download(kept.text)), " ", button("drop", away)));
    byId("kanvas").before(box);
  }

  window.addEventListener("focus", goOn);
  window.addEventListener("online", () => { if (dirty && !halted) { window.clearTimeout(timer); timer = null; send(); } });
  window.addEventListener("beforeunload", (event) => { if (dirty || running) event.preventDefault(); });
  byId("simpan")?.addEventListener("click", async () => {
    window.clearTimeout(timer);
    timer = null;
    if (halted === "session") await goOn();
    else send();
  });
  offer();
  return { changed };
}
