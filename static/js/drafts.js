// What is typed into a form with `data-draft` is kept until it is sent: on this device at once, with Baton a moment
// later. A lost connection loses no text, nor does a session that ended: a form leaves only once Baton answers. Other
// people's drafts on this device go as soon as somebody else signs in, one's own when one signs out.
(() => {
  const words = document.getElementById("draft-words")?.dataset;
  if (!words) return;
  const person = document.body.dataset.person;
  const prefix = `draft:${person || "link"}:`;
  const waiting = new Map(); // address: the form whose text is kept with Baton soon
  const held = new Map(); // form: the button that sends it as soon as Baton answers
  const asking = new Set(); // forms for which Baton is being asked
  const keeping = new WeakMap(); // form: the last time its text is kept
  let isThrough = false;

  const store = {
    all() { try { return Object.keys(localStorage).filter((key) => key.startsWith("draft:")); } catch { return []; } },
    read(key) { try { const entry = JSON.parse(localStorage.getItem(prefix + key)); return entry?.values ? entry : null; } catch { return null; } },
    write(key, entry) { try { localStorage.setItem(prefix + key, JSON.stringify(entry)); } catch { /* full, or off */ } },
    drop(key) { try { localStorage.removeItem(prefix + key); } catch { /* off */ } },
  };
  const took = (name) => {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    if (found) document.cookie = `${name}=; path=/; max-age=0; samesite=lax`;
    return found && decodeURIComponent(found.slice(name.length + 1));
  };
  if (took("signed_out")) store.all().forEach((key) => localStorage.removeItem(key));
  if (person) store.all().filter((key) => !key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));

  const address = (form) => `${location.pathname}#${form.dataset.draft}`;
  const fields = (form) => [...form.elements].filter((one) => one.name && one.matches("textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])"));
  // Boxes of one name are one field: what of it is ticked.
  const ticked = (box, state) => [...document.getElementsByName(box.name)].filter((one) => one.form === box.form && one[state]).map((one) => one.value).join(",");
  const now = (one) => {
    if (one.type === "checkbox") return ticked(one, "checked");
    return one.type !== "radio" ? one.value : one.checked ? one.value : "";
  };
  const before = (one) => {
    if (one.type === "checkbox") return ticked(one, "defaultChecked");
    if (one.type === "radio") return one.defaultChecked ? one.value : "";
    if (one.matches("select")) return ([...one.options].find((option) => option.defaultSelected) || one.options[0] || {}).value ?? "";
    return one.defaultValue;
  };
  const entry = (form) => {
    const typed = fields(form).filter((one) => now(one) !== before(one) && !(one.type === "radio" && !one.checked));
    const by = (what) => Object.fromEntries(typed.map((one) => [one.name, what(one)]));
    return { values: by(now), before: by(before), page: document.title.replace(/ · Baton$/, "").slice(0, 200) };
  };
  const isEmpty = ({ values }) => !Object.keys(values).length;

  // What is said of a form: a button or a link after it does something about it.
  function say(form, text, action) {
    let place = form.querySelector("[data-draft-said]");
    if (!place && (!text || !action?.urgent)) return;
    if (!place) {
      place = form.appendChild(Object.assign(document.createElement("p"), { className: "draft-said small" }));
      place.dataset.draftSaid = "";
      place.setAttribute("role", "status");
    }
    place.classList.toggle("is-urgent", Boolean(action?.urgent));
    place.textContent = text;
    if (action?.does) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link btn-sm p-0 ms-2", textContent: action.label });
      button.addEventListener("click", action.does);
      place.append(button);
    }
    if (action?.href) place.append(" ", Object.assign(document.createElement("a"), { href: action.href, textContent: action.label }));
    makeRoom(place.closest(".save-bar"));
  }
  // A bar that stays at the bottom grows by what is said in it: what is typed into stays in view above it, and a few
  // lines of it, as a browser minds the line with the caret alone.
  function makeRoom(bar) {
    if (!bar || getComputedStyle(bar).position !== "sticky") return;
    const room = `${bar.offsetHeight + 80}px`;
    const page = document.documentElement;
    if (page.style.scrollPaddingBottom === room) return;
    page.style.scrollPaddingBottom = room;
    const here = document.activeElement;
    if (bar.parentElement.contains(here) && !bar.contains(here)) here.scrollIntoView({ block: "nearest" });
  }
  const sayBack = (form) => say(form, words.back, { label: words.drop, does: () => drop(form) });
  const sayOut = (form) => say(form, words.out, { urgent: true, label: words.in, href: `${words.login}?next=${encodeURIComponent(location.pathname + location.search)}` });

  // What keeps Baton from answering: nothing came back (no `status`), the session is over (401), or it refuses.
  const token = () => document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice("csrftoken=".length);
  const patience = () => AbortSignal.timeout?.(10000);
  async function ask(what) {
    const sent = JSON.stringify(what);
    const answer = await fetch(words.url, { method: "POST", redirect: "manual", signal: patience(), keepalive: sent.length < 30000, headers: { "Content-Type": "application/json", "X-CSRFToken": token() || "" }, body: sent });
    const status = answer.type === "opaqueredirect" ? 401 : answer.status;
    if (status >= 400) throw Object.assign(new Error(status), { status });
    return answer.json();
  }
  // Whether Baton can be reached; of somebody signed in it keeps the text by the way.
  const reach = (form) => (person ? keep(form) : fetch(words.url, { method: "HEAD", redirect: "manual", signal: patience() }).then(() => ""));

  // ... and that nothing of the form is still on its way: what arrives after the form would come back as a draft.
  async function settled(form) {
    let last;
    do {
      clearTimeout(waiting.get(address(form))?.timer);
      last = reach(form);
      await last;
    } while (person && keeping.get(form) !== last);
  }

  function drop(form) {
    const key = address(form);
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
    store.drop(key);
    form.reset();
    say(form, "");
    if (person) keep(form).catch(() => {});
  }

  // One after the other: of two on their way at once the older could be the last to arrive.
  function keep(form) {
    const last = (keeping.get(form) || Promise.resolve()).catch(() => {}).then(() => put(form));
    keeping.set(form, last);
    return last;
  }

  async function put(form) {
    const key = address(form);
    const found = entry(form);
    const answer = await ask({ address: key, ...found });
    const isSame = JSON.stringify(entry(form).values) === JSON.stringify(found.values);
    if (isEmpty(found)) store.drop(key);
    else if (isSame) store.write(key, { ...found, kept: true });
    if (isSame && waiting.get(key)?.form === form) waiting.delete(key);
    return answer.saved;
  }

  async function push(form) {
    try {
      const saved = await reach(form);
      if (held.has(form)) form.requestSubmit(held.get(form));
      else say(form, saved ? `${words.saved} ${saved}` : "");
    } catch (why) {
      if (why.status === 401) sayOut(form);
      else if (!held.has(form)) say(form, words.local);
      later(form, held.has(form) ? 5000 : 20000);
    }
  }

  function later(form, pause) {
    const key = address(form);
    clearTimeout(waiting.get(key)?.timer);
    waiting.set(key, { form, timer: setTimeout(() => push(form), pause) });
  }

  // A draft comes back into the fields it is of; where somebody saved another text meanwhile, that stands beneath.
  function fill(form, { values, before: stood = {} }) {
    let isFilled = false;
    const untouched = fields(form).filter((one) => one.name in values && now(one) === before(one));
    untouched.forEach((one) => {
      const value = values[one.name];
      if (one.type === "checkbox") one.checked = value.split(",").includes(one.value);
      else if (one.type === "radio") one.checked = one.value === value;
      else one.value = value;
      if (now(one) === before(one)) return;
      isFilled = true;
      one.closest("details")?.setAttribute("open", "");
      if (!one.matches("textarea, input[type=text]") || !before(one) || before(one) === (stood[one.name] ?? "")) return;
      one.after(Object.assign(document.createElement("div"), { className: "form-hint draft-meanwhile", textContent: `${words.meanwhile} ${before(one)}` }));
    });
    if (isFilled) sayBack(form);
  }

  async function restore(root) {
    const forms = [...root.querySelectorAll("form[data-draft]")];
    if (root.matches?.("form[data-draft]")) forms.push(root);
    if (!forms.length) return;
    let kept = null;
    if (person) {
      try { kept = (await (await fetch(`${words.url}?page=${encodeURIComponent(location.pathname)}`)).json()).drafts; } catch { /* offline: the device knows */ }
    }
    forms.forEach((form) => {
      const mine = store.read(address(form));
      const isSentElsewhere = mine?.kept && kept && !kept[address(form)];
      if (isSentElsewhere) store.drop(address(form));
      const found = mine && !mine.kept ? mine : kept ? kept[address(form)] : mine;
      if (found) fill(form, found);
    });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    held.delete(form);
    store.write(address(form), entry(form));
    if (person) later(form, 1000);
    else say(form, words.local);
  });

  // Before a form leaves the page Baton is asked: a page of the browser that says "no connection" would take the place
  // of what was typed. A refusal of the draft is no reason not to send the form itself.
  async function leave(form, button) {
    asking.add(form);
    button?.setAttribute("aria-disabled", "true");
    let why = null;
    try { await settled(form); } catch (error) { why = error; }
    asking.delete(form);
    button?.removeAttribute("aria-disabled");
    if (why?.status === 401) { sayOut(form); later(form, 20000); return; }
    if (why && !why.status) {
      if (!isEmpty(entry(form))) store.write(address(form), entry(form));
      held.set(form, button);
      say(form, words.held, { urgent: true });
      later(form, 5000);
      return;
    }
    send(form, button);
  }

  function send(form, button) {
    clearTimeout(waiting.get(address(form))?.timer);
    waiting.delete(address(form));
    held.delete(form);
    const mark = form.querySelector("input[name=_draft]") || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "_draft" }));
    mark.value = address(form);
    const old = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (old && token()) old.value = token(); // somebody who signed in anew in another tab
    isThrough = true;
    form.requestSubmit(button?.isConnected ? button : undefined);
    isThrough = false;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (isThrough || !(form.dataset.draft || "signOut" in form.dataset)) return;
    if (!form.dataset.draft && !unsent().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    if (form.dataset.draft) leave(form, event.submitter);
    else signOut(form);
  }, true);

  // Signing out takes what was typed off the device: what Baton does not have is sent there first, or asked about.
  const unsent = () => store.all().filter((key) => person && key.startsWith(prefix)).map((key) => key.slice(prefix.length)).filter((key) => store.read(key)?.kept === undefined);
  async function signOut(form) {
    asking.add(form);
    let isLost = false;
    for (const key of unsent()) {
      const found = store.read(key);
      try { if (found) await ask({ address: key, ...found }); } catch (why) {
        if (!why.status) { asking.delete(form); tell(words.offline); return; }
        isLost = true;
      }
    }
    asking.delete(form);
    if (isLost && !window.confirm(words.lost)) return;
    isThrough = true;
    form.requestSubmit();
    isThrough = false;
  }
  function tell(text) {
    const said = document.getElementById("not-done").content.cloneNode(true);
    said.querySelector(".message-said").textContent = text;
    document.getElementById("messages")?.replaceChildren(said);
  }

  function sweepSent() {
    const sent = took("draft_sent");
    if (sent) store.drop(sent);
  }

  window.addEventListener("online", () => waiting.forEach(({ form }) => later(form, 0)));
  window.addEventListener("pagehide", () => waiting.forEach(({ form }) => { if (person) ask({ address: address(form), ...entry(form) }).catch(() => {}); }));
  document.addEventListener("htmx:afterRequest", sweepSent);
  document.addEventListener("htmx:load", (event) => restore(event.target));
  sweepSent();
  if (!window.htmx) restore(document);
})();
