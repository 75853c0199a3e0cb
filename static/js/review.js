// The item at the editors' desk: keys, the next item fetched ahead, and decisions that are sent
// while the next item is already on the screen. Without it the same forms post and redirect.

import { announce } from "./page.js";
import { bindKeys, labelControls, showHelp } from "./review-keys.js";
import { drawMinimap, firstMark, scrollToMark, stepMark } from "./review-marks.js";
import { allAnswered, bindSending, send, sendAgain, tellUnreached } from "./review-sending.js";
import { chooseSelection, clearChosen, moveEnd } from "./review-span.js";
import { bindSuggestions } from "./review-suggest.js";
import { tell } from "./review-toast.js";

const GUARD = 250; // ms in which a new item cannot be decided: the key was meant for the last one

let item = document.getElementById("item");
let shownAt = 0;
let decided = false;
// The item that comes next: the address that was asked for, and a promise of what is shown for it,
// `{ href, item }`; the address is another one where what was asked for is taken or decided.
let fetched = nothingAhead();
// What was decided here since the page was opened: never to be shown as what comes next.
const done = new Set();
let shownPath = "";
// The evidence of decisions that the server has not answered yet.
const underway = new Set();

const within = (selector) => item?.querySelector(selector) ?? null;
const control = (name) => within(`[data-action="${name}"]`);

// That of the page's frame: an item on which nothing is to be decided has no form.
const formToken = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// Showing

function nothingAhead() {
  return { href: "", item: Promise.resolve({ href: "", item: null }) };
}

// Decisions on their way count as made, so that an item's place need not wait for them.
async function fetchItem(href) {
  const headers = { "HX-Request": "true", Accept: "text/html" };
  if (underway.size) headers["X-Underway"] = [...underway].join();
  const answer = await fetch(href, { headers, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("item");
}

/** The item at an address, or the one after it where somebody else has it open or decided it. */
async function fetchFree(href) {
  const ready = await fetchItem(href).catch(() => null);
  const after = ready?.dataset.following;
  if (!after || ("waits" in ready.dataset && !ready.querySelector("#holder"))) return { href, item: ready };
  const another = await fetchItem(after).catch(() => null);
  if (!another || another.dataset.stance === item?.dataset.stance) return { href, item: ready };
  return { href: after, item: another };
}

function prefetch() {
  const href = item.dataset.following;
  fetched = href ? { href, item: fetchFree(href) } : nothingAhead();
}

/** The item that follows, and its address. At a queue's end what followed may be decided by now. */
async function following() {
  const ready = await fetched.item;
  if (!ready.item || !done.has(ready.item.dataset.stance)) return ready;
  const here = await fetchItem(window.location.href).catch(() => null);
  const href = here?.dataset.following ?? "";
  return href ? fetchFree(href) : { href, item: null };
}

function place(element) {
  item.replaceWith(element);
  item = element;
}

/** Show another item; `href` becomes the page's address. */
function show(element, href, { leftOne = false } = {}) {
  place(document.adoptNode(element));
  if (leftOne) countDown();
  window.history.pushState({ desk: true }, "", href);
  document.title = `${element.querySelector("#item-title").textContent.trim()} · crisiswatch`;
  begin();
  sayOpen();
  within("#item-title").focus({ preventScroll: true });
  announce(within("#item-title").textContent.trim());
}

// An item that was fetched ahead counts as open from the moment when it is shown.
async function sayOpen() {
  if (!item.dataset.open) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", formToken());
  const shown = item;
  // The decision before may change this one too: the version is asked for after it.
  await allAnswered();
  const headers = { Accept: "application/json" };
  const answer = await fetch(shown.dataset.open, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) return;
  const { holder, version } = await answer.json();
  if (shown !== item || decided) return;
  if (version !== Number(within("[name=seen]")?.value ?? version)) await renew();
  else if (holder) sayHolder(holder);
}

/** Somebody changed the item after it was fetched: show it as it is now, or what follows it. */
async function renew() {
  const shown = item;
  const fresh = await fetchItem(window.location.href).catch(() => null);
  if (!fresh || shown !== item || decided || within("[data-typed]")) return;
  if ("waits" in shown.dataset && !("waits" in fresh.dataset)) {
    done.add(shown.dataset.stance);
    await goOn();
    return;
  }
  place(document.adoptNode(fresh));
  begin();
  announce("Somebody changed this meanwhile. It is shown as it is now.");
}

function sayHolder(holder) {
  if (within("#holder")) return;
  const notice = document.createElement("p");
  notice.id = "holder";
  notice.className = "notice";
  notice.textContent = `${holder} has this open too.`;
  within("#decision-pane > header").after(notice);
}

// The next item was fetched while the one before it still waited.
function countDown() {
  const label = within("#place");
  // "18 of 240"; a total that is only a lower bound stays.
  const numbers = label?.textContent.match(/^(\d+) of (\d+)$/)?.slice(1).map(Number);
  if (numbers?.length === 2) label.textContent = `${Math.max(1, numbers[0] - 1)} of ${numbers[1] - 1}`;
}

/** Make ready what has just come onto the screen. */
function begin() {
  decided = false;
  shownAt = performance.now();
  shownPath = window.location.pathname + window.location.search;
  labelControls(item);
  bindSuggestions(item);
  for (const hidden of item.querySelectorAll("[data-scripted]")) hidden.hidden = false;
  clearChosen(item);
  const asked = within(".problems") || window.location.hash === "#decision-pane";
  choosePane(asked ? "decision-pane" : "evidence-pane");
  drawMinimap(item);
  scrollToMark(firstMark(item));
  prefetch();
}

async function go(href) {
  let ready = fetched.href === href ? await fetched.item : { href, item: null };
  try {
    if (!ready.item) ready = { href, item: await fetchItem(href) };
  } catch {
    tellUnreached(() => go(href));
    return;
  }
  if (ready.item) show(ready.item, ready.href);
  else window.location.assign(href);
}

async function goOn() {
  const next = await following();
  if (next.item) show(next.item, next.href);
  else if (next.href) await go(next.href);
  else window.location.assign(document.querySelector("#item .where a").href);
}

/** On narrow screens one of the two panes shows. */
function choosePane(name) {
  item.dataset.pane = name;
  for (const link of item.querySelectorAll(".panes a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// The form

const form = () => within("#correct");

function openForm() {
  if (form()) form().open = true;
}

function edit(field = "#id_actor") {
  if (!within("#correct-form")) return false;
  openForm();
  choosePane("decision-pane");
  within(field).focus();
  within(field).select();
  return true;
}

function leaveForm() {
  const focused = document.activeElement;
  const layer = focused?.closest("details.reject");
  if (layer) {
    layer.open = false;
    layer.querySelector("summary").focus();
    return true;
  }
  if (!focused?.closest("#correct-form")) return false;
  if (form()) {
    within("#correct-form").reset();
    clearChosen(item);
    form().open = false;
  }
  (within("#correct > summary") ?? within("#item-title")).focus();
  return true;
}

// Deciding

/** What the server said of a decision: a toast, or the page that tells why it was refused. */
async function settle(sent) {
  const answer = await sent;
  if (answer === null) return null;
  if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
    const said = await answer.json();
    tell(said.said, said.undo ? "Undo" : "", () => undo(said.undo));
    sendAgain();
    return said;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const refused = page.getElementById("item");
  if (refused) {
    place(document.adoptNode(refused));
    document.title = page.title;
    begin();
    within(".problems")?.focus();
  } else {
    document.getElementById("content").replaceChildren(...page.getElementById("content").children);
    item = null;
    document.querySelector("main h1")?.setAttribute("tabindex", "-1");
    document.querySelector("main h1")?.focus();
  }
  return null;
}

bindSending({
  settle,
  token: async () => {
    const fresh = await fetchItem(window.location.href).catch(() => null);
    return fresh?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  },
});

const guarded = () => decided || performance.now() - shownAt < GUARD;

async function decide(sentForm, submitter) {
  if (guarded()) return;
  decided = true;
  const body = new FormData(sentForm, submitter);
  body.set("seconds", ((performance.now() - shownAt) / 1000).toFixed(2));
  const { stance } = item.dataset;
  const evidence = body.get("evidence_id");
  underway.add(evidence);
  const sent = send(sentForm.action, body).finally(() => underway.delete(evidence));
  // A form with fields may come back with errors; the rest is as good as done.
  const next = sentForm.id === "correct-form" ? { item: null } : await fetched.item;
  const settled = settle(sent);
  if (next.item && !done.has(next.item.dataset.stance)) {
    done.add(stance);
    show(next.item, next.href, { leftOne: true });
    if (!(await settled)) done.delete(stance);
    return;
  }
  const said = await settled;
  if (said) {
    done.add(stance);
    await go(said.next);
  } else {
    decided = false;
  }
}

/** Set or take away a mark; what was skipped is left behind. */
async function setMark(marks, button) {
  const body = new FormData(marks, button);
  const skips = button.value === "skip" && button.dataset.action === "skip";
  if (skips && guarded()) return;
  const { stance } = item.dataset;
  decided = skips;
  const answer = await send(marks.action, body, { retry: () => setMark(marks, button) });
  if (!answer?.ok) {
    decided = false;
    return;
  }
  const { set, next } = await answer.json();
  if (skips) {
    done.add(stance);
    // What was fetched ahead counts its place with the skipped one.
    fetched = nothingAhead();
    await go(next);
    return;
  }
  button.setAttribute("aria-pressed", String(set));
  announce(`${button.textContent.trim()}: ${set ? "on" : "off"}`);
}

async function undo(address = item.dataset.undo) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", formToken());
  body.set("queue_query", within("[name=queue_query]")?.value ?? "");
  const said = await settle(send(address, body, { retry: () => undo(address) }));
  if (!said?.next) return;
  done.clear();
  fetched = nothingAhead();
  await go(said.next);
}

// Keys

const click = (name) => {
  const found = control(name);
  if (!found || found.disabled) return false;
  found.click();
  return true;
};

/** Accept, or say why that is off. */
function accept() {
  const button = control("accept");
  if (!button?.disabled) return click("accept");
  tell(document.getElementById(button.getAttribute("aria-describedby")).textContent);
  return true;
}

/** Open the list of reasons; from its button on lie the reasons and the note. */
function reject() {
  const button = control("reject");
  if (!button || !click("reject")) return false;
  button.focus();
  return true;
}

const RUN = {
  accept,
  reject,
  "reject-note": () => (within("#reject-note").focus(), true),
  edit: () => edit(),
  why: () => (within("details.why") ? (within("details.why").toggleAttribute("open"), true) : false),
  note: () => edit("#id_note"),
  leave: leaveForm,
  save: () => (document.activeElement?.closest("#correct-form") ? (within("#correct-form").requestSubmit(), true) : false),
  undo: () => (item.dataset.undo ? (undo(), true) : false),
  quote: () => chooseSelection(item),
  "start-back": () => moveEnd(item, "start", -1),
  "start-on": () => moveEnd(item, "start", 1),
  "end-back": () => moveEnd(item, "end", -1),
  "end-on": () => moveEnd(item, "end", 1),
  "mark-next": () => stepMark(item, 1),
  "mark-previous": () => stepMark(item, -1),
  help: () => (showHelp(["item", "reject", "form"]), true),
};

function scopes() {
  if (!item) return [];
  return within("details.reject[open]") ? ["reject"] : ["item"];
}

// The desk has keys of its own: those of the public pages are dead here.
document.body.dataset.keys = "off";
bindKeys({
  scopes,
  run: (name) => (RUN[name] ?? (() => click(name)))(),
  enabled: () => document.body.dataset.singleKeys !== "off",
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("#item form[data-decides]")) {
    event.preventDefault();
    decide(event.target, event.submitter);
  } else if (event.target.matches("#item form[data-marks]")) {
    event.preventDefault();
    setMark(event.target, event.submitter);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#item a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (link.closest(".panes")) {
    event.preventDefault();
    choosePane(link.hash.slice(1));
    item.scrollIntoView({ block: "start" });
    if (link.hash === "#evidence-pane") scrollToMark(firstMark(item));
  } else if (link.dataset.action === "edit") {
    event.preventDefault();
    edit();
  } else if (link.dataset.action === "next") {
    event.preventDefault();
    goOn();
  } else if (link.dataset.action === "previous") {
    event.preventDefault();
    go(link.href.replace(window.location.origin, ""));
  }
});

// What the editor filled in by hand stays when other words are chosen.
document.addEventListener("input", (event) => {
  if (event.target.closest("#correct-form")) event.target.dataset.typed = "yes";
});

// The engine's reasons are worked out when somebody asks for them.
document.addEventListener(
  "toggle",
  async (event) => {
    const place = event.target.matches?.("details.why[open]") && event.target.querySelector("[data-why]");
    if (!place) return;
    const { why } = place.dataset;
    delete place.dataset.why;
    const answer = await fetch(why, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) {
      place.dataset.why = why;
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
  },
  { capture: true },
);

// Enter in the note chooses no reason: it leads on to them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("#reject-note")) return;
  event.preventDefault();
  within(".reasons button").focus();
  announce("Choose the reason.");
});

// A click on the button would take the selection away before it is read.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-action=quote]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-action=quote]")) chooseSelection(item);
});

// Back and forward; a link within the page changes the fragment alone.
window.addEventListener("popstate", () => {
  if (window.location.pathname + window.location.search !== shownPath) window.location.reload();
});

if (item) begin();
