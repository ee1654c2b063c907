// Small conveniences on top of pages that work without them.
// On a phone the filters beside the search are folded until they are wanted, or narrow the list already.
if (window.matchMedia("(max-width: 47.99rem)").matches) {
  document.querySelectorAll("details.filters-more:not([data-stay])").forEach((more) => more.removeAttribute("open"));
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-sent]");
  if (form) delete form.dataset.sent;
});
