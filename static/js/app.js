// Small conveniences on top of pages that work without them.
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

// A form is sent once, however often its button is pressed; while it is on its way its buttons are disabled.
const PATIENCE = 10000; // a download leaves the page where it is: after so many milliseconds the form is free again
const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[data-was-free]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.wasFree;
  });
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // Later: a disabled button would not say its name and value.
  setTimeout(() => {
    form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((button) => {
      button.dataset.wasFree = "1";
      button.disabled = true;
    });
    setTimeout(() => release(form), PATIENCE);
  });
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-sent]");
  if (form) release(form);
});

// What is there to be copied is chosen whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("input[data-select]")) event.target.select();
});

// A form that comes back with problems begins at their list; a link there goes to its field, unfolding what hides it.
const listen = (root) => root.querySelector?.("[data-problems]")?.focus();
listen(document);
document.addEventListener("htmx:load", (event) => listen(event.detail.elt));
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-problems] a");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  for (let more = field.closest("details"); more; more = more.parentElement.closest("details")) more.open = true;
  field.focus();
});
