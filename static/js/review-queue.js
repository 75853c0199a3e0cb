// The queue's keys: a cursor over the rows, selecting and extending, and the count of what is selected.

import { announce } from "./page.js";
import { bindKeys, labelControls, showHelp } from "./review-keys.js";

const rows = [...document.querySelectorAll("table.queue tbody tr")];
const picked = document.getElementById("picked");
let cursor = -1;

const link = (row) => row.querySelector("th a");
const box = (row) => row.querySelector("input[name=item]:not(:disabled)");
const boxes = () => rows.map(box).filter(Boolean);

function moveTo(index) {
  if (!rows[index]) return false;
  rows[cursor]?.classList.remove("current");
  cursor = index;
  rows[cursor].classList.add("current");
  link(rows[cursor]).focus();
  rows[cursor].scrollIntoView({ block: "nearest" });
  return true;
}

/** Where the keyboard is: the row with the focus, else the last one visited. */
function here() {
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : cursor;
}

function select(index, on) {
  const found = rows[index] && box(rows[index]);
  if (!found) return false;
  found.checked = on ?? !found.checked;
  count();
  return true;
}

function extend(step) {
  const from = here();
  if (from >= 0) select(from, true);
  if (moveTo(from + step)) select(cursor, true);
  return true;
}

function count() {
  if (!picked) return;
  const limit = Number(picked.dataset.limit);
  const number = boxes().filter((one) => one.checked).length;
  picked.textContent = `${number} selected${number > limit ? `, ${limit} at most` : ""}`;
  for (const button of picked.closest(".bar").querySelectorAll("button")) {
    button.disabled = number === 0 || number > limit;
  }
  announce(picked.textContent);
}

const RUN = {
  "row-next": () => moveTo(here() + 1),
  "row-previous": () => moveTo(here() - 1),
  open: () => (rows[here()] ? (link(rows[here()]).click(), true) : false),
  select: () => select(here()),
  "extend-next": () => extend(1),
  "extend-previous": () => extend(-1),
  undo: () => (document.querySelector("[data-action=undo]")?.click(), true),
  help: () => (showHelp(["queue"]), true),
};

document.body.dataset.keys = "off"; // those of the public pages
bindKeys({
  scopes: () => ["queue"],
  run: (name) => RUN[name]?.() ?? false,
  enabled: () => document.body.dataset.singleKeys !== "off",
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[name=item]")) count();
});
labelControls(document.getElementById("content"));
if (picked) count();
