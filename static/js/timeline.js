// The timeline page: its histogram in the colours of the theme, and the day within it.

import "./page.js";
import { go } from "./address.js";
import { bindDays } from "./days.js";
import { drawFigures, loadPlotly, onThemeChange } from "./figures.js";
import { saveTimeline } from "./image.js";
import { Positions } from "./positions.js";

const view = () => document.getElementById("view");

let positions = null;

// The line through each ribbon at the day shown.
function markDay(number) {
  for (const line of document.querySelectorAll(".ribbon .now")) {
    line.setAttribute("x1", number + 0.5);
    line.setAttribute("x2", number + 0.5);
  }
}

async function show() {
  bindDays({
    view: view(),
    positions: () => positions,
    scrub: markDay,
    settle: go,
  });
  drawFigures(document);
  const address = view().dataset.positions;
  if (address) positions = await Positions.load(address);
}

document.addEventListener("click", async (event) => {
  const picture = event.target.closest("[data-image]");
  const place = document.querySelector(".timeline");
  if (!picture || !place) return;
  saveTimeline(await loadPlotly(place), place, picture.dataset.image);
});

show();
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.id === "view") show();
});
onThemeChange(() => drawFigures(document));
