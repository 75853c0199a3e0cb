// The keys of the desk. One registry feeds the handlers, the labels on the buttons, the help dialog
// and aria-keyshortcuts.

/**
 * Each action: its name, its keys (as KeyboardEvent.key, with "Ctrl+" and "Shift+" before), what it
 * is called, and in which scope it counts: "item", "reject" (the list of reasons is open),
 * "queue", or "form" (while one types in the form).
 */
export const ACTIONS = [
  { name: "accept", keys: ["a"], label: "Accept and go on", scope: "item" },
  { name: "reject", keys: ["r"], label: "Reject, with a reason", scope: "item" },
  { name: "reason1", keys: ["1"], label: "No stance", scope: "reject" },
  { name: "reason2", keys: ["2"], label: "Not real", scope: "reject" },
  { name: "reason3", keys: ["3"], label: "Wrong actor", scope: "reject" },
  { name: "reason4", keys: ["4"], label: "Inside, or no actor", scope: "reject" },
  { name: "reason5", keys: ["5"], label: "Background", scope: "reject" },
  { name: "reason6", keys: ["6"], label: "Same as another here", scope: "reject" },
  { name: "reject-note", keys: ["n"], label: "Write a note", scope: "reject" },
  { name: "why", keys: ["w"], label: "Why the engine proposes this", scope: "item" },
  { name: "edit", keys: ["e"], label: "Correct", scope: "item" },
  { name: "save", keys: ["Ctrl+Enter", "Meta+Enter"], label: "Save and go on", scope: "form" },
  { name: "leave", keys: ["Escape"], label: "Leave the form", scope: "form" },
  { name: "merge", keys: ["m"], label: "Merge with the likely double", scope: "item" },
  { name: "another", keys: ["+"], label: "Another kind from the same sentence", scope: "item" },
  { name: "skip", keys: ["s"], label: "Skip", scope: "item" },
  { name: "flag", keys: ["f"], label: "Flag, or take the flag away", scope: "item" },
  { name: "next", keys: ["j"], label: "Next", scope: "item" },
  { name: "previous", keys: ["k"], label: "Previous", scope: "item" },
  { name: "undo", keys: ["u", "Ctrl+z", "Meta+z"], label: "Undo my latest decision", scope: "item" },
  { name: "source", keys: ["o"], label: "Open the source", scope: "item" },
  { name: "note", keys: ["n"], label: "Write a note", scope: "item" },
  { name: "mark-next", keys: ["."], label: "Next mark", scope: "item" },
  { name: "mark-previous", keys: [","], label: "Previous mark", scope: "item" },
  { name: "quote", keys: ["q"], label: "Take the selected words, or the mark, as the evidence", scope: "item" },
  { name: "start-back", keys: ["["], label: "Evidence begins a word earlier", scope: "item" },
  { name: "start-on", keys: ["]"], label: "Evidence begins a word later", scope: "item" },
  { name: "end-back", keys: ["{"], label: "Evidence ends a word earlier", scope: "item" },
  { name: "end-on", keys: ["}"], label: "Evidence ends a word later", scope: "item" },
  { name: "row-next", keys: ["j"], label: "Next row", scope: "queue" },
  { name: "row-previous", keys: ["k"], label: "Previous row", scope: "queue" },
  { name: "open", keys: ["Enter"], label: "Open the row", scope: "queue" },
  { name: "select", keys: ["x"], label: "Select the row", scope: "queue" },
  { name: "extend-next", keys: ["Shift+J"], label: "Select on to the next row", scope: "queue" },
  { name: "extend-previous", keys: ["Shift+K"], label: "Select on to the previous row", scope: "queue" },
  { name: "undo", keys: ["u", "Ctrl+z", "Meta+z"], label: "Undo my latest decision", scope: "queue" },
  { name: "help", keys: ["?"], label: "All keys", scope: "item" },
  { name: "help", keys: ["?"], label: "All keys", scope: "queue" },
];

const SCOPES = { item: "Item", reject: "After r", form: "In the form", queue: "Queue" };
const SAID = { Escape: "Esc", Meta: "⌘" };

/** The key of an event as the registry writes it. */
export function keyOf(event) {
  const modifiers = [event.ctrlKey && "Ctrl", event.metaKey && "Meta", event.altKey && "Alt"].filter(Boolean);
  // Shift is part of the character, except for letters, where it makes another key of it.
  if (event.shiftKey && /^[A-Z]$/.test(event.key)) modifiers.push("Shift");
  return [...modifiers, event.key].join("+");
}

/** What a key is called on buttons and in the dialog. */
export function capOf(key) {
  return key
    .split(/\+(?=.)/)
    .map((part) => SAID[part] ?? part)
    .join("+");
}

const inField = (element) =>
  element.closest("input:not([type=checkbox], [type=radio]), select, textarea, dialog") !== null ||
  element.isContentEditable;

/**
 * Listen for the keys. `scopes()` gives the scopes that count now, the innermost first; `run(name,
 * event)` does an action and returns false where there is nothing to do. `enabled()` says whether
 * single keys are on.
 */
export function bindKeys({ scopes, run, enabled }) {
  const listen = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const typing = inField(event.target) || document.querySelector("dialog[open]") !== null;
    const key = keyOf(event);
    const single = !/^(Ctrl|Meta|Alt)\+/.test(key) && key !== "Escape";
    if (single && (typing || !enabled())) return;
    const wanted = typing ? ["form"] : scopes();
    const action = wanted
      .map((scope) => ACTIONS.find((one) => one.scope === scope && one.keys.includes(key)))
      .find(Boolean);
    if (!action) return;
    // Enter on a link or button is that element's own.
    if (key === "Enter" && event.target.closest("a, button, summary")) return;
    event.stopImmediatePropagation();
    if (event.repeat) {
      event.preventDefault();
      return;
    }
    if (run(action.name, event) !== false) event.preventDefault();
  };
  // Before the public pages' own keys, which mean other things by the same letters.
  document.addEventListener("keydown", listen, { capture: true });
}

/** Print the keys on the controls within `root`, for eyes and for assistive technology. */
export function labelControls(root) {
  for (const control of root.querySelectorAll("[data-action]")) {
    const action = ACTIONS.find((one) => one.name === control.dataset.action && one.scope !== "queue");
    if (!action || control.querySelector("kbd")) continue;
    control.setAttribute("aria-keyshortcuts", action.keys.map((key) => key.replace("Ctrl", "Control")).join(" "));
    const cap = document.createElement("kbd");
    cap.setAttribute("aria-hidden", "true");
    cap.textContent = capOf(action.keys[0]);
    control.append(" ", cap);
  }
}

/** Show all keys that count on this page. */
export function showHelp(scopes) {
  let dialog = document.getElementById("desk-keys");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "desk-keys";
    dialog.setAttribute("aria-labelledby", "desk-keys-title");
    const title = document.createElement("h2");
    title.id = "desk-keys-title";
    title.textContent = "Keys";
    // The focus goes to the title, not to the button at the end, so that one reads from the top.
    title.tabIndex = -1;
    title.autofocus = true;
    const all = document.createElement("div");
    all.className = "all";
    all.append(...scopes.map(helpOf));
    dialog.append(title, all);
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.textContent = "Close";
    form.append(close);
    dialog.append(form);
    document.body.append(dialog);
  }
  dialog.showModal();
}

function helpOf(scope) {
  const section = document.createElement("section");
  const heading = document.createElement("h3");
  heading.textContent = SCOPES[scope];
  const list = document.createElement("dl");
  list.className = "facts";
  for (const { keys, label } of ACTIONS.filter((one) => one.scope === scope)) {
    const term = document.createElement("dt");
    for (const key of keys) {
      const cap = document.createElement("kbd");
      cap.textContent = capOf(key);
      term.append(cap, " ");
    }
    const description = document.createElement("dd");
    description.textContent = label;
    list.append(term, description);
  }
  section.append(heading, list);
  return section;
}
