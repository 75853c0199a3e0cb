// A picture of the map as it is shown, with title, legend, note and address in it.

import { color } from "./figures.js";

const WIDTH = 1600;
const MAP_HEIGHT = 833; // 1.92 to one
const ABOVE = 72;
const BELOW = 84;

const text = (selector) => document.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";

function line(content, y, size, shade) {
  return {
    text: content,
    xref: "paper",
    yref: "paper",
    x: 0,
    xanchor: "left",
    y,
    yanchor: "middle",
    showarrow: false,
    font: { size, color: color(`var(--${shade})`) },
  };
}

function legendLine() {
  const entries = [...document.querySelectorAll("#legend [data-highlight]")].map((entry) => {
    const swatch = entry.querySelector(".swatch");
    const fill = getComputedStyle(swatch).backgroundColor;
    const words = entry.textContent.trim().replace(/\s+/g, " ").replace(swatch.textContent, "");
    return `<span style="color:${fill}">■</span> ${swatch.textContent} ${words.trim()}`;
  });
  return entries.join("    ");
}

/** Save the map as `format` (png or svg); the day is in the file's name. */
export function saveImage(Plotly, map, format) {
  const share = (pixels) => pixels / MAP_HEIGHT;
  const layout = {
    ...structuredClone(map.layout),
    width: WIDTH,
    height: ABOVE + MAP_HEIGHT + BELOW,
    margin: { l: 16, r: 16, t: ABOVE, b: BELOW },
    paper_bgcolor: color("var(--paper)"),
    annotations: [
      line(`<b>${text("h1")}</b>`, 1 + share(48), 24, "ink"),
      line(text(".sentence"), 1 + share(18), 15, "ink-2"),
      line(legendLine(), share(-24), 15, "ink"),
      line(`${text(".map-foot .small")} ${location.href}`, share(-58), 13, "ink-2"),
    ],
  };
  const figure = { data: structuredClone(map.data), layout };
  const filename = `${location.pathname.split("/")[2]}-${document.getElementById("view").dataset.day}`;
  const size = { width: WIDTH, height: layout.height };
  return Plotly.downloadImage(figure, { format, filename, scale: 1, ...size });
}
