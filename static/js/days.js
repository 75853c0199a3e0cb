// The day control: slider, cursor and play. Moving repaints at once; settling asks the server once.

import { inWords } from "./tip.js";

const DAY = 86_400_000; // ms
const SETTLED = 200; // ms after the last movement
const LONGEST_PLAY = 20_000; // ms
const CHANGE = 250; // ms for one change of the play

// The margins of the timeline's figure, as charts.py sets them.
const LEFT = 32;
const RIGHT = 8;
const THUMB = 8;

let playing = null; // the clock of the play, and what stopping it does

/**
 * Bind the controls in `view`. `scrub(number)` shows a day, counted from the first one;
 * `settle(day, source)` makes it the page's. `positions()` may be null until the file is there:
 * playing alone waits for it.
 */
export function bindDays({ view, positions, scrub, settle }) {
  stopPlaying({ anew: true });
  const range = view.querySelector("#day-range");
  if (!range) return;
  const field = view.querySelector("#day");
  const cursor = view.querySelector(".cursor");
  const play = view.querySelector("#play");
  let timer = 0;
  let held = false;

  const number = () => Number(range.value);
  const first = Date.parse(`${range.dataset.first}T00:00:00Z`);
  const day = () => new Date(first + number() * DAY).toISOString().slice(0, 10);

  function align() {
    const days = Number(range.max) + 1;
    const width = range.parentElement.clientWidth - LEFT - RIGHT;
    const half = width / days / 2;
    range.style.marginInlineStart = `${LEFT + half - THUMB}px`;
    range.style.width = `${width - 2 * half + 2 * THUMB}px`;
    cursor.style.insetInlineStart = `${LEFT + half + (width - 2 * half) * (number() / Math.max(1, days - 1))}px`;
  }

  function move() {
    range.setAttribute("aria-valuetext", inWords(day()));
    field.value = day();
    align();
    scrub(number());
  }

  function settleSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!held && !playing) settle(day(), range);
    }, SETTLED);
  }

  range.addEventListener("pointerdown", () => {
    held = true;
  });
  for (const name of ["pointerup", "pointercancel", "change"]) {
    range.addEventListener(name, () => {
      held = false;
      settleSoon();
    });
  }
  range.addEventListener("input", () => {
    move();
    settleSoon();
  });
  field.addEventListener("change", () => {
    if (field.value && field.checkValidity()) field.form.requestSubmit();
  });
  view.querySelector("#day-form [data-go]").hidden = true;

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  play.hidden = still;
  play.addEventListener("click", () => {
    if (playing) {
      stopPlaying();
      return;
    }
    const file = positions();
    if (!file) return;
    const days = file.days;
    let place = number() >= days.at(-1) ? 0 : days.findIndex((day) => day > number());
    const step = () => {
      range.value = String(days[place]);
      move();
      place += 1;
      if (place >= days.length) stopPlaying();
    };
    play.textContent = "Stop";
    playing = {
      clock: window.setInterval(step, Math.min(CHANGE, LONGEST_PLAY / days.length)),
      stopped: () => settle(day(), range),
    };
  });

  align();
  new ResizeObserver(align).observe(range.parentElement);
}

/** Stop playing; the day reached becomes the page's, unless the page is being made anew. */
function stopPlaying({ anew = false } = {}) {
  if (!playing) return;
  const { clock, stopped } = playing;
  window.clearInterval(clock);
  playing = null;
  const play = document.getElementById("play");
  if (play) play.textContent = "Play";
  if (!anew) stopped();
}

// Any input stops the play; the button itself does it by its click.
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("#play")) stopPlaying();
});
document.addEventListener("keydown", (event) => {
  const clicks = event.key === "Enter" || event.key === " ";
  if (!(clicks && event.target.closest?.("#play"))) stopPlaying();
});
