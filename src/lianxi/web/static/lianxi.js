// Behavior that pages add when scripts run. Every form works without this file: it only saves effort and typed words.
// Nothing here evaluates text or writes markup, so it runs under a strict content security policy.
(() => {
  "use strict";
  const root = document.documentElement;
  const body = document.body;
  const words = document.getElementById("words")?.dataset ?? {};
  const DRAFT = "lianxi.draft:";
  const SENT = "lianxi.sent";
  const KEEP_MS = 30 * 24 * 3600 * 1000;
  root.classList.add("js");

  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const typing = (el) => el instanceof Element && el.closest("input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]");
  // What a server may change without changing the words: line ends, and spaces at both ends.
  const plain = (read) => JSON.stringify(read, (_, value) => (typeof value === "string" ? value.replaceAll("\r\n", "\n").trim() : value));
  const clock = (ms = Date.now()) => new Date(ms).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

  // Storage may be full or forbidden: then the person is warned before leaving instead.
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)); } catch { return []; } },
  };

  // Who signs out in one window signs out in all: what stands in another is kept there no more.
  let signedOut = false;
  const windows = "BroadcastChannel" in window ? new BroadcastChannel("lianxi.signout") : null;
  windows?.addEventListener("message", () => { signedOut = true; });

  function notice(strong, text, kind = "warning", buttons = []) {
    const box = document.createElement("div");
    box.className = `notice notice-${kind}`;
    const head = document.createElement("strong");
    head.textContent = strong;
    const rest = document.createElement("div");
    rest.append(text);
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = label;
      button.addEventListener("click", () => { act(); box.remove(); });
      rest.append(document.createElement("br"), button);
    }
    box.append(head, rest);
    const home = document.getElementById("notices");
    // The same sentence twice says nothing new.
    if (home && !all(".notice", home).some((old) => old.textContent === box.textContent)) home.append(box);
    return box;
  }

  // ---- drafts and autosave: <form data-autosave="URL" data-autosave-key="minutes-12"> -----------------------------
  const skip = (el) => !el.name || el.disabled || el.name === "csrfmiddlewaretoken" || ["password", "file", "hidden", "submit", "button"].includes(el.type) || el.hasAttribute("data-private");
  const values = (form) => {
    const read = {};
    for (const el of form.elements) {
      if (skip(el)) continue;
      if (el.type === "checkbox" || el.type === "radio") (read[el.name] ??= []).push(el.checked ? el.value : null);
      else if (el.multiple) read[el.name] = [...el.selectedOptions].map((option) => option.value);
      else read[el.name] = el.value;
    }
    return read;
  };
  const fill = (form, read) => {
    const seen = {};
    for (const el of form.elements) {
      if (skip(el) || !(el.name in read)) continue;
      if (el.type === "checkbox" || el.type === "radio") {
        seen[el.name] = seen[el.name] ?? -1;
        el.checked = read[el.name][++seen[el.name]] !== null;
      } else if (el.multiple) for (const option of el.options) option.selected = read[el.name].includes(option.value);
      else el.value = read[el.name];
    }
  };

  // Which draft went off with the last submit. The sign-in page clears this, so that the draft is offered again after it.
  const sent = (() => { try { const key = sessionStorage.getItem(SENT); sessionStorage.removeItem(SENT); return key; } catch { return null; } })();
  const arrived = Boolean(sent && body.dataset.actor && body.dataset.page !== "error" && !document.querySelector("[data-invalid],.notice-error"));
  const succeeded = Boolean(document.querySelector(".notice-success"));

  class Draft {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.autosave;
      this.key = `${DRAFT}${body.dataset.actor ?? ""}:${form.dataset.autosaveKey || location.pathname + "#" + (form.id || "form")}`;
      this.local = form.dataset.autosaveLocal !== "off";
      this.base = this.last = JSON.stringify(values(form));
      this.kept = true;
      this.stopped = this.undecided = false;
      this.timer = 0;
      this.sending = null;
      this.sign = form.querySelector("[data-saved]") ?? this.addSign();
      form.addEventListener("input", () => this.typed());
      form.addEventListener("change", () => this.typed());
      this.recall();
      // A form handed back with errors holds words that are stored nowhere else.
      if (form.querySelector("[data-invalid]") || document.querySelector("main [data-invalid]")) { this.last = ""; this.keep(); }
    }
    addSign() {
      const sign = document.createElement("p");
      sign.className = "saved";
      sign.setAttribute("role", "status");
      this.form.append(sign);
      return sign;
    }
    say(state, text) { this.sign.dataset.state = state; this.sign.textContent = text; }
    get dirty() { return JSON.stringify(values(this.form)) !== this.last; }
    keep() {
      // Older words wait for a choice and must not be written over; leaving the page asks instead.
      if (this.undecided || signedOut) { this.kept = false; return; }
      this.kept = this.local && store.set(this.key, { at: Date.now(), base: this.base, text: values(this.form) });
    }
    typed() {
      if (!this.dirty) return;
      this.keep();
      if (!this.stopped) this.say("unsaved", words.unsaved);
      clearTimeout(this.timer);
      if (this.url && !this.stopped) this.timer = setTimeout(() => this.send(), 1500);
    }
    recall() {
      const draft = this.local ? store.get(this.key) : null;
      if (!draft) return;
      // A form that makes new records is as empty after success as before, so the server's word that it was done counts too.
      const landed = arrived && sent === this.key && (draft.base !== this.base || succeeded);
      if (landed || plain(draft.text) === plain(values(this.form)) || Date.now() - draft.at > KEEP_MS) { store.drop(this.key); return; }
      const use = () => { this.undecided = false; fill(this.form, draft.text); this.typed(); };
      const drop = () => { this.undecided = false; store.drop(this.key); fill(this.form, JSON.parse(this.base)); this.kept = true; this.typed(); };
      const strong = `${words.unsaved} ${clock(draft.at)}`;
      // Unchanged since on the server, or the server gave the words back with an error: nothing can be overwritten.
      if (draft.base === this.base) { use(); notice(strong, words.restored, "info", [[words.drop, drop]]); }
      else { this.undecided = true; notice(strong, words.found, "warning", [[words.use, use], [words.drop, drop]]); }
    }
    send(leaving = false) {
      clearTimeout(this.timer);
      if (!this.url || this.stopped || !this.dirty) return Promise.resolve();
      if (this.sending && !leaving) return this.sending.then(() => this.send());
      const snapshot = JSON.stringify(values(this.form));
      const data = new FormData(this.form);
      // Files are sent once, with the form itself.
      for (const el of this.form.elements) if (el.type === "file") data.delete(el.name);
      if (!leaving) this.say("saving", words.saving);
      this.sending = fetch(this.url, {
        method: "POST", body: data, credentials: "same-origin", redirect: "manual", keepalive: leaving,
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") ?? body.dataset.csrf ?? "", "X-Autosave": "1", Accept: "application/json" },
      }).then((answer) => this.answered(answer, snapshot), () => this.failed(words.offline, true)).finally(() => { this.sending = null; });
      return this.sending;
    }
    async answered(answer, snapshot) {
      const told = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json().catch(() => ({})) : {};
      if (answer.ok) {
        // The next save must name the version this one produced, or it would conflict with itself.
        for (const [name, value] of Object.entries(told.fields ?? {})) if (this.form.elements[name]) this.form.elements[name].value = value;
        this.last = this.base = snapshot;
        if (this.dirty) { this.typed(); return; }
        if (!this.undecided) store.drop(this.key);
        this.kept = true;
        this.say("saved", `${words.saved} ${clock()}`);
      } else if (answer.status === 409) { this.stopped = true; this.failed(told.message || words.conflict); }
      else if (told.message) this.failed(told.message);
      else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) this.failed(words.expired);
      else this.failed(words.refused, answer.status >= 500);
    }
    failed(text, again = false) {
      this.keep();
      this.say("unsaved", `${words.unsaved}：${text}`);
      if (again) this.timer = setTimeout(() => this.send(), 20000);
    }
    done() { clearTimeout(this.timer); store.drop(this.key); this.last = this.base = JSON.stringify(values(this.form)); }
  }

  const drafts = new Map();
  const watched = new Map();
  function watch(scope) {
    for (const form of all("form[data-autosave]", scope)) if (!drafts.has(form)) drafts.set(form, new Draft(form));
    for (const form of all("form[data-guard]", scope)) if (!watched.has(form)) watched.set(form, JSON.stringify(values(form)));
    all("[data-focus]", scope)[0]?.focus();
  }
  const flush = (leaving) => Promise.all([...drafts.values()].filter((draft) => draft.form.isConnected).map((draft) => draft.send(leaving)));

  // A submitted draft is dropped once a page has come back that is neither the sign-in page nor the same form.
  function settle() {
    const here = new Set([...drafts.values()].map((draft) => draft.key));
    if (arrived && !here.has(sent)) store.drop(sent);
    for (const key of store.keys()) if (Date.now() - (store.get(key)?.at ?? 0) > KEEP_MS) store.drop(key);
  }

  let leavingByForm = false;
  const asked = new WeakSet();
  // A submit that answers with a file does not leave the page, so the guard comes back by itself.
  function leave() { leavingByForm = true; setTimeout(() => { leavingByForm = false; }, 10000); }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.matches("[data-signout]")) {
      const out = () => { signedOut = true; windows?.postMessage(""); store.keys().forEach(store.drop); leave(); };
      if (!store.keys().length) { out(); return; }
      event.preventDefault();
      ask(words.signout).then((yes) => { if (yes) { out(); form.submit(); } });
    } else if (form.matches("[data-seat]")) {
      // What is typed is saved from the seat it was typed in, before the seat changes.
      event.preventDefault();
      const seat = event.submitter;
      if (seat?.name) { const field = document.createElement("input"); Object.assign(field, { type: "hidden", name: seat.name, value: seat.value }); form.append(field); }
      Promise.race([flush(false), new Promise((go) => setTimeout(go, 2000))]).then(() => { leave(); form.submit(); });
    } else if (form.method !== "dialog") {
      const draft = drafts.get(form);
      if (draft?.sending) {
        // A save under way changes the version this form must name.
        event.preventDefault();
        if (form.dataset.confirm || event.submitter?.dataset.confirm) asked.add(form);
        const by = event.submitter ?? undefined;
        draft.sending.finally(() => form.requestSubmit(by));
        return;
      }
      if (draft) { clearTimeout(draft.timer); if (draft.dirty) draft.keep(); try { sessionStorage.setItem(SENT, draft.key); } catch { /* the draft stays */ } }
      if (draft || watched.has(form)) leave();
      // Another listener of the same submit may still stop it; the place a form leads to says whether it is an act.
      const to = new URL(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href);
      if (form.method === "post" && to.pathname.startsWith("/do/") && !form.target) { event.preventDefault(); act(form, event.submitter, to); }
    }
  });

  // ---- acts: what is refused is said at its form, where everything typed and chosen still stands --------------------
  let acting = new WeakSet();
  // A page that the browser kept and shows again may act again.
  window.addEventListener("pageshow", () => { acting = new WeakSet(); });
  async function act(form, by, to) {
    if (acting.has(form)) return;
    acting.add(form);
    const guarded = drafts.has(form) || watched.has(form);
    by?.setAttribute("aria-busy", "true");
    all(".refusal", form.parentElement).forEach((one) => { if (one.dataset.of === to.pathname) one.remove(); });
    const stay = () => { acting.delete(form); by?.removeAttribute("aria-busy"); leavingByForm = false; try { sessionStorage.removeItem(SENT); } catch { /* none was kept */ } };
    const read = new FormData(form);
    if (by?.name) read.append(by.name, by.value);
    try {
      const answer = await fetch(to, { method: "POST", body: read, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const next = answer.headers.get("HX-Redirect");
      // A long upload outlasts the guard's pause, and what is left behind now has arrived.
      if (next) { if (guarded) leave(); go(new URL(next, location.href)); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = page.querySelector(".refusal");
      // A gateway that gave up says nothing of the act, which may be done: it is never sent a second time by itself.
      if (!said && answer.status >= 500) throw new Error(String(answer.status));
      // A page of its own (two texts to be merged, a login that is over) says more than fits here: it is asked for.
      if (!said || page.querySelector("main")) { acting.delete(form); leave(); form.setAttribute("action", to.href); form.submit(); return; }
      stay();
      said.dataset.of = to.pathname;
      form.before(said);
      said.scrollIntoView({ block: "center" });
      said.focus({ preventScroll: true });
    } catch {
      stay();
      notice(words.failed, words.retry, "error");
    }
  }
  // The page that stands here already is loaded anew and keeps its place: going to a part of it would load nothing.
  const go = (to) => (to.pathname + to.search === location.pathname + location.search ? location.reload() : location.assign(to));
  document.addEventListener("change", (event) => { const form = event.target.form; if (form?.matches("[data-seat]") && event.target.matches("select")) form.requestSubmit(); });
  window.addEventListener("online", () => flush(false));
  window.addEventListener("pagehide", () => { if (!leavingByForm) flush(true); });
  window.addEventListener("pageshow", () => { leavingByForm = false; });
  window.addEventListener("beforeunload", (event) => {
    if (leavingByForm) return;
    const lost = [...drafts.values()].some((draft) => draft.form.isConnected && draft.dirty && !draft.kept)
      || [...watched].some(([form, first]) => form.isConnected && JSON.stringify(values(form)) !== first);
    if (lost) event.preventDefault();
  });

  // ---- questions before acts that cannot be undone: data-confirm on a button or form ------------------------------
  function ask(text, label) {
    const dialog = document.getElementById("ask");
    if (!dialog?.showModal) return Promise.resolve(window.confirm(text));
    const yes = dialog.querySelector("[data-ask-yes]");
    yes.dataset.usual ??= yes.textContent;
    yes.textContent = label || yes.dataset.usual;
    dialog.querySelector("#ask-text").textContent = text;
    dialog.returnValue = "no";
    dialog.showModal();
    return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }));
  }
  document.addEventListener("submit", (event) => {
    const by = event.submitter?.dataset.confirm ? event.submitter : event.target;
    if (!by.dataset.confirm || asked.has(event.target)) { asked.delete(event.target); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    ask(by.dataset.confirm, by.dataset.confirmYes).then((yes) => { if (yes) { asked.add(target); target.requestSubmit(submitter ?? undefined); } });
  }, true);

  // ---- many at once: data-choose-all="value" chooses what is not chosen yet, data-tick-all ticks, in its form --------
  document.addEventListener("click", (event) => {
    const by = event.target instanceof Element ? event.target.closest("[data-choose-all],[data-tick-all]") : null;
    if (!by) return;
    const scope = by.closest("fieldset, form") ?? document;
    if (by.dataset.chooseAll) {
      for (const group of all("fieldset", by.form ?? scope)) {
        const radios = all("input[type=radio]", group);
        if (radios.length && !radios.some((one) => one.checked)) radios.find((one) => one.value === by.dataset.chooseAll)?.click();
      }
    } else {
      const ticks = all("input[type=checkbox]", by.closest(".field") ?? by.form ?? scope).filter((one) => !one.disabled);
      const rest = ticks.filter((one) => !one.checked);
      for (const one of rest.length ? rest : ticks) one.click();
    }
  });

  // ---- htmx: say what failed, keep what was typed -----------------------------------------------------------------
  body.addEventListener("htmx:confirm", (event) => {
    const { elt, issueRequest } = event.detail;
    if (!elt.dataset?.confirm || elt.matches("form")) return;
    event.preventDefault();
    ask(elt.dataset.confirm, elt.dataset.confirmYes).then((yes) => { if (yes) issueRequest(true); });
  });
  body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) { drafts.get(event.detail.elt)?.done(); leavingByForm = false; } });
  body.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentElement ?? document));
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    body.addEventListener(name, () => { leavingByForm = false; notice(words.failed, words.retry, "error"); });
  }

  // ---- keyboard ---------------------------------------------------------------------------------------------------
  const listRows = () => all("[data-list]").flatMap((list) => all("[data-row], :scope > li, :scope > tbody > tr", list)).filter((row) => row.offsetParent);
  function move(step) {
    const rows = listRows();
    if (!rows.length) return false;
    const now = rows.findIndex((row) => row.classList.contains("chosen"));
    const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + step))];
    rows.forEach((row) => row.classList.toggle("chosen", row === next));
    (next.querySelector("a[href]") ?? next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  const chosen = () => listRows().find((row) => row.classList.contains("chosen"));
  const keys = {
    "/": () => { const field = all("[data-search]").find((el) => el.offsetParent); field?.focus(); field?.select(); return field; },
    j: () => move(1),
    k: () => move(-1),
    x: () => { const box = chosen()?.querySelector("input[type=checkbox]"); box?.click(); return box; },
    Enter: () => { const link = document.activeElement === body ? chosen()?.querySelector("a[href]") : null; link?.click(); return link; },
    "?": () => { const help = document.getElementById("keys"); if (!help.open) help.showModal?.(); return true; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { closeMenus(null, true); return; }
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (keys[event.key]?.()) event.preventDefault();
  });

  // ---- menus, print, spans ----------------------------------------------------------------------------------------
  function closeMenus(except, focus = false) {
    for (const menu of all("details[data-menu][open]")) {
      if (menu.contains(except)) continue;
      menu.open = false;
      if (focus) menu.querySelector("summary").focus();
    }
  }
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    if (event.target.closest("[data-keys-open]")) keys["?"]();
    if (event.target.closest("[data-print]")) window.print();
    const span = event.target.closest("[data-span]");
    if (span && !event.target.closest("a,button")) pairs(span).find((other) => other !== span)?.scrollIntoView({ block: "center", behavior: "smooth" });
  });
  const pairs = (el) => all("[data-span]").filter((other) => other.dataset.span === el.dataset.span);
  const light = (on) => (event) => { const el = event.target.closest?.("[data-span]"); if (el) pairs(el).forEach((other) => other.classList.toggle("span-on", on)); };
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, light(true));
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, light(false));

  // A link to a folded part of the page opens it.
  function unfold() {
    const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (part && part.tagName === "DETAILS") part.open = true;
  }
  addEventListener("hashchange", unfold);
  unfold();

  watch(document);
  settle();
  // Files dragged, pasted or taken by the camera join those chosen; without scripts the field takes several by itself.
  const fields = () => all("[data-drop]").filter((one) => one.offsetParent !== null);
  function addFiles(drop, added) {
    const input = drop.querySelector("input[type=file][name]");
    const held = new DataTransfer();
    for (const file of [...input.files, ...added]) held.items.add(file);
    input.files = held.files;
    listFiles(drop);
  }
  function listFiles(drop) {
    const input = drop.querySelector("input[type=file][name]");
    const list = drop.querySelector("[data-drop-list]");
    list.replaceChildren(...[...input.files].map((file, place) => {
      const row = document.createElement("li");
      const gone = document.createElement("button");
      Object.assign(gone, { type: "button", className: "link", textContent: "去掉" });
      gone.addEventListener("click", () => {
        const held = new DataTransfer();
        [...input.files].forEach((one, at) => { if (at !== place) held.items.add(one); });
        input.files = held.files;
        listFiles(drop);
      });
      row.append(`${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB） `, gone);
      return row;
    }));
  }
  document.addEventListener("change", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    if (event.target.matches("[data-drop-camera]")) { addFiles(drop, event.target.files); event.target.value = ""; } else listFiles(drop);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("drop-over", kind === "dragover");
    if (kind === "drop") addFiles(drop, event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    const drop = event.target.closest?.("form")?.querySelector("[data-drop]") ?? fields()[0];
    if (!pasted.length || !drop) return;
    event.preventDefault();
    addFiles(drop, pasted);
  });
})();
