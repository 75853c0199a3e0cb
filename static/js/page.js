// What every page does: says results aloud, shows that it waits, and tells of failures in place.

import "./swaps.js";
import { bindKeys } from "./keys.js";

const WAIT_BEFORE_BAR = 400; // ms
const live = document.getElementById("live");

let saying = 0;

/** Say `text` to screen readers, once. */
export function announce(text) {
  live.textContent = "";
  window.clearTimeout(saying);
  saying = window.setTimeout(() => {
    live.textContent = text;
  }, 50);
}

let bar = null;
let waiting = 0;

function startWaiting(target) {
  target.setAttribute("aria-busy", "true");
  waiting += 1;
  window.setTimeout(() => {
    if (waiting > 0 && bar === null) {
      bar = document.createElement("div");
      bar.className = "progress";
      document.body.append(bar);
    }
  }, WAIT_BEFORE_BAR);
}

function stopWaiting(target) {
  target.removeAttribute("aria-busy");
  waiting = Math.max(0, waiting - 1);
  if (waiting === 0) {
    bar?.remove();
    bar = null;
  }
}

/** Put a message before what `target` holds, which stays, with a way to try again. */
function tellFailure(target, message, retry) {
  target.querySelector(":scope > .failure")?.remove();
  const notice = document.createElement("div");
  notice.className = "notice error failure row";
  notice.setAttribute("role", "alert");
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", retry);
  notice.append(message, again);
  target.prepend(notice);
  again.focus();
}

document.addEventListener("htmx:beforeRequest", (event) => startWaiting(event.detail.target));
document.addEventListener("htmx:afterRequest", (event) => stopWaiting(event.detail.target));

for (const [name, message] of [
  ["htmx:sendError", "The server could not be reached."],
  ["htmx:timeout", "The server took longer than ten seconds."],
  ["htmx:responseError", "The server answered with an error."],
]) {
  document.addEventListener(name, (event) => {
    const { elt, target, requestConfig } = event.detail;
    const again = () =>
      window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: elt, target });
    tellFailure(target, message, again);
  });
}

let focused = false; // whether anything had the focus before a swap

document.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement !== document.body;
});

document.addEventListener("htmx:afterSwap", (event) => {
  // A panel tells of itself; where the whole view is new, the event's target is what was before.
  const result = event.detail.target.isConnected
    ? event.detail.target.querySelector("[data-result]")
    : document.querySelector("[data-result]");
  if (result) announce(result.dataset.result);
  // The control that had the focus may be gone with the old content.
  if (focused && document.activeElement === document.body) {
    const heading = document.querySelector("main h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
});

// A list with a box above it that narrows it while one types.
function bindNarrowing(root) {
  for (const box of root.querySelectorAll("input[data-narrows]")) {
    const list = document.getElementById(box.dataset.narrows);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      for (const item of list.querySelectorAll("[data-names]")) {
        item.hidden = !item.dataset.names.toLowerCase().includes(wanted);
      }
      for (const part of list.querySelectorAll("h3")) {
        part.hidden = !part.nextElementSibling.querySelector("[data-names]:not([hidden])");
      }
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      list.querySelector("[data-names]:not([hidden]) a")?.focus();
    });
  }
}

// A list of links is one stop of the Tab key; arrow keys walk within it.
function bindWalking(root) {
  for (const list of root.querySelectorAll("[data-walk]")) {
    const links = [...list.querySelectorAll("a")];
    const current = links.find((link) => link.ariaCurrent) ?? links[0];
    for (const link of links) link.tabIndex = link === current ? 0 : -1;
  }
}

document.addEventListener("focusin", (event) => {
  const list = event.target.closest?.("[data-walk]");
  if (!list || !event.target.matches("a")) return;
  for (const link of list.querySelectorAll("a[tabindex='0']")) link.tabIndex = -1;
  event.target.tabIndex = 0;
});

const STEPS = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-walk]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...list.querySelectorAll("a")].filter((link) => link.offsetParent !== null);
  const here = links.indexOf(event.target.closest("a"));
  const ends = { Home: 0, End: links.length - 1 };
  const next = links[ends[event.key] ?? here + STEPS[event.key]];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
});

// Forms with data-apply send themselves when a choice changes; their button is for pages without script.
function bindForms(root) {
  for (const button of root.querySelectorAll("form[data-apply] [data-needless]")) button.hidden = true;
}

function bindCopying(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      announce("Copied");
      button.textContent = "Copied";
    });
  }
}

function prepare(root) {
  bindNarrowing(root);
  bindWalking(root);
  bindForms(root);
  bindCopying(root);
}

// Esc closes the top layer: an open disclosure that lies over the page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.layer[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.layer[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

// The theme's form comes back to what is shown now, which swaps may have changed.
document.addEventListener("submit", (event) => {
  if (event.target.matches("form.theme")) event.target.elements.next.value = location.pathname + location.search;
});

prepare(document);
document.addEventListener("htmx:load", ({ detail }) => {
  // The first one tells of the whole page.
  if (detail.elt !== document.body) prepare(detail.elt);
});
bindKeys();
