// The single keys of the public pages: one registry feeds the handlers and the help dialog.

const VIEWS = { m: "map", t: "table", l: "timeline", s: "stances", c: "changes" };

const follow = (selector) => () => document.querySelector(selector)?.click();
const focus = (selector) => () => {
  const element = document.querySelector(selector);
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
};

/** Each key with what it does; a pair of keys is typed one after the other. */
export const KEYS = [
  { keys: "/", label: "Search", run: focus("input[type=search]") },
  { keys: "f", label: "Filters", run: () => document.querySelector("details.filter > summary")?.click() },
  { keys: "l", label: "Legend", run: focus("#legend a") },
  { keys: "[", label: "Previous day with a new stance", run: follow("[data-day=previous]") },
  { keys: "]", label: "Next day with a new stance", run: follow("[data-day=next]") },
  { keys: ",", label: "A day back", run: follow("[data-day=back]") },
  { keys: ".", label: "A day on", run: follow("[data-day=on]") },
  ...Object.entries(VIEWS).map(([key, view]) => ({
    keys: `g ${key}`,
    label: `Go to ${view}`,
    run: follow(`nav [data-view=${view}]`),
  })),
  { keys: "j", label: "Next card", run: () => walkCards(1) },
  { keys: "k", label: "Previous card", run: () => walkCards(-1) },
  { keys: "o", label: "Open the card's source", run: () => inCard(".source a") },
  { keys: "c", label: "Cite the card's stance", run: () => inCard("[data-cite]") },
  { keys: "?", label: "All keys", run: showHelp },
];

const currentCard = () => document.activeElement?.closest(".card");

function walkCards(step) {
  const cards = [...document.querySelectorAll(".card")];
  const next = cards[cards.indexOf(currentCard()) + step] ?? (step > 0 ? cards[0] : null);
  if (!next || (step > 0 && next === cards[0] && currentCard())) return;
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function inCard(selector) {
  (currentCard() ?? document.querySelector(".card"))?.querySelector(selector)?.click();
}

function showHelp() {
  let dialog = document.getElementById("keys");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = "Keys";
    const list = document.createElement("dl");
    list.className = "facts";
    for (const { keys, label } of KEYS) {
      const term = document.createElement("dt");
      for (const key of keys.split(" ")) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        term.append(cap, " ");
      }
      const description = document.createElement("dd");
      description.textContent = label;
      list.append(term, description);
    }
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.textContent = "Close";
    form.append(close);
    dialog.append(title, list, form);
    document.body.append(dialog);
  }
  dialog.showModal();
}

const inField = (element) =>
  element.closest("input:not([type=range], [type=checkbox], [type=radio]), select, textarea, dialog") !== null ||
  element.isContentEditable;

/** Listen for the keys, except while one types, composes, or holds a modifier. */
export function bindKeys() {
  let pending = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (inField(event.target) || document.querySelector("dialog[open]")) return;
    if (document.body.dataset.singleKeys === "off") return;
    const typed = pending ? `${pending} ${event.key}` : event.key;
    pending = "";
    const found = KEYS.find(({ keys }) => keys === typed);
    if (found) {
      event.preventDefault();
      found.run();
    } else if (KEYS.some(({ keys }) => keys.startsWith(`${typed} `))) {
      pending = typed;
      window.setTimeout(() => {
        pending = "";
      }, 1500);
    }
  });
}
