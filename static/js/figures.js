// Loads the library that draws, and gives its figures the colours of the theme.

let library = null;

function added(element, address) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(element);
  });
}

/** Have the browser fetch the drawing library, which `place` names, and not run it yet. */
export function fetchPlotly(place) {
  const ahead = { rel: "preload", as: "script", href: place.dataset.plotly };
  document.head.append(Object.assign(document.createElement("link"), ahead));
}

/**
 * The drawing library with its styles, loaded once from our own files, which `place` names;
 * rejects where they cannot be had.
 */
export function loadPlotly(place) {
  if (library === null) {
    const { plotly, plotlyStyles } = place.dataset;
    const script = Object.assign(document.createElement("script"), { src: plotly });
    const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href: plotlyStyles });
    library = Promise.all([added(script, plotly), added(styles, plotlyStyles)]).then(() => window.Plotly);
  }
  return library;
}

const TOKEN = /^var\((--[\w-]+)\)$/;
const probe = document.createElement("span");
probe.hidden = true;
probe.className = "probe"; // which no system's own colours change
document.body.append(probe);

const known = new Map(); // token -> its colour in the theme shown: to ask has styles computed anew

/** The colour that `token`, as `var(--name)`, has in the theme shown. */
export function color(token) {
  if (!known.has(token)) {
    probe.style.color = "";
    probe.style.color = token;
    known.set(token, getComputedStyle(probe).color);
  }
  return known.get(token);
}

/** `value` with every token in it, however deep, replaced by its colour in the theme shown. */
export function colored(value) {
  if (typeof value === "string") return TOKEN.test(value) ? color(value) : value;
  if (Array.isArray(value)) return value.map(colored);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, colored(inner)]));
  }
  return value;
}

/** The figure in the page's data block of this id. */
export function readFigure(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  plotlyServerURL: "",
  // Figures watch their own boxes; see keepFitting.
  responsive: false,
  scrollZoom: false,
  showSendToCloud: false,
  showTips: false,
};

const TICK_ROOM = 90; // px for the words of a tick
const drawn = new WeakMap(); // place -> the figure that it shows

/** Draw what is in `place` anew when the place has another size: a panel takes its width from it. */
export function keepFitting(place, fitted = () => {}) {
  let waiting = 0;
  new ResizeObserver(() => {
    window.cancelAnimationFrame(waiting);
    waiting = window.requestAnimationFrame(async () => {
      const { width, height } = place._fullLayout;
      if (Math.abs(width - place.offsetWidth) < 1 && Math.abs(height - place.offsetHeight) < 1) return;
      await window.Plotly.Plots.resize(place);
      fitted();
    });
  }).observe(place);
}

/** Draw the figures under `root` that need nothing but drawing. */
export async function drawFigures(root) {
  const places = root.querySelectorAll("[data-figure]");
  if (places.length === 0) return;
  const Plotly = await loadPlotly(places[0]);
  for (const place of places) {
    const data = document.getElementById(place.dataset.figure);
    if (!data) continue;
    const figure = colored(JSON.parse(data.textContent));
    figure.layout.xaxis.nticks = Math.min(8, Math.floor(place.offsetWidth / TICK_ROOM));
    // A swap leaves the place as it was; most of them change nothing that it shows.
    const wanted = JSON.stringify(figure);
    if (wanted === drawn.get(place)) continue;
    const first = !drawn.has(place);
    await Plotly.react(place, figure.data, figure.layout, CONFIG);
    drawn.set(place, wanted);
    if (first) keepFitting(place);
  }
}

/** Call `redraw` when the system changes between light and dark. */
export function onThemeChange(redraw) {
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(query).addEventListener("change", () => {
      known.clear();
      redraw();
    });
  }
}
