// Inherited customers by keyboard: each key does what the button beside it does, unless keys are turned off.
const keysAreOn = () => !("noKeys" in document.body.dataset);
const typing = (event) => event.target.closest("textarea, select, input:not([type=checkbox]), [contenteditable], dialog");
const rows = () => [...document.querySelectorAll("[data-rows] > li")];
let here = -1;

const go = (to) => {
  const all = rows();
  if (!all.length) return;
  here = Math.max(0, Math.min(all.length - 1, to));
  all[here].querySelector("[data-open]").focus();
};
const press = (selector) => {
  const found = (rows()[here] || document).querySelector(selector);
  if (found) found.click();
};
const inList = {
  j: () => go(here + 1),
  k: () => go(here - 1),
  x: () => press("[type=checkbox]"),
  a: () => press("[data-accept]"),
};
const onPage = {
  j: () => press("[rel=next]"),
  k: () => press("[rel=prev]"),
  a: () => press("[data-accept]"),
};
const deeds = () => (document.querySelector("[data-rows]") ? inList : onPage);

document.addEventListener("keydown", (event) => {
  const deed = deeds()[event.key];
  if (!deed || !keysAreOn() || typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  deed();
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-rows] > li");
  if (!row) return;
  here = rows().indexOf(row);
  rows().forEach((one) => one.classList.toggle("is-here", one === row));
});
// Accepted without leaving the list: on to the next one.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches && event.target.matches("[data-rows] > li")) go(rows().indexOf(event.target) + 1);
});

const keys = document.querySelector("[data-keys]");
if (keys) {
  keys.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) deeds()[button.dataset.key]();
  });
  if (window.matchMedia("(hover: hover)").matches) keys.hidden = false;
}

// A letter that is sent otherwise: its text goes to the clipboard as it is noted.
document.querySelectorAll("[data-copies]").forEach((button) => {
  button.addEventListener("click", () => {
    const text = document.getElementById(button.dataset.copies);
    if (text && navigator.clipboard) navigator.clipboard.writeText(text.value);
  });
});
