// Small conveniences on top of pages that work without them.
// A page of somebody who has left since does not come back, whatever the browser kept of it: it is asked for anew.
const WHOSE = "shown-to";
window.addEventListener("pageshow", (event) => {
  const mine = document.body.dataset.person || "";
  const [how] = performance.getEntriesByType("navigation");
  try {
    if ((event.persisted || how?.type === "back_forward") && localStorage.getItem(WHOSE) !== mine) {
      document.documentElement.hidden = true;
      location.reload();
    } else localStorage.setItem(WHOSE, mine);
  } catch { /* nothing can be stored here */ }
});

// On a phone the filters beside the search are folded until they are wanted, or narrow the list already.
if (window.matchMedia("(max-width: 47.99rem)").matches) {
  document.querySelectorAll("details.filters-more:not([data-stay])").forEach((more) => more.removeAttribute("open"));
}

// Tabs that scroll begin with the one the page is of.
document.querySelectorAll(".nav-scroll").forEach((tabs) => {
  const here = tabs.querySelector(".active");
  if (here) tabs.scrollLeft = here.offsetLeft - tabs.clientWidth / 3;
});

// A link that is a button listens to the space bar like one.
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

// A form is sent once, however often its button is pressed. While it is on its way its buttons look and say that they
// can't be pressed; `disabled` would take the keyboard's place away.
const PATIENCE = 10000; // after so many milliseconds the form is free again whatever became of it
const OF_DOWNLOADS = 2000; // a download leaves the page where it is, and the next format is wanted soon
const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[data-was-free]").forEach((button) => {
    button.removeAttribute("aria-disabled");
    delete button.dataset.wasFree;
  });
};
const stopSecond = (event) => {
  if (!event.target.dataset.sent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
};
document.addEventListener("submit", stopSecond, true); // before htmx hears of it
document.addEventListener("submit", (event) => {
  const form = event.target;
  form.dataset.sent = "1";
  form.querySelectorAll("button:not([type=button], :disabled, [aria-disabled])").forEach((button) => {
    button.dataset.wasFree = "1";
    button.setAttribute("aria-disabled", "true");
  });
  setTimeout(() => release(form), "downloads" in form.dataset ? OF_DOWNLOADS : PATIENCE);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-sent]");
  if (form) release(form);
});

// A page whose work is done asks for itself anew. It waits while a link or a form is on its way to another page, a button
// is being pressed or something is being sent: that would be cancelled. The part that asks again asks once more, then.
let gone = -Infinity; // when the page was last left for another
let isPressed = false;
window.addEventListener("beforeunload", () => { gone = performance.now(); });
window.addEventListener("pageshow", () => { gone = -Infinity; });
["pointerdown", "pointerup", "pointercancel"].forEach((name) =>
  document.addEventListener(name, () => { isPressed = name === "pointerdown"; }, true));
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig.verb !== "get" || xhr.getResponseHeader("HX-Refresh") !== "true") return;
  const isLeaving = performance.now() - gone < PATIENCE; // later it was a download, or was stopped
  if (isLeaving || isPressed || document.querySelector("form[data-sent]")) event.preventDefault();
});

// What the keyboard stood on may be drawn anew or go away: it then stands on what is in the same place, or nearest to
// it. Pages that know better where it should go say so before this is asked.
const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const reached = (part) => [...part.querySelectorAll(REACHED)];
let stood = [];
document.addEventListener("htmx:beforeSwap", () => {
  const here = document.activeElement;
  stood = [];
  for (let part = here?.closest("[id]"); part; part = part.parentElement?.closest("[id]")) {
    stood.push([part.id, reached(part).indexOf(here)]);
  }
});
const isLost = () => !document.activeElement || document.activeElement === document.body;
const standAgain = () => {
  for (const [id, place] of isLost() ? stood : []) {
    const part = document.getElementById(id);
    const all = part ? reached(part) : [];
    const near = [all[place], ...all.slice(0, Math.max(place, 0)).reverse(), ...all.slice(place + 1)];
    if (near.some((one) => { one?.focus(); return !isLost(); })) return;
  }
};
document.addEventListener("htmx:afterSettle", () => queueMicrotask(standAgain)); // after all who listen to this

// What was asked in place and not done says so at once, wherever on the page that was.
const notDone = (event) => {
  if (event.detail.requestConfig.verb === "get") return; // what only looks asks again by itself
  const said = document.getElementById("not-done").content.cloneNode(true);
  document.getElementById("messages")?.replaceChildren(said);
};
document.addEventListener("htmx:responseError", notDone);
document.addEventListener("htmx:sendError", notDone);

// What is there to be copied is chosen whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("input[data-select]")) event.target.select();
});

// A form that comes back with problems begins at their list; a link there goes to its field, unfolding what hides it.
const unfold = (field) => {
  for (let more = field.closest("details"); more; more = more.parentElement.closest("details")) more.open = true;
};
const listen = (root) => {
  root.querySelectorAll?.(".is-invalid").forEach(unfold);
  (root.querySelector?.("[data-problems]") || root.querySelector?.("[autofocus].is-invalid"))?.focus();
};
listen(document);
document.addEventListener("htmx:load", (event) => listen(event.detail.elt));
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-problems] a");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  unfold(field);
  field.focus();
});
