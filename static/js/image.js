// A picture of the map as it is shown, with title, legend, note and address in it.

import { color } from "./figures.js";
import { hiddenCodes } from "./paths.js";

const WIDTH = 1400;
const MARGIN = 16;
const MAP_WIDTH = WIDTH - 2 * MARGIN;
const MAP_HEIGHT = Math.round(MAP_WIDTH / 1.92);
const ABOVE = 72;
const BELOW = 84;

const share = (pixels) => pixels / MAP_HEIGHT;
const text = (selector) => document.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";

function line(content, y, size, shade, x = 0) {
  return {
    text: content,
    xref: "paper",
    yref: "paper",
    x: x / MAP_WIDTH,
    xanchor: "left",
    y: share(y),
    yanchor: "middle",
    showarrow: false,
    font: { size, color: color(`var(--${shade})`) },
  };
}

// A swatch and its words for each entry, side by side; pixels from the left edge of the map.
function legend(y) {
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
      x0: x / MAP_WIDTH,
      x1: (x + 14) / MAP_WIDTH,
      y0: share(y - 7),
      y1: share(y + 7),
      fillcolor: getComputedStyle(swatch).backgroundColor,
      line: { width: 1, color: color("var(--coast)") },
    });
    words.push(line(content, y, 15, "ink", x + 18));
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

/** Save the map as `format` (png or svg); the day is in the file's name. */
export function saveImage(Plotly, map, format) {
  const { swatches, words } = legend(-24);
  const layout = {
    ...structuredClone(map.layout),
    width: WIDTH,
    height: ABOVE + MAP_HEIGHT + BELOW,
    margin: { l: MARGIN, r: MARGIN, t: ABOVE, b: BELOW },
    paper_bgcolor: color("var(--paper)"),
    shapes: swatches,
    annotations: [
      line(text("h1"), MAP_HEIGHT + 50, 24, "ink"),
      line(text(".sentence"), MAP_HEIGHT + 20, 15, "ink-2"),
      ...words,
      line(`${text(".map-foot .note")} ${location.href}`, -58, 13, "ink-2"),
    ],
  };
  const figure = { data: withoutHiddenCodes(structuredClone(map.data), map), layout };
  const { day } = document.getElementById("view").dataset;
  const filename = `${location.pathname.split("/")[2]}-${day}`;
  const size = { width: WIDTH, height: layout.height };
  return Plotly.downloadImage(figure, { format, filename, scale: 1, ...size });
}
