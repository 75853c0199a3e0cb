// Where the drawn map keeps its shapes: the one place that knows how the library lays them out.

/** The group of a trace, by the trace's name; null where the library has none. */
function group(map, name) {
  for (const element of map.querySelectorAll("g.trace")) {
    if (element.__data__?.[0]?.trace?.name === name) return element;
  }
  return null;
}

/** Every country's outline and every dot, as [code, element]; empty where they cannot be told. */
export function shapes(map) {
  const found = [];
  for (const path of group(map, "positions")?.querySelectorAll("path") ?? []) {
    if (path.__data__?.loc) found.push([path.__data__.loc, path]);
  }
  for (const path of group(map, "dots")?.querySelectorAll("path.point") ?? []) {
    if (path.__data__?.data) found.push([path.__data__.data, path]);
  }
  return found;
}

/** The groups of the marks that belong to one day alone. */
export function dayMarks(map) {
  return ["second", "divided", "rings", "codes", "proposed"].map((name) => group(map, name)).filter(Boolean);
}

const ROOM = { width: 30, height: 16 }; // px that a code needs

/**
 * Show the kinds' codes on land that is wide enough for them; `mode` on shows all, off none. Who
 * chose colours of their own gets all: the codes then say what the fills may not.
 */
export function showCodes(map, asked = "auto") {
  const texts = group(map, "codes")?.querySelectorAll("text") ?? [];
  if (texts.length === 0) return;
  const forced = window.matchMedia("(forced-colors: active)").matches;
  const mode = forced && asked === "auto" ? "on" : asked;
  const wide = new Set();
  for (const [code, shape] of shapes(map)) {
    const { width, height } = shape.getBoundingClientRect();
    if (width > ROOM.width && height > ROOM.height) wide.add(code);
  }
  for (const text of texts) {
    const shown = mode === "on" || (mode === "auto" && wide.has(codeOf(text)));
    text.style.display = shown ? "" : "none";
    text.style.pointerEvents = "none";
  }
}

/** The countries whose codes are hidden for want of room. */
export function hiddenCodes(map) {
  const texts = [...(group(map, "codes")?.querySelectorAll("text") ?? [])];
  return texts.filter((text) => text.style.display === "none").map(codeOf);
}

const codeOf = (text) => text.__data__?.data ?? text.parentNode.__data__?.data;

/** What is drawn with a dashed line: the outlines of disputed areas, and unreviewed proposals. */
export function dashed(map) {
  const [land, proposed] = ["land", "proposed"].map((name) => group(map, name)?.querySelectorAll("path") ?? []);
  return [...[...land].filter((path) => path.__data__?.data === "disputed"), ...proposed];
}

/** Put the coasts over the fills, whose seams would hide them: the library draws them below. */
export function raiseCoasts(map) {
  const coasts = map.querySelector(".layer.coastlines");
  if (!coasts) return;
  coasts.style.pointerEvents = "none";
  map.querySelector(".layer.backplot").after(coasts);
}

const SVG = "http://www.w3.org/2000/svg";

// The library takes every path in its layers for one of its own, so outlines get a layer of ours.
function overlay(map) {
  let layer = map.querySelector(":scope > svg.overlay");
  if (!layer) {
    layer = document.createElementNS(SVG, "svg");
    layer.setAttribute("class", "overlay");
    layer.setAttribute("aria-hidden", "true");
    map.append(layer);
  }
  return layer;
}

/** Draw an outline over the shapes of these codes, and none over any other. */
export function outline(map, codes) {
  const wanted = new Set(codes);
  const outlines = [];
  for (const [code, shape] of shapes(map)) {
    if (!wanted.has(code)) continue;
    const copy = document.createElementNS(SVG, "path");
    copy.setAttribute("d", shape.getAttribute("d"));
    if (shape.hasAttribute("transform")) {
      copy.setAttribute("transform", shape.getAttribute("transform"));
    }
    outlines.push(copy);
  }
  overlay(map).replaceChildren(...outlines);
}
