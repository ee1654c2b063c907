// The supervisor's queue by keyboard: each key presses the button that names it, unless keys are turned off.
const queue = document.getElementById("verify");

document.addEventListener("keydown", (event) => {
  if ("noKeys" in document.body.dataset || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, input, [contenteditable], dialog")) return;
  const found = [...queue.querySelectorAll("[data-press]")].find((one) => one.dataset.press === event.key);
  if (!found) return;
  event.preventDefault();
  if (found.matches("textarea")) found.focus();
  else found.click();
});

// The next one begins at its top, and a screen reader hears its name; what was refused keeps the words in reach.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== queue) return;
  const refused = queue.querySelector("#problem");
  const next = queue.querySelector(refused ? "[name=note]" : "h2") || queue.querySelector(".empty-title");
  if (!next) return;
  if (!refused) window.scrollTo(0, 0);
  next.tabIndex = refused ? 0 : -1;
  next.focus({ preventScroll: !refused });
});
