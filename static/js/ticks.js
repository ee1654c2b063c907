// Boxes in groups: a group is ticked as a whole, says how many of it are chosen, and long lists are searched by name.
// Without JavaScript a group's box is sent as it is, and stands for all of it.
document.querySelectorAll("[data-tick-groups]").forEach((all) => {
  const groups = [...all.querySelectorAll("[data-tick-group]")].map((part) => ({
    part,
    whole: part.querySelector("[data-tick-all]"),
    more: part.querySelector("details"),
    said: part.querySelector("[data-tick-said]"),
    boxes: [...part.querySelectorAll("details [type=checkbox]")],
  }));
  const count = () => groups.forEach(({ whole, said, boxes }) => {
    const n = boxes.filter((one) => one.checked).length;
    whole.checked = n === boxes.length;
    whole.indeterminate = n > 0 && n < boxes.length;
    said.textContent = said.dataset.tickSaid.replace("#", n);
  });
  all.addEventListener("input", (event) => { // before what is typed is kept as a draft
    const group = groups.find(({ whole }) => whole === event.target);
    group?.boxes.forEach((one) => (one.checked = group.whole.checked));
    count();
  });
  all.addEventListener("toggle", count, true); // a draft that comes back unfolds what it fills
  window.addEventListener("pageshow", count);
  count();

  const find = all.querySelector("[data-tick-find]");
  if (!find) return;
  find.hidden = false;
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    groups.forEach(({ part, more, boxes }) => {
      const fitting = boxes.filter((one) => {
        const row = one.closest("label");
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        return !row.hidden;
      });
      part.hidden = !fitting.length;
      more.open = Boolean(wanted && fitting.length);
    });
  });
  find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
});
