// The search palette: opened by Ctrl K, ⌘ K, / or its button; arrows go through what was found. On the board / is the
// board's own, and who does not want single keys has none.
const palette = document.getElementById("palette");

if (palette) {
  const input = palette.querySelector("input");
  const open = () => {
    if (!palette.open) palette.showModal();
    input.select();
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const isFree = !("noKeys" in document.body.dataset) && !document.querySelector("#board input[type=search]");
    const asked = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing && isFree);
    if (!asked) return;
    event.preventDefault();
    open();
  });
  document.querySelectorAll("[data-palette]").forEach((opener) => {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  });
  palette.querySelector("[data-close]").addEventListener("click", () => palette.close());
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
  palette.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...palette.querySelectorAll("a.found-hit")];
    const at = stops.indexOf(document.activeElement);
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    stops[(next + stops.length) % stops.length].focus();
  });
}
