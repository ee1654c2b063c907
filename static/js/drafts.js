// What is typed into a form with `data-draft` is kept until it is sent: on this device at once, with Baton a moment
// later. A lost connection loses no text. Other people's drafts on this device go as soon as somebody else signs in.
(() => {
  const words = document.getElementById("draft-words")?.dataset;
  if (!words) return;
  const person = document.body.dataset.person;
  const prefix = `draft:${person || "link"}:`;
  const waiting = new Map();

  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(prefix + key)); } catch { return null; } },
    write(key, values) { try { localStorage.setItem(prefix + key, JSON.stringify(values)); } catch { /* full, or off */ } },
    drop(key) { try { localStorage.removeItem(prefix + key); } catch { /* off */ } },
    others() { try { return Object.keys(localStorage).filter((key) => key.startsWith("draft:") && !key.startsWith(prefix)); } catch { return []; } },
  };
  if (person) store.others().forEach((key) => localStorage.removeItem(key));

  const address = (form) => `${location.pathname}#${form.dataset.draft}`;
  const fields = (form) => [...form.elements].filter((one) => one.name && one.matches("textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])"));
  const now = (one) => (one.type === "checkbox" || one.type === "radio" ? (one.checked ? one.value : "") : one.value);
  const before = (one) => {
    if (one.type === "checkbox" || one.type === "radio") return one.defaultChecked ? one.value : "";
    if (one.matches("select")) return ([...one.options].find((option) => option.defaultSelected) || one.options[0] || {}).value ?? "";
    return one.defaultValue;
  };
  const typed = (form) => Object.fromEntries(fields(form).filter((one) => now(one) !== before(one) && !(one.type === "radio" && !one.checked)).map((one) => [one.name, now(one)]));

  function say(form, text, undo) {
    const place = form.querySelector("[data-draft-said]");
    if (!place) return;
    place.textContent = text;
    if (!undo) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link btn-sm p-0 ms-2", textContent: words.drop });
    button.addEventListener("click", () => { form.reset(); forget(form); say(form, ""); });
    place.append(button);
  }

  async function send(key, values) {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    const answer = await fetch(words.url, { method: "POST", keepalive: JSON.stringify(values).length < 30000, headers: { "Content-Type": "application/json", "X-CSRFToken": token || "" }, body: JSON.stringify({ address: key, values }) });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function forget(form) {
    const key = address(form);
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
    store.drop(key);
    if (person) send(key, {}).catch(() => {});
  }

  async function push(form) {
    const key = address(form);
    const values = typed(form);
    if (!Object.keys(values).length) { forget(form); say(form, ""); return; }
    try {
      const kept = await send(key, values);
      if (waiting.get(key)?.form === form) waiting.delete(key);
      say(form, `${words.saved} ${kept.saved}`);
    } catch {
      say(form, words.local);
      later(form, 20000);
    }
  }

  function later(form, pause) {
    const key = address(form);
    clearTimeout(waiting.get(key)?.timer);
    waiting.set(key, { form, timer: setTimeout(() => push(form), pause) });
  }

  function fill(form, values) {
    let filled = false;
    fields(form).forEach((one) => {
      if (!(one.name in values) || now(one) !== before(one)) return;
      const value = values[one.name];
      if (one.type === "checkbox") one.checked = value !== "";
      else if (one.type === "radio") one.checked = one.value === value;
      else one.value = value;
      if (now(one) === before(one)) return;
      filled = true;
      one.closest("details")?.setAttribute("open", "");
    });
    if (filled) say(form, words.back, true);
  }

  async function restore(root) {
    const forms = [...root.querySelectorAll("form[data-draft]")];
    if (root.matches?.("form[data-draft]")) forms.push(root);
    if (!forms.length) return;
    let kept = {};
    if (person) {
      try { kept = (await (await fetch(`${words.url}?page=${encodeURIComponent(location.pathname)}`)).json()).drafts; } catch { /* offline: the device knows */ }
    }
    forms.forEach((form) => {
      const values = store.read(address(form)) || kept[address(form)]?.values;
      if (values) fill(form, values);
    });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    store.write(address(form), typed(form));
    if (person) later(form, 1000);
    else say(form, words.local);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.draft) return;
    clearTimeout(waiting.get(address(form))?.timer);
    waiting.delete(address(form));
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      store.write(address(form), typed(form));
      say(form, words.local);
      if (person) later(form, 20000);
      return;
    }
    const mark = form.querySelector("input[name=_draft]") || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "_draft" }));
    mark.value = address(form);
  }, true);

  function sweepSent() {
    const sent = document.cookie.split("; ").find((one) => one.startsWith("draft_sent="));
    if (!sent) return;
    store.drop(decodeURIComponent(sent.slice("draft_sent=".length)));
    document.cookie = "draft_sent=; path=/; max-age=0; samesite=lax";
  }

  window.addEventListener("online", () => waiting.forEach(({ form }) => later(form, 0)));
  window.addEventListener("pagehide", () => waiting.forEach(({ form }) => { if (person) send(address(form), typed(form)).catch(() => {}); }));
  document.addEventListener("htmx:afterRequest", sweepSent);
  document.addEventListener("htmx:load", (event) => restore(event.target));
  sweepSent();
  if (!window.htmx) restore(document);
})();
