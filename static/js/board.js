// The board by keyboard: each key does what the button of the same name does. Without JavaScript there are neither.
const board = document.getElementById("board");
const keys = board && board.querySelector(".board-keys");

if (keys) {
  const rows = [...board.querySelectorAll("tbody tr")];
  let here = -1;

  const link = (row) => row.querySelector(".board-who a");
  const go = (to) => {
    here = Math.max(0, Math.min(rows.length - 1, to));
    link(rows[here]).focus();
  };
  const deeds = {
    j: () => go(here + 1),
    k: () => go(here < 0 ? 0 : here - 1),
    x: () => {
      if (here < 0) go(0);
      const tick = rows[here].querySelector("[type=checkbox]");
      if (tick) tick.click();
    },
    o: () => (here < 0 ? go(0) : link(rows[here]).click()),
    "/": () => board.querySelector("input[type=search]").focus(),
  };

  board.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    if (row) here = rows.indexOf(row);
    rows.forEach((one) => one.classList.toggle("is-here", one === rows[here]));
  });
  keys.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) deeds[button.dataset.key]();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox]), [contenteditable]");
    const deed = deeds[event.key];
    if (!deed || typing || keys.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    deed();
  });
  if (window.matchMedia("(hover: hover)").matches) keys.hidden = false;
}

// What can be done with several appears once one is ticked, and says how many.
const several = document.getElementById("several");
if (several) {
  const said = several.querySelector("[data-picked]");
  const count = () => {
    const n = board.querySelectorAll("tbody [type=checkbox]:checked").length;
    said.textContent = n ? said.dataset.picked.replace("#", n) : said.dataset.pickedNone;
    several.classList.toggle("is-idle", n === 0);
    several.querySelectorAll("button, select").forEach((one) => (one.disabled = n === 0));
  };
  board.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
}
