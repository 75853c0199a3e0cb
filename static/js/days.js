// The day control: slider, cursor and play. Moving repaints at once; settling asks the server once.

import { inWords } from "./tip.js";

const SETTLED = 200; // ms after the last movement
const LONGEST_PLAY = 20_000; // ms
const CHANGE = 250; // ms for one change of the play

// The margins of the timeline's figure, as charts.py sets them.
const LEFT = 32;
const RIGHT = 8;
const THUMB = 8;

let playing = null;

/**
 * Bind the controls in `view`. `scrub(number)` shows a day, `settle(number, source)` makes it the
 * page's; days are numbers of `positions()`, which may be null until the file is there.
 */
export function bindDays({ view, positions, scrub, settle }) {
  stopPlaying();
  const range = view.querySelector("#day-range");
  if (!range) return;
  const field = view.querySelector("#day");
  const cursor = view.querySelector(".cursor");
  const play = view.querySelector("#play");
  let timer = 0;
  let held = false;

  const number = () => Number(range.value);

  function align() {
    const days = Number(range.max) + 1;
    const width = range.parentElement.clientWidth - LEFT - RIGHT;
    const half = width / days / 2;
    range.style.marginInlineStart = `${LEFT + half - THUMB}px`;
    range.style.width = `${width - 2 * half + 2 * THUMB}px`;
    cursor.style.insetInlineStart = `${LEFT + half + (width - 2 * half) * (number() / Math.max(1, days - 1))}px`;
  }

  function move() {
    const file = positions();
    if (!file) return;
    const day = file.day(number());
    range.setAttribute("aria-valuetext", inWords(day));
    field.value = day;
    align();
    scrub(number());
  }

  function settleSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!held && !playing && positions()) settle(number(), range);
    }, SETTLED);
  }

  range.addEventListener("pointerdown", () => {
    held = true;
    stopPlaying();
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
      settle(number(), range);
      return;
    }
    const file = positions();
    if (!file) return;
    const days = file.days;
    let place = number() >= days.at(-1) ? 0 : days.findIndex((day) => day > number());
    const pace = Math.min(CHANGE, LONGEST_PLAY / days.length);
    play.textContent = "Stop";
    playing = window.setInterval(() => {
      range.value = String(days[place]);
      move();
      place += 1;
      if (place >= days.length) {
        stopPlaying();
        settle(number(), range);
      }
    }, pace);
  });

  align();
  new ResizeObserver(align).observe(range.parentElement);
}

function stopPlaying() {
  window.clearInterval(playing);
  playing = null;
  const play = document.getElementById("play");
  if (play) play.textContent = "Play";
}

document.addEventListener("keydown", stopPlayingOnInput);
document.addEventListener("pointerdown", stopPlayingOnInput);

function stopPlayingOnInput(event) {
  if (playing && !event.target.closest?.("#play")) stopPlaying();
}
