// Setting the evidence of an item: words that were selected, a mark, or a span whose ends are moved
// by words.

import { announce } from "./page.js";
import {
  charactersOf,
  lengthOf,
  markedSpan,
  movedEnd,
  movedStart,
  rangesOf,
  selectedSpan,
  trimmed,
  wordAt,
} from "./review-text.js";
import { tell } from "./review-toast.js";

// The span that was chosen last, as [start, end] in code points.
let chosen = null;

const textOf = (item) => item.querySelector("#article-text");
const formOf = (item) => item.querySelector("#correct-form").elements;

/** Forget what was chosen. */
export function clearChosen(item) {
  chosen = null;
  window.CSS.highlights?.delete("chosen");
  item.classList.remove("choosing");
}

function choose(item, span) {
  const text = textOf(item);
  const { evidence, start } = formOf(item);
  chosen = span;
  evidence.value = charactersOf(text).slice(...span).join("");
  start.value = span[0];
  item.classList.add("choosing");
  window.CSS.highlights?.set("chosen", new Highlight(...rangesOf(text, span)));
  item.querySelector("#correct")?.toggleAttribute("open", true);
  announce(`Evidence: ${evidence.value}`);
  if (item.dataset.guess) guess(item, span);
  return true;
}

// What the engine makes of the chosen words, for the fields that nobody filled in by hand.
async function guess(item, [start, end]) {
  const elements = formOf(item);
  const query = new URLSearchParams({ start, end, crisis: elements.crisis.value });
  const answer = await fetch(`${item.dataset.guess}?${query}`).catch(() => null);
  if (!answer?.ok || chosen?.[0] !== start || chosen?.[1] !== end) return;
  const { fields } = await answer.json();
  for (const [name, value] of Object.entries(fields)) {
    const field = elements[name];
    if (field && !field.dataset.typed) field.value = value;
  }
  announce("The fields are filled in as the engine reads these words.");
}

const takesEvidence = (item) => item.querySelector("#id_evidence") !== null;

/** Take the selected words, else those of the mark that has the focus; false where there are none. */
export function chooseSelection(item) {
  if (!takesEvidence(item)) return false;
  const text = textOf(item);
  const span = selectedSpan(text) ?? markedSpan(document.activeElement);
  if (!span) {
    tell("Select words in the article first, or go to a mark by the keys . and ,");
    return false;
  }
  const [start, end] = trimmed(charactersOf(text), span);
  if (start >= end) return false;
  window.getSelection().removeAllRanges();
  return choose(item, [start, end]);
}

/** The span as it stands: chosen, or that of the field's words; else the word where they stood. */
function standingSpan(item, characters) {
  if (chosen) return chosen;
  const start = Number(formOf(item).start.value);
  const words = formOf(item).evidence.value;
  const span = [start, start + lengthOf(words)];
  return words && characters.slice(...span).join("") === words ? span : wordAt(characters, start);
}

/** Move the "start" or "end" of the span a word on (step 1) or back (-1). */
export function moveEnd(item, which, step) {
  if (!takesEvidence(item)) return false;
  const characters = charactersOf(textOf(item));
  const [start, end] = standingSpan(item, characters);
  return choose(
    item,
    which === "start" ? [movedStart(characters, start, step, end), end] : [start, movedEnd(characters, end, step, start)],
  );
}
