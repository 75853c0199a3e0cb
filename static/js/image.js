// Pictures of map and timeline as they are shown, with title, legend, note and address in them.

import { color } from "./figures.js";
import { hiddenCodes } from "./paths.js";

const WIDTH = 1400;
const MARGIN = 16;
const INNER = WIDTH - 2 * MARGIN;
const MAP_HEIGHT = Math.round(INNER / 1.92);
const TIMELINE_HEIGHT = 360;
const ABOVE = 72;
const BELOW = 84;
const AXIS = 24; // the days under the timeline
const NUMBERS = 40; // the numbers to the left of it

const text = (selector) => document.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";

// A line of words at `y` pixels above the lower edge of a drawing `height` pixels high.
function line(content, height, y, size, shade, x = 0) {
  return {
    text: content,
    xref: "paper",
    yref: "paper",
    x: x / INNER,
    xanchor: "left",
    y: y / height,
    yanchor: "middle",
    showarrow: false,
    font: { size, color: color(`var(--${shade})`) },
  };
}

// A swatch and its words for each entry, side by side; pixels from the left edge of the map.
function legend(height, y) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "15px sans-serif";
  const swatches = [];
  const words = [];
  let x = 0;
  for (const entry of document.querySelectorAll("#legend [data-highlight]")) {
    const swatch = entry.querySelector(".swatch");
    const content = entry.textContent.trim().replace(/\s+/g, " ");
    swatches.push({
      type: "rect",
      xref: "paper",
      yref: "paper",
      x0: x / INNER,
      x1: (x + 14) / INNER,
      y0: (y - 7) / height,
      y1: (y + 7) / height,
      fillcolor: getComputedStyle(swatch).backgroundColor,
      line: { width: 1, color: color("var(--coast)") },
    });
    words.push(line(content, height, y, 15, "ink", x + 18));
    x += pen.measureText(content).width + 48;
  }
  return { swatches, words };
}

// Codes that the page hides for want of room would lie upon each other in the picture as well.
function withoutHiddenCodes(traces, map) {
  const hidden = new Set(hiddenCodes(map));
  for (const trace of traces) {
    if (trace.name !== "codes") continue;
    trace.text = trace.text.map((code, place) => (hidden.has(trace.customdata[place]) ? "" : code));
  }
  return traces;
}

// What stands round the drawing: title and sentence above, legend, note and address below.
function framed(layout, height, { below = 0, left = 0 } = {}) {
  const { swatches, words } = legend(height, -24 - below);
  return {
    ...structuredClone(layout),
    width: WIDTH + left,
    height: ABOVE + height + BELOW + below,
    margin: { l: MARGIN + left, r: MARGIN, t: ABOVE, b: BELOW + below },
    paper_bgcolor: color("var(--paper)"),
    shapes: swatches,
    annotations: [
      line(text("h1"), height, height + 50, 24, "ink"),
      line(text(".sentence"), height, height + 20, 15, "ink-2"),
      ...words,
      line(`${text(".map-foot .note, .footer .note")} ${location.href}`, height, -58 - below, 13, "ink-2"),
    ],
  };
}

function save(Plotly, data, layout, format) {
  const { day } = document.getElementById("view").dataset;
  const [, , crisis, view] = location.pathname.split("/");
  const filename = [crisis, view, day].filter(Boolean).join("-");
  const { width, height } = layout;
  return Plotly.downloadImage({ data, layout }, { format, filename, scale: 1, width, height });
}

/** Save the map as `format` (png or svg); the day is in the file's name. */
export function saveMap(Plotly, map, format) {
  const data = withoutHiddenCodes(structuredClone(map.data), map);
  return save(Plotly, data, framed(map.layout, MAP_HEIGHT), format);
}

/** Save the histogram of new stances as `format` (png or svg). */
export function saveTimeline(Plotly, place, format) {
  return save(Plotly, structuredClone(place.data), framed(place.layout, TIMELINE_HEIGHT, { below: AXIS, left: NUMBERS }), format);
}
