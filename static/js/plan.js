// The plan: Move to… by keyboard, a row dragged onto a successor, Ctrl+Z. All of it presses buttons that are there anyway.
const lines = document.getElementById("plan-lines");
const moveTo = document.getElementById("move-to");
const targets = () => [...document.querySelectorAll("#move-to-list button")];

// Pressed again while the last one is on its way, it is done after that.
const asked = [];
const turn = (which) => {
  const button = document.querySelector(which);
  if (button && button.form.dataset.sent) asked.push(which);
  else if (button) button.click();
};
document.addEventListener("htmx:afterSettle", () => asked.length && turn(asked.shift()));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("textarea, input:not([type=checkbox]), [contenteditable], dialog")) return;
  event.preventDefault();
  turn(event.shiftKey ? "[data-redo]" : "[data-undo]");
});

if (moveTo) {
  const boxes = () => [...lines.querySelectorAll("tbody [type=checkbox]")];
  const told = () => lines.dispatchEvent(new Event("change"));
  // What was said about the last edit makes room for the next.
  lines.addEventListener("change", () => {
    if (boxes().some((one) => one.checked)) document.getElementById("plan-said").textContent = "";
  });
  const summary = moveTo.querySelector("summary");
  let drag = null;

  moveTo.addEventListener("toggle", () => {
    if (moveTo.open && !drag) targets()[0]?.focus();
  });
  moveTo.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape" && moveTo.open) {
      moveTo.open = false;
      summary.focus();
    } else if (step && event.target.closest("#move-to-list")) {
      const all = targets();
      event.preventDefault();
      all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#move-to, [data-key=m]")) moveTo.open = false;
  });
  // What was done with the ticked ones is done.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || !event.target.closest("#bulk")) return;
    moveTo.open = false;
    [...boxes(), ...document.querySelectorAll("#bulk [name=everything]")].forEach((box) => (box.checked = false));
    told();
  });

  // A row is dragged by its handle; the ticked ones come along when it is one of them.
  const over = (event) => {
    const found = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-successor]");
    return found ? found.dataset.successor : "";
  };
  const light = (successor) =>
    document.querySelectorAll("[data-successor]").forEach((one) => one.classList.toggle("is-over", one.dataset.successor === successor));
  const begin = () => {
    const box = drag.row.querySelector("[type=checkbox]");
    if (!box.checked) {
      boxes().forEach((one) => (one.checked = one === box));
      drag.alone = box;
      told();
    }
    const n = boxes().filter((one) => one.checked).length;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "plan-ghost";
    drag.ghost.textContent = n > 1 ? document.querySelector("#bulk [data-picked]").textContent : drag.row.querySelector("a").textContent;
    document.body.append(drag.ghost);
    document.body.classList.add("is-dragging");
    moveTo.open = true;
  };
  const end = (successor) => {
    const { ghost, alone } = drag;
    if (ghost) {
      ghost.remove();
      document.body.classList.remove("is-dragging");
      light("");
      const target = successor && targets().find((one) => one.value === successor);
      if (target) target.click();
      else {
        moveTo.open = false;
        if (alone) alone.checked = false;
        told();
      }
    }
    setTimeout(() => (drag = null));
  };
  lines.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-drag]");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    drag = { row: handle.closest("tr"), x: event.clientX, y: event.clientY };
  });
  lines.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    if (!drag.ghost) begin();
    drag.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 8}px)`;
    light(over(event));
    if (event.clientY < 40) window.scrollBy(0, -16);
    if (event.clientY > window.innerHeight - 40) window.scrollBy(0, 16);
  });
  lines.addEventListener("pointerup", (event) => drag && end(over(event)));
  lines.addEventListener("pointercancel", () => drag && end(""));
  document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end(""));
  lines.dataset.drags = "";
}
