// The day control: slider, cursor and play. Moving repaints at once; settling asks the server once.

import { inWords } from "./tip.js";

const DAY = 86_400_000; // ms
const SETTLED = 200; // ms after the last movement
const LONGEST_PLAY = 20_000; // ms
const CHANGE = 250; // ms for one change of the play

let playing = null; // the clock of the play, and what stopping it does

/**
 * Bind the controls in `view`. `scrub(number)` shows a day, counted from the first one;
 * `settle(changes, source)` makes a day or a first day the page's. `positions()` may be null until
 * the file is there: playing alone waits for it.
 */
export function bindDays({ view, positions, scrub, settle }) {
  stopPlaying({ anew: true });
  const range = view.querySelector("#day-range");
  if (!range) return;
  const start = view.querySelector("#from-range");
  const field = view.querySelector("#day");
  // Its styles place the sliders, the cursor and what lies before the first day.
  const frame = range.closest(".timeline-frame");
  const days = Number(range.max) + 1;
  const play = view.querySelector("#play");

  const number = () => Number(range.value);
  const first = Date.parse(`${range.dataset.first}T00:00:00Z`);
  const day = (input) => new Date(first + Number(input.value) * DAY).toISOString().slice(0, 10);

  // In parts of the whole: no size is asked of the page, which would have it laid out at once.
  function align() {
    frame.style.setProperty("--days", days);
    frame.style.setProperty("--at", (number() + 0.5) / days);
    frame.style.setProperty("--from", Number(start.value) / days);
  }

  function move() {
    range.setAttribute("aria-valuetext", inWords(day(range)));
    field.value = day(range);
    align();
    scrub(number());
  }

  function moveStart() {
    if (Number(start.value) > number()) start.value = range.value;
    start.setAttribute("aria-valuetext", inWords(day(start)));
    view.querySelector("#from").value = day(start);
    align();
  }

  onSettled(range, move, () => {
    if (!playing) settle({ day: day(range) }, range);
  });
  onSettled(start, moveStart, () => {
    settle({ from: Number(start.value) > 0 ? day(start) : "" }, start);
  });
  for (const input of view.querySelectorAll("#day-form input[type=date]")) {
    input.addEventListener("change", () => {
      // A day half typed is none; without a first day, all count.
      const given = input.value || input.id === "from";
      if (given && input.checkValidity()) input.form.requestSubmit();
    });
  }
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
      stopped: () => settle({ day: day(range) }, range),
    };
  });

  align();
}

/** Call `moved` at each movement of a slider, and `settled` once after the last one. */
function onSettled(range, moved, settled) {
  let timer = 0;
  let held = false;

  function settleSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!held) settled();
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
    moved();
    settleSoon();
  });
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
