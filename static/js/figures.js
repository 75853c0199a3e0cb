// Loads the library that draws, and gives its figures the colours of the theme.

let library = null;

/** The drawing library, loaded once from our own files; rejects where it cannot be had. */
export function loadPlotly(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(script);
  });
  return library;
}

const TOKEN = /^var\((--[\w-]+)\)$/;
const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

/** The colour that `token`, as `var(--name)`, has in the theme shown. */
export function color(token) {
  probe.style.color = "";
  probe.style.color = token;
  return getComputedStyle(probe).color;
}

/** `value` with every token in it, however deep, replaced by its colour. */
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
  // The map watches its own box; the timeline follows the window.
  responsive: true,
  scrollZoom: false,
  showSendToCloud: false,
  showTips: false,
};

/** Draw the figures under `root` that need nothing but drawing. */
export async function drawFigures(root) {
  const places = root.querySelectorAll("[data-figure]");
  if (places.length === 0) return;
  const Plotly = await loadPlotly(places[0].dataset.plotly);
  for (const place of places) {
    const data = document.getElementById(place.dataset.figure);
    if (!data) continue;
    const figure = colored(JSON.parse(data.textContent));
    await Plotly.react(place, figure.data, figure.layout, CONFIG);
  }
}

/** Call `redraw` when the system changes between light and dark. */
export function onThemeChange(redraw) {
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(query).addEventListener("change", redraw);
  }
}
