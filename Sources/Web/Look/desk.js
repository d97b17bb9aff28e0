// The desk's own behaviour: keys, and the lead beside the table. Every page works without it.
"use strict";

(() => {
  const wide = window.matchMedia("(min-width: 1100px)");
  const board = () => document.querySelector("[data-board]");
  const pane = () => document.getElementById("pane");
  const rows = () => [...document.querySelectorAll("[data-row]")];

  /** The view that is on the screen; the address can run ahead of it by the back button. */
  let shown = window.location.pathname + window.location.search;

  function push(address) {
    history.pushState(null, "", address);
    shown = window.location.pathname + window.location.search;
  }

  let audio = null;

  document.documentElement.classList.add("scripted");

  /** Puts charts and maps into what has just come onto the page, and folds their numbers away. */
  function enliven(root) {
    for (const numbers of root.querySelectorAll("[data-numbers]")) numbers.open = false;
    window.fuselineCharts?.draw(root);
    window.fuselineMap?.draw(root);
  }

  function fill(templateId) {
    const template = document.getElementById(templateId);
    if (template) pane().replaceChildren(template.content.cloneNode(true));
  }

  /** Opens a row's lead beside the table, or as a page of its own where there is no room. */
  async function open(row, after) {
    const link = row.querySelector("a.open");
    if (!wide.matches || !pane()) {
      window.location.assign(link.href);
      return;
    }
    for (const other of rows()) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    board().classList.add("has-pane");
    fill("pane-loading");
    try {
      const answer = await fetch(row.dataset.pane, { headers: { "HX-Request": "true" } });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) {
        window.location.assign(elsewhere);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (row.getAttribute("aria-current") !== "true") return;
      pane().replaceChildren(...page.body.childNodes);
      push(row.dataset.beside);
      pane().scrollTop = 0;
      enliven(pane());
      if (after) after();
    } catch {
      fill("pane-failed");
    }
  }

  function close() {
    if (!board()?.classList.contains("has-pane")) return false;
    board().classList.remove("has-pane");
    pane().replaceChildren();
    const address = new URL(window.location.href);
    address.searchParams.delete("lead");
    address.searchParams.delete("done");
    push(address);
    const row = current();
    row?.removeAttribute("aria-current");
    row?.querySelector("a.open").focus();
    return true;
  }

  function current() {
    const focused = document.activeElement?.closest?.("[data-row]");
    return focused ?? rows().find((row) => row.hasAttribute("aria-current"));
  }

  function move(step) {
    const all = rows();
    if (all.length === 0) return;
    const from = all.indexOf(current());
    const next = from < 0 ? (step > 0 ? 0 : all.length - 1) : from + step;
    const row = all[Math.min(Math.max(next, 0), all.length - 1)];
    row.querySelector("a.open").focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function dispatch() {
    const lead = document.querySelector(".lead");
    const row = document.activeElement?.closest?.("[data-row]");
    const isOther = row && row.getAttribute("aria-current") !== "true";
    if (row && (!lead || isOther)) {
      open(row, showDispatch);
    } else {
      showDispatch();
    }
  }

  function showDispatch() {
    const form = document.querySelector('.lead [data-step="dispatch"]');
    if (!form) return;
    form.open = true;
    form.querySelector("select").focus();
  }

  function help() {
    const dialog = document.getElementById("help");
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** Shows a record of the open lead: unfolds what hides it and marks it. */
  function show(id) {
    const record = document.getElementById(id);
    if (!record) return false;
    for (const other of document.querySelectorAll(".is-target")) other.classList.remove("is-target");
    for (let fold = record.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    record.classList.add("is-target");
    record.scrollIntoView({ block: "center" });
    return true;
  }

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    d: dispatch,
    "/": () => document.getElementById("q")?.focus(),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input, select, textarea, dialog");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else close();
      return;
    }
    if (typing) return;
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) return help();
    const button = event.target.closest("[data-sound]");
    if (button) {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      if (isOn) audio ??= new AudioContext();
      return;
    }
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const inside = event.target.closest('a[href^="#r-"]');
    if (inside && show(inside.hash.slice(1))) return event.preventDefault();
    if (event.target.closest("[data-close-pane]") && close()) return event.preventDefault();
    const row = event.target.closest("[data-row]");
    const link = event.target.closest("a");
    if (!row || (link && !link.classList.contains("open"))) return;
    if (!link && String(window.getSelection())) return;
    event.preventDefault();
    open(row);
  });

  // A view that is gone back to is asked for again: what it showed may have changed. A place in the
  // same page is not another view.
  window.addEventListener("popstate", () => {
    const { pathname, search } = window.location;
    if (pathname + search !== shown) window.location.reload();
  });
  for (const name of ["online", "offline"]) {
    window.addEventListener(name, () => {
      document.querySelector("[data-offline]").hidden = name === "online";
    });
  }
  // htmx changes the address when a filter is applied.
  document.addEventListener("htmx:pushedIntoHistory", () => {
    shown = window.location.pathname + window.location.search;
  });
  /** What changed on the server shows here: the board draws itself anew, an open lead says so. */
  function watch() {
    let from = document.body.dataset.live;
    if (!from || !window.EventSource) return;
    let source = null;
    let heard = Date.now();
    const dead = document.querySelector("[data-dead]");
    const path = document.body.dataset.livePath ?? "/live";

    function connect() {
      if (source || document.hidden) return;
      heard = Date.now();
      source = new EventSource(`${path}?from=${encodeURIComponent(from)}`);
      source.addEventListener("beat", alive);
      source.addEventListener("alarms", (event) => {
        alive();
        from = event.lastEventId;
        const { alarms, whole } = JSON.parse(event.data);
        if (alarms.length === 0 && !whole) return;
        if (alarms.some((alarm) => alarm.calls)) sound();
        redraw();
      });
      source.addEventListener("leads", (event) => {
        alive();
        from = event.lastEventId;
        const { leads, whole } = JSON.parse(event.data);
        if (leads.length === 0 && !whole) return;
        for (const lead of document.querySelectorAll(".lead[data-lead]")) {
          if (whole || leads.includes(lead.dataset.lead)) {
            lead.querySelector("[data-changed]").hidden = false;
          }
        }
        redraw();
      });
      // The browser comes back by itself, but for an answer that is none: a session that ended.
      source.addEventListener("error", () => {
        if (source?.readyState === EventSource.CLOSED) disconnect();
      });
    }

    /** Three short tones, where somebody asked for them: browsers play none before a click. */
    function sound() {
      const button = document.querySelector("[data-sound]");
      if (button?.getAttribute("aria-pressed") !== "true" || !audio) return;
      for (const start of [0, 0.35, 0.7]) {
        const tone = audio.createOscillator();
        tone.frequency.value = 880;
        tone.connect(audio.destination);
        tone.start(audio.currentTime + start);
        tone.stop(audio.currentTime + start + 0.2);
      }
    }

    function disconnect() {
      source?.close();
      source = null;
    }

    function alive() {
      heard = Date.now();
      dead.hidden = true;
    }

    /** The table as the address names it, with the focus where it was. */
    async function redraw() {
      const old = document.getElementById("results");
      if (!old) return;
      const answer = await fetch(shown, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("results");
      if (!fresh || !old.isConnected) return;
      const focused = old.contains(document.activeElement) && document.activeElement.href;
      old.replaceWith(fresh);
      window.htmx?.process(fresh);
      if (focused) [...fresh.querySelectorAll("a")].find((a) => a.href === focused)?.focus();
    }

    document.addEventListener("visibilitychange", () => {
      if (document.hidden) disconnect();
      else connect();
    });
    window.addEventListener("pagehide", disconnect);
    window.addEventListener("pageshow", connect);
    setInterval(() => {
      if (document.hidden) return;
      if (Date.now() - heard > 9000) dead.hidden = false;
      if (!source) connect();
    }, 1000);
    connect();
  }

  document.addEventListener("DOMContentLoaded", () => {
    enliven(document);
    watch();
  });
})();
