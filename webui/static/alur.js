// What makes pages easier where JavaScript runs. Nothing depends on it.
"use strict";

// what is under way is looked at again
document.querySelectorAll("[data-reload-after]").forEach((mark) => window.setTimeout(() => window.location.reload(), Number(mark.dataset.reloadAfter) * 1000));

// show and hide the password
document.querySelectorAll(".govuk-password-input__toggle").forEach((button) => {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? button.dataset.show : button.dataset.hide;
  });
});

document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

// what people keep is copied with one press
document.querySelectorAll("[data-copy]").forEach((place) => {
  const button = place.querySelector("button");
  if (!navigator.clipboard) return;
  place.hidden = false;
  button.addEventListener("click", () => navigator.clipboard.writeText(place.dataset.copy).then(() => { button.textContent = button.dataset.copied; }));
});

// a file that is too large is said before it is sent
document.querySelectorAll("input[type=file][data-max-bytes]").forEach((field) => {
  field.addEventListener("change", () => {
    const large = Array.from(field.files).some((file) => file.size > Number(field.dataset.maxBytes));
    field.setCustomValidity(large ? field.dataset.tooLarge : "");
    if (large) {
      field.value = "";
      window.alert(field.dataset.tooLarge);
    }
  });
});

// a long list of choices can be narrowed by typing
document.querySelectorAll("[data-narrow]").forEach((field) => {
  const box = field.closest(".alur-narrowing");
  box.hidden = false;
  const items = Array.from(box.nextElementSibling.children), all = box.querySelector("[data-tick-shown]");
  const shown = () => items.filter((item) => !item.hidden).map((item) => item.querySelector("input:not(:disabled)")).filter(Boolean);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    items.forEach((item) => { item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word)); });
    if (all) {
      all.hidden = !field.value.trim() || shown().length < 2;
      all.textContent = all.dataset.tickShown.replace("{count}", shown().length);
    }
  });
  // a whole group, such as every head of a district, is ticked at once
  all?.addEventListener("click", () => {
    const inputs = shown(), on = inputs.some((input) => !input.checked);
    inputs.forEach((input) => { input.checked = on; input.dispatchEvent(new Event("change", { bubbles: true })); });
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
});

// files are sent as they are chosen, one by one, pictures shrunk before; a line that breaks is tried again
const shrunk = async (file) => {
  if (!/^image\/(?!svg|tiff)/.test(file.type) || !window.createImageBitmap) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
};
const pause = (seconds) => new Promise((done) => window.setTimeout(done, seconds * 1000));
// a file that was refused is an error of its field, in the summary like any other
const refuse = (field, text) => {
  const group = field.closest(".govuk-form-group"), words = field.dataset, told = document.createElement("p"), hidden = document.createElement("span");
  forgive(field);
  told.className = "govuk-error-message";
  told.id = `${field.id}-unggah-error`;
  hidden.className = "govuk-visually-hidden";
  hidden.textContent = words.error;
  told.append(hidden, ` ${text}`);
  field.before(told);
  group.classList.add("govuk-form-group--error");
  field.dataset.describedBefore = field.getAttribute("aria-describedby") || "";
  field.setAttribute("aria-describedby", `${field.dataset.describedBefore} ${told.id}`.trim());
  let box = document.querySelector(".govuk-error-summary");
  if (!box) {
    box = document.createElement("div");
    box.className = "govuk-error-summary";
    box.tabIndex = -1;
    box.innerHTML = '<div role="alert"><h2 class="govuk-error-summary__title"></h2><div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list"></ul></div></div>';
    box.querySelector("h2").textContent = words.wrong;
    (document.querySelector("main h1") || field.form).before(box);
  }
  const line = document.createElement("li"), link = document.createElement("a");
  link.href = `#${field.id}`;
  link.textContent = text;
  line.dataset.upload = field.id;
  line.append(link);
  box.querySelector("ul").append(line);
};
const forgive = (field) => {
  const told = document.getElementById(`${field.id}-unggah-error`);
  if (!told) return;
  told.remove();
  field.closest(".govuk-form-group").classList.remove("govuk-form-group--error");
  field.setAttribute("aria-describedby", field.dataset.describedBefore);
  const line = document.querySelector(`.govuk-error-summary li[data-upload="${field.id}"]`), box = line.closest(".govuk-error-summary");
  line.remove();
  if (!box.querySelector("li")) box.remove();
};
document.querySelectorAll("input[type=file][data-upload]").forEach((field) => {
  const form = field.form, list = form.querySelector(`[data-files="${field.name}"]`), words = field.dataset;
  let line = Promise.resolve(), count = list.children.length;
  const say = (text, ...more) => {
    const row = document.createElement("p");
    row.className = "govuk-body";
    row.setAttribute("role", "status");
    row.append(text, ...more);
    return row;
  };
  const send = async (file, row) => {
    // a scan that a registrar sends stays as it is; a citizen's photograph is shrunk
    const data = new FormData(), smaller = words.whole ? file : await shrunk(file);
    if (smaller.size > Number(words.whole || 5000000)) {
      row.remove();
      return refuse(field, words.large.replace("{name}", file.name));
    }
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("isian", field.name);
    data.append("nomor", count += 1);
    data.append("berkas", smaller);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const answer = await fetch(words.upload, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      const text = answer && await answer.text();
      if (answer && answer.ok) {
        const holder = document.createElement("div");
        holder.innerHTML = text;
        const added = holder.firstElementChild, before = field.multiple ? [] : Array.from(list.querySelectorAll("input:checked"));
        before.forEach((box) => { box.checked = false; });
        forgive(field);
        row.replaceWith(added);
        if (before.length) replaced(before[0], added);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return undefined;
      }
      if (answer && (answer.status === 422 || answer.status === 503)) {
        row.remove();
        return refuse(field, text);
      }
      if (answer && answer.status === 401) {
        await window.alurToken?.();
        data.set("csrf_token", form.elements.csrf_token.value);
      }
      await pause(attempt * 2);
    }
    const again = document.createElement("button");
    again.type = "button";
    again.className = "alur-plain";
    again.textContent = words.again;
    const failed = say(words.failed.replace("{name}", file.name), " ", again);
    again.addEventListener("click", () => queue(file, failed));
    return row.replaceWith(failed);
  };
  // a field of one file says which one goes, and takes it back
  const nameOf = (box) => box.closest(".govuk-checkboxes__item").querySelector(".alur-choices__name").textContent;
  const replaced = (old, added) => {
    const box = added.querySelector("input"), undo = document.createElement("button");
    undo.type = "button";
    undo.className = "alur-plain";
    undo.textContent = words.undo;
    const told = say(words.replaced.replace("{new}", nameOf(box)).replace("{old}", nameOf(old)), " ", undo);
    added.after(told);
    undo.addEventListener("click", () => {
      old.checked = true;
      box.checked = false;
      told.remove();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };
  if (!field.multiple) {
    list.addEventListener("change", (event) => {
      if (event.target.checked) list.querySelectorAll("input:checked").forEach((box) => { box.checked = box === event.target; });
    });
  }
  const queue = (file, before) => {
    const row = say(words.busy.replace("{name}", file.name));
    before.replaceWith(row);
    line = line.then(() => send(file, row));
  };
  field.addEventListener("change", () => {
    Array.from(field.files).forEach((file) => {
      const place = document.createElement("p");
      list.append(place);
      queue(file, place);
    });
    field.value = "";
  });
  let done = false;
  form.addEventListener("submit", (event) => {
    if (done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const box = document.querySelector(".govuk-error-summary");
    if (box?.querySelector("li[data-upload]") && !form.dataset.toldOfFiles) { // once; then it is sent without the refused file
      form.dataset.toldOfFiles = "1";
      box.scrollIntoView();
      box.focus();
      return;
    }
    // not while this event is still on its way: a form does not send itself from within
    line.then(() => window.setTimeout(() => { done = true; form.requestSubmit(event.submitter); }, 0));
  }, { capture: true });
});

// a wide drawing is opened where the case stands, or at the first change
document.querySelectorAll(".alur-diagram").forEach((frame) => {
  const here = frame.querySelector("[data-here]");
  if (here) frame.scrollLeft = here.getBoundingClientRect().left - frame.getBoundingClientRect().left - frame.clientWidth / 3;
});

// where one stands, for the two fields of a place
document.querySelectorAll("[data-geo=lat]").forEach((lat) => {
  const lon = lat.closest("form, main")?.querySelector("[data-geo=lon]"); // a preview is no form
  if (!lon || !navigator.geolocation) return;
  const button = document.createElement("button");
  const told = document.createElement("p");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = lat.dataset.here;
  told.className = "govuk-hint";
  told.setAttribute("role", "status");
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition((found) => {
    lat.value = found.coords.latitude.toFixed(6).replace(".", ",");
    lon.value = found.coords.longitude.toFixed(6).replace(".", ",");
    told.textContent = "";
    lat.dispatchEvent(new Event("input", { bubbles: true }));
  }, () => { told.textContent = lat.dataset.nowhere; }, { enableHighAccuracy: true, timeout: 15000 }));
  lat.closest(".govuk-form-group").before(button, told);
});

// a form is sent once, however often the button is pressed
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// what is wrong is read out, and the next Tab key leads to the first field of it
const wrong = document.querySelector(".govuk-error-summary");
if (wrong) {
  // a page that came as the answer to its own form is found again by the back gesture, instead of being asked to be sent once more
  if (document.querySelector("main form[method=post]:not([action])")) history.replaceState(history.state, "");
  wrong.tabIndex = -1;
  wrong.focus();
}
