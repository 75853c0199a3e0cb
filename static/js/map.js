// The reaction map: draws the server's figure and lets one look around in it.

import "./page.js";
import {
  CONFIG,
  color,
  colored,
  drawFigures,
  fetchPlotly,
  keepFitting,
  loadPlotly,
  onThemeChange,
  readFigure,
} from "./figures.js";
import { carried, go, inAddress, keepInAddress } from "./address.js";
import { bindDays } from "./days.js";
import { saveMap } from "./image.js";
import { dashed, dayMarks, outline, raiseCoasts, shapes, showCodes } from "./paths.js";
import { Positions } from "./positions.js";
import { Tip } from "./tip.js";
import { LARGEST, readViewport, writeViewport } from "./viewport.js";

const PAN = 12; // degrees at scale 1
const ZOOM = 1.4;

const map = document.getElementById("map");
const view = () => document.getElementById("view");

let Plotly = null;
let positions = null;
let address = "";
let scrubbed = null; // the day that scrubbing shows before the server has answered
let highlighted = inAddress("highlight");
let tip = null;

// What the fills tell apart, and where each kind belongs.

function legend() {
  const fills = new Map();
  for (const entry of document.querySelectorAll("#legend [data-highlight]")) {
    fills.set(entry.dataset.highlight, entry);
  }
  return fills;
}

const groups = JSON.parse(document.getElementById("kind-groups").textContent);

const valueOf = (kind) => (view().dataset.colour === "kind" ? kind : groups[kind].group);

function fillOf(standing) {
  if (!standing) return color("var(--nodata)");
  const value = valueOf(standing.kind);
  if (highlighted && highlighted !== value) return color("var(--nodata)");
  return color(`var(--${view().dataset.colour}-${value})`);
}

const shownDay = () => scrubbed ?? positions?.number(view().dataset.day) ?? 0;

/** Colour the shapes that are there for the day shown: far quicker than drawing anew. */
function paint() {
  if (!positions) return;
  const fills = new Map();
  for (const [code, shape] of shapes(map)) {
    const standing = positions.of(code, shownDay());
    const key = standing?.kind ?? "";
    if (!fills.has(key)) fills.set(key, fillOf(standing));
    shape.style.fill = fills.get(key);
    shape.style.fillOpacity = "1";
  }
  for (const marks of dayMarks(map)) {
    marks.style.display = scrubbed === null && !highlighted ? "" : "none";
  }
}

function dress() {
  raiseCoasts(map);
  for (const path of dashed(map)) path.style.strokeDasharray = "3 2";
  showCodes(map, view().dataset.labels);
  for (const entry of legend().values()) {
    entry.setAttribute("aria-pressed", String(entry.dataset.highlight === highlighted));
    entry.setAttribute("role", "button");
  }
  outline(map, [view().dataset.selected].filter(Boolean));
  if (highlighted || scrubbed !== null) paint();
}

let drawn = ""; // the figure that the map shows, in the colours of the theme

/**
 * Draw the server's figure, unless it is there already: a panel opens over the same map. Without
 * codes and coasts it comes sooner: each take the library half as long as all fills.
 */
async function draw({ whole }) {
  const figure = colored(readFigure("map-figure"));
  const traces = Object.fromEntries(figure.data.map((trace) => [trace.name, trace]));
  traces.codes.visible = whole;
  // Whether outlines are needed at all the library asks the coasts, and the first trace alone.
  figure.layout.geo.showcoastlines = whole || traces.positions.locations.length === 0;
  const wanted = JSON.stringify(figure);
  if (wanted === drawn) {
    paint(); // what a day passed through has left
  } else {
    keepLooking(figure.layout.geo);
    const config = { ...CONFIG, topojsonURL: map.dataset.topology };
    await Plotly.react(map, figure.data, figure.layout, config);
    drawn = wanted;
  }
  dress();
}

// Looking around

function look([lon, lat, scale]) {
  return Plotly.relayout(map, {
    "geo.center.lon": lon,
    "geo.center.lat": lat,
    "geo.projection.scale": scale,
  });
}

function lookingAt() {
  const { center, projection } = map._fullLayout.geo;
  return [center.lon, center.lat, projection.scale];
}

// What one looks at stays when the figure is drawn anew; at first the address says it.
function keepLooking(geo) {
  const [lon, lat, scale] = map._fullLayout ? lookingAt() : readViewport(inAddress("viewport"));
  geo.center = { lon, lat };
  geo.projection = { ...geo.projection, scale };
}

let noting = 0;

/** Keep in the address what is looked at, once the map has come to rest. */
function noteViewport() {
  window.clearTimeout(noting);
  noting = window.setTimeout(() => {
    const viewport = writeViewport(lookingAt());
    keepInAddress("viewport", viewport === "world" ? "" : viewport);
    for (const button of document.querySelectorAll("[data-viewport]")) {
      button.setAttribute("aria-pressed", String(button.dataset.viewport === viewport));
    }
  }, 200);
}

function zoom(factor) {
  const [lon, lat, scale] = lookingAt();
  return look([lon, lat, Math.min(LARGEST, Math.max(1, scale * factor))]);
}

function pan(dx, dy) {
  const [lon, lat, scale] = lookingAt();
  const step = PAN / scale;
  return look([lon + dx * step, Math.max(-60, Math.min(80, lat + dy * step)), scale]);
}

const showViewport = (name) => look(readViewport(name));

function select(code) {
  const link = document.getElementById(`a-${code}`);
  if (link) link.click();
  else go({ selected: code });
}

/** Mark whose panel is open, as the server does when it makes the whole page. */
function showSelected() {
  const selected = inAddress("selected");
  view().dataset.selected = selected;
  view().classList.toggle("with-panel", document.querySelector(".panel") !== null);
  for (const link of document.querySelectorAll("[data-code] > a")) {
    if (link.parentElement.dataset.code === selected) link.ariaCurrent = "true";
    else link.removeAttribute("aria-current");
  }
  outline(map, [selected].filter(Boolean));
}

function highlight(value) {
  highlighted = value === highlighted ? "" : value;
  keepInAddress("highlight", highlighted);
  paint();
  dress();
}

// Tooltip

function describe(code, name) {
  const standing = positions?.of(code, shownDay()) ?? null;
  return {
    code,
    name,
    standing,
    kind: standing && groups[standing.kind],
    since: standing && positions.day(standing.since),
    age: standing && shownDay() - standing.since,
  };
}

const codeOf = (point) => point.location ?? point.customdata;

function bindPointer() {
  map.on("plotly_hover", ({ points, event }) => {
    const [point] = points;
    if (!codeOf(point)) return;
    outline(map, [codeOf(point)]);
    tip.show(describe(codeOf(point), point.text), event.clientX, event.clientY);
  });
  map.on("plotly_unhover", () => {
    outline(map, [view().dataset.selected].filter(Boolean));
    tip.leave();
  });
  map.on("plotly_click", ({ points }) => {
    if (codeOf(points[0])) select(codeOf(points[0]));
  });
  map.on("plotly_relayout", () => {
    dress();
    noteViewport();
  });
}

map.addEventListener(
  "wheel",
  (event) => {
    if (!Plotly || !(event.ctrlKey || event.metaKey || document.activeElement === map)) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  },
  { passive: false },
);

// Keys within the map

let neighbour = -1;

function walk(step) {
  const links = [...document.querySelectorAll("#actor-list [data-code]")];
  if (links.length === 0) return;
  neighbour = (neighbour + step + links.length) % links.length;
  preview(links[neighbour]);
}

const membersOf = (code) =>
  JSON.parse(document.getElementById("members")?.textContent ?? "{}")[code] ?? [];

function preview(item) {
  const { code } = item.dataset;
  outline(map, [code, ...membersOf(code)]);
  const shape = shapes(map).find(([other]) => other === code)?.[1];
  if (!shape || !tip) return;
  const box = shape.getBoundingClientRect();
  const name = item.querySelector(".name")?.textContent ?? code;
  tip.show(describe(code, name), box.left + box.width / 2, box.top + box.height / 2);
}

const MAP_KEYS = {
  ArrowLeft: () => pan(-1, 0),
  ArrowRight: () => pan(1, 0),
  ArrowUp: () => pan(0, 1),
  ArrowDown: () => pan(0, -1),
  "+": () => zoom(ZOOM),
  "=": () => zoom(ZOOM),
  "-": () => zoom(1 / ZOOM),
  0: () => showViewport("world"),
  n: () => walk(1),
  p: () => walk(-1),
  Enter: () => {
    const item = document.querySelectorAll("#actor-list [data-code]")[neighbour];
    if (item) select(item.dataset.code);
  },
};

map.addEventListener("keydown", (event) => {
  if (!Plotly || event.ctrlKey || event.metaKey || event.altKey || !MAP_KEYS[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  MAP_KEYS[event.key]();
});

document.addEventListener("click", (event) => {
  const entry = event.target.closest("#legend [data-highlight]");
  if (entry) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) location.assign(carried(entry.href));
    else highlight(entry.dataset.highlight);
  }
  const picture = event.target.closest("[data-image]");
  if (picture && Plotly) saveMap(Plotly, map, picture.dataset.image);
  const region = event.target.closest("[data-viewport]");
  if (region && Plotly) showViewport(region.dataset.viewport);
  const zoomer = event.target.closest("[data-zoom]");
  if (zoomer && Plotly) zoom(zoomer.dataset.zoom === "in" ? ZOOM : 1 / ZOOM);
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-code]");
  if (item && Plotly && event.target.matches(":focus-visible")) preview(item);
});

document.addEventListener("focusout", (event) => {
  if (event.target.closest?.("[data-code]")) tip?.leave();
});

document.addEventListener("pointerover", (event) => {
  const item = event.target.closest?.(".actor-list [data-code], .rail [data-code]");
  if (item && Plotly) outline(map, [item.dataset.code, ...membersOf(item.dataset.code)]);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (tip?.hide()) return;
  if (highlighted) highlight(highlighted);
  else if (!document.querySelector("details.layer[open], dialog[open]")) closePanel();
});

function closePanel() {
  const { selected } = view().dataset;
  if (!selected) return;
  document.querySelector("[data-close]")?.click();
  // From the cross, which is gone, the focus goes back to where the panel was opened from.
  document.addEventListener(
    "htmx:afterSettle",
    () => document.getElementById(`a-${selected}`)?.focus(),
    { once: true },
  );
}

// Beginning, and again after each swap

function whenIdle(work) {
  if ("requestIdleCallback" in window) requestIdleCallback(() => work(), { timeout: 1500 });
  else window.setTimeout(work, 200);
}

let loading = null; // the file on its way

function loadPositions() {
  const wanted = view().dataset.positions;
  if (wanted !== address || loading === null) {
    address = wanted;
    loading = Positions.load(wanted).then(
      (file) => {
        if (wanted === address) positions = file;
      },
      (error) => {
        loading = null;
        throw error;
      },
    );
  }
  return loading;
}

// The day control answers as soon as the positions are there, long before the map is drawn.
function bindDay() {
  scrubbed = null;
  bindDays({
    view: view(),
    positions: () => positions,
    scrub(number) {
      scrubbed = number;
      paint();
    },
    settle: go,
  });
}

async function show() {
  const first = drawn === "";
  await Promise.all([draw({ whole: !first }), loadPositions()]);
  whenIdle(() => drawFigures(view()));
  if (first) whenIdle(show);
}

/** Put the outlines where the library looks before it would ask for them itself. */
async function takeOutlines(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  window.PlotlyGeoAssets = { topojson: { world_110m: await response.json() } };
}

async function start(outlines) {
  try {
    [Plotly] = await Promise.all([loadPlotly(map), outlines.then(takeOutlines)]);
    tip = new Tip(map.parentElement, view().dataset.tips);
    await show();
  } catch (error) {
    document.getElementById("map-note").hidden = false;
    console.warn(`The map could not be drawn: ${error.message}`);
    return;
  }
  bindPointer();
  onThemeChange(() => show());
  keepFitting(map, () => {
    paint();
    dress();
  });
  map.dataset.live = "true";
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // What takes the place of something is there at once: the focus goes back into it.
  view().classList.remove("arriving");
  // To each element that goes htmx sends an event: those of the list would take as long as the rest.
  const list = document.getElementById("actor-list");
  const goes = detail.shouldSwap && detail.target === view();
  if (goes && list && !list.contains(document.activeElement)) list.replaceChildren();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { elt, target } = event.detail;
  // Each part of an answer settles by itself; of a panel's, this one is always there.
  if (target.id === "panel-place" && elt.id === "about-view") showSelected();
  if (elt.id !== "view") return;
  bindDay();
  // The list comes first; what the map takes to be drawn anew must not keep it waiting.
  if (Plotly) whenIdle(show);
  else loadPositions();
});

/** Do `work` once what is there has been painted. */
function afterPaint(work) {
  window.requestAnimationFrame(() => window.setTimeout(work));
}

/** Have what the map needs fetched while the page is laid out and painted, and draw it after. */
function begin() {
  loadPositions().catch(() => {}); // drawing asks again, and tells
  fetchPlotly(map);
  // Read when they are needed: that takes as long as to lay out a part of the page.
  const outlines = fetch(`${map.dataset.topology}world_110m.json`);
  outlines.catch(() => {}); // drawing waits for them, and tells
  afterPaint(() => start(outlines));
}

bindDay();
// From here the page answers.
window.setTimeout(begin);
