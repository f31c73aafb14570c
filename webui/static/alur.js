// What makes pages easier where JavaScript runs. Nothing depends on it.
"use strict";

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
  const items = Array.from(box.nextElementSibling.children);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    items.forEach((item) => { item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word)); });
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
});

// a form is sent once, however often the button is pressed
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });
});

// what is typed is kept by itself (files are sent with the form only)
document.querySelectorAll("form[data-draft]").forEach((form) => {
  let timer = 0;
  const save = () => {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((field) => {
      const kept = data.getAll(field.name).filter((value) => typeof value === "string");
      data.delete(field.name);
      kept.forEach((value) => data.append(field.name, value));
    });
    fetch(form.dataset.draft, { method: "POST", body: data, credentials: "same-origin", keepalive: true }).catch(() => {});
  };
  form.addEventListener("input", (event) => {
    if (!event.target.name) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (!form.dataset.sent) save(); }, 1500);
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
