// What is typed is not lost: it is saved on the server as it is typed, and what is not saved yet stands sealed in this browser.
// The page's key opens it: only pages that were made for its writer have it. Nothing says "saved" before the server has.
"use strict";
(() => {
  const STORE = "alur-isian ", SENT = "alur-terkirim", DELAY = 1500, AGAIN = 15000, OLD = 7 * 24 * 3600 * 1000;
  const notKept = ["csrf_token", "kunci", "frasa", "versi", "isian"];
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const time = (at) => new Date(at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  const day = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const owner = (token) => token.split("~")[1] || "";
  const stored = (name, value) => {
    try {
      if (value === undefined) return window.localStorage.getItem(name);
      if (value === null) window.localStorage.removeItem(name);
      else window.localStorage.setItem(name, value);
      return true;
    } catch { return null; } // a browser that keeps nothing, or is full
  };
  // sealed with a key that only pages for the same person have; without a secure connection there is no such key, and nothing is kept
  const keyOf = async (text) => (window.crypto?.subtle ? crypto.subtle.importKey("raw", bytes(text), "AES-GCM", false, ["encrypt", "decrypt"]) : null);
  const write = async (name, key, content) => {
    if (!key) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12)), plain = new TextEncoder().encode(JSON.stringify({ at: Date.now(), ...content }));
    return stored(name, `${Date.now()} ${text64(iv)} ${text64(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain))}`) === true;
  };
  const read = async (name, key) => {
    const text = key && stored(name);
    if (!text) return null;
    try {
      const [iv, sealed] = text.split(" ").slice(1).map(bytes);
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)));
    } catch { stored(name, null); return null; }
  };
  const drop = (name) => stored(name, null);
  const names = () => { try { return Object.keys(window.localStorage).filter((name) => name.startsWith(STORE)); } catch { return []; } };

  // the token of now, for forms whose page was open while their person signed in again; never another person's
  const tokenOfNow = async (before) => {
    const answer = await fetch("/sesi", { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    const token = answer && answer.ok ? (await answer.json()).token : "";
    return token && owner(token) === owner(before) ? token : null;
  };
  window.alurToken = async () => {
    const fields = Array.from(document.querySelectorAll("input[name=csrf_token]"));
    const token = fields.length ? await tokenOfNow(fields[0].value) : null;
    if (token) fields.forEach((field) => { field.value = token; });
    return Boolean(token);
  };
  window.alurDrafts = { prefix: STORE, keyOf, write, read, drop, tokenOfNow, day };

  // signing out leaves nothing in the browser
  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", () => names().forEach((name) => stored(name, null))));
  names().forEach((name) => { if (Number.parseInt(stored(name), 10) < Date.now() - OLD) stored(name, null); });

  const valuesOf = (form) => Array.from(new FormData(form)).filter(([name, value]) => typeof value === "string" && !notKept.includes(name));
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const putBack = (form, values) => {
    const left = values.slice();
    const take = (name) => { const at = left.findIndex((pair) => pair[0] === name); return at < 0 ? null : left.splice(at, 1)[0][1]; };
    Array.from(form.elements).forEach((control) => {
      if (!control.name || notKept.includes(control.name) || ["file", "submit", "hidden", "password"].includes(control.type)) return;
      const own = values.filter((pair) => pair[0] === control.name).map((pair) => pair[1]);
      if (control.type === "checkbox" || control.type === "radio") control.checked = own.includes(control.value);
      else if (control.options) Array.from(control.options).forEach((option) => { option.selected = own.includes(option.value); });
      else control.value = take(control.name) ?? "";
    });
  };

  const sent = (() => { try { const name = sessionStorage.getItem(SENT); sessionStorage.removeItem(SENT); return name; } catch { return null; } })();
  const failed = document.querySelector("[data-failed-page]");
  let mine = false; // whether this page holds the form that was sent last

  document.querySelectorAll("form[data-keep]").forEach(async (form) => {
    const line = form.querySelector("[data-draft-state]"), words = line?.dataset || {};
    const url = form.dataset.draft, name = `${STORE}${form.dataset.keepName} ${location.pathname}${form.dataset.keepPart || ""}`;
    if (sent === name) mine = true;
    const key = await keyOf(form.dataset.keep);
    let timer = 0, again = 0, running = false, dirty = false, halted = false, here = false, atLoad = valuesOf(form);

    const say = (kind, values = {}, ...more) => {
      if (!line || !words[kind]) return;
      line.replaceChildren(fill(words[kind], values), ...more);
      line.classList.toggle("alur-bad", !["saved", "saving"].includes(kind));
    };
    const button = (label, action) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "alur-plain";
      made.textContent = label;
      made.addEventListener("click", action);
      return made;
    };
    const keepHere = async () => { here = await write(name, key, { values: valuesOf(form) }); };
    const copy = () => button(words.copyText, () => navigator.clipboard?.writeText(valuesOf(form).filter((pair) => pair[1]).map((pair) => pair.join(": ")).join("\n")));
    const failedWith = (kind, ...more) => { say(here ? kind : `${kind}Only`, {}, " ", ...more); };

    const save = async (mustWin) => {
      if (running || !url) return;
      running = true;
      dirty = false;
      window.clearTimeout(again);
      say("saving");
      const data = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach((field) => {
        const left = data.getAll(field.name).filter((value) => typeof value === "string");
        data.delete(field.name);
        left.forEach((value) => data.append(field.name, value));
      });
      if (mustWin) data.set("versi", mustWin);
      const answer = await fetch(url, { method: "POST", body: data, credentials: "same-origin", redirect: "manual", headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      const told = answer ? await answer.json().catch(() => ({})) : {};
      running = false;
      halted = false;
      if (answer && answer.ok) {
        if (form.elements.versi && told.version !== undefined) form.elements.versi.value = told.version;
        if (!dirty) stored(name, null);
        say("saved", { time: time(Date.now()) });
        if (dirty) plan();
        return;
      }
      dirty = true;
      if (answer && answer.status === 409 && told.reason === "elsewhere") {
        halted = true;
        say("elsewhere", {}, " ", button(words.useThis, () => save(told.version)), " ", button(words.useOther, () => location.reload()));
      } else if (answer && answer.status === 401) {
        if (!mustWin && await window.alurToken()) { plan(); return; }
        halted = true;
        const link = document.createElement("a");
        link.href = form.dataset.signIn || "/masuk";
        link.target = "_blank";
        link.className = "govuk-link";
        link.textContent = words.signIn;
        failedWith(told.reason === "signed_out" ? "signedOut" : "stale", ...(told.reason === "signed_out" ? [link, " "] : []), copy());
      } else if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
        halted = true; // trying again would be refused again
        failedWith("refused", copy());
      } else {
        failedWith("later", copy());
        again = window.setTimeout(save, AGAIN);
      }
    };
    const plan = () => { window.clearTimeout(timer); timer = window.setTimeout(() => { if (!form.dataset.sent) save(); }, DELAY); };

    form.addEventListener("input", (event) => {
      if (!event.target.name) return;
      keepHere();
      dirty = true;
      if (url && !halted) plan();
    });
    // whoever comes back to a page that waits, from signing in or with the line up again, need do nothing
    const goOn = async () => { if (halted && line && words.signedOut && document.visibilityState === "visible" && await window.alurToken()) { halted = false; save(); } };
    window.addEventListener("focus", goOn);
    window.addEventListener("online", () => { if (dirty && url && !halted) save(); });
    form.addEventListener("submit", async () => {
      window.clearTimeout(timer);
      window.clearTimeout(again);
      try { sessionStorage.setItem(SENT, name); } catch { /* then it is offered once too often */ }
    });

    const found = await read(name, key);
    if (!found) return;
    if (same(found.values, atLoad)) { // after an error the form has it, and the page before it, to which somebody may go back, has not
      if (url && !document.querySelector(".govuk-error-summary")) stored(name, null);
      return;
    }
    const box = document.createElement("div"), text = document.createElement("p");
    box.className = "alur-notice";
    box.setAttribute("role", "status");
    text.append(fill(words.found, { when: day(found.at) }), " ",
      button(words.putBack, () => { putBack(form, found.values); box.remove(); keepHere(); dirty = true; if (url) plan(); }), " ",
      button(words.drop, () => { stored(name, null); box.remove(); }));
    box.append(text);
    form.before(box);
  });
  // the form before this page was taken: this is the page after it
  if (sent && !mine && !failed) stored(sent, null);
})();
