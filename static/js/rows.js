// A list by keyboard: each key does what the button of the same name does. Without JavaScript there are neither.
const list = document.querySelector("[data-list]");
const keys = list && list.querySelector("[data-keys]");
const rows = () => [...list.querySelectorAll("tbody tr")];
const ticks = () => [...list.querySelectorAll("tbody [type=checkbox]")];

if (keys) {
  let here = -1;

  const link = (row) => row.querySelector("a");
  const mark = () => rows().forEach((one, index) => one.classList.toggle("is-here", index === here));
  const go = (to) => {
    const all = rows();
    here = Math.max(0, Math.min(all.length - 1, to));
    link(all[here]).focus();
  };
  const tick = () => {
    if (here < 0) go(0);
    const box = rows()[here].querySelector("[type=checkbox]");
    if (box) box.click();
  };
  const deeds = {
    j: () => go(here + 1),
    k: () => go(here < 0 ? 0 : here - 1),
    x: tick,
    o: () => (here < 0 ? go(0) : link(rows()[here]).click()),
    "/": () => list.querySelector("input[type=search]").focus(),
    // What is done with ticked rows is done with the one the keyboard is at when none is ticked.
    m: () => {
      if (!ticks().some((one) => one.checked)) tick();
      list.querySelector("[data-press=m]").click();
    },
  };

  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (row) here = rows().indexOf(row);
    mark();
  });
  keys.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) deeds[button.dataset.key]();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox]), [contenteditable], dialog");
    const isOff = "noKeys" in document.body.dataset || event.ctrlKey || event.metaKey || event.altKey;
    if (isOff || typing || !keys.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) return;
    event.preventDefault();
    deeds[event.key]();
  });
  // A row that was drawn anew is still where the keyboard was.
  document.addEventListener("htmx:afterSettle", () => {
    mark();
    if (here >= 0 && document.activeElement === document.body) go(here);
  });
  if (window.matchMedia("(hover: hover)").matches) keys.hidden = false;
}

// What can be done with several appears once one is ticked, and says how many.
const several = list && list.querySelector("[data-several]");
if (several) {
  const said = several.querySelector("[data-picked]");
  const count = () => {
    const n = ticks().filter((one) => one.checked).length;
    const all = several.querySelector("[name=everything]:checked");
    said.textContent = n ? said.dataset.picked.replace("#", n) : said.dataset.pickedNone;
    if (all) said.textContent = all.labels[0].textContent.trim();
    several.classList.toggle("is-idle", n === 0 && !all);
    several.querySelectorAll("button, select").forEach((one) => (one.disabled = n === 0 && !all));
  };
  list.addEventListener("change", count);
  document.addEventListener("htmx:afterSettle", count);
  window.addEventListener("pageshow", count);
  count();
}
