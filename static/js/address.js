// The address of a crisis's page is its state: asking the server for another one.

// What the browser changes by itself: links that the server wrote earlier may have it otherwise.
const OWN = ["selected", "highlight", "viewport"];

/**
 * Ask for this page with some parameters changed; an empty value removes one. `source` is the
 * control that asks: it keeps the focus.
 */
export function go(changes, source) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  const options = { target: "#view", swap: "outerHTML", ...(source ? { source } : {}) };
  return window.htmx.ajax("GET", url.pathname + url.search, options);
}

/** What the address says of a parameter; empty where nothing. */
export const inAddress = (name) => new URLSearchParams(location.search).get(name) ?? "";

/** Keep in the address what the browser alone knows. */
export function keepInAddress(name, value) {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  // Commas stay commas, as the server writes them.
  url.search = url.searchParams.toString().replaceAll("%2C", ",");
  history.replaceState(history.state, "", url);
}

/** `path` with what the address says of what the browser changes by itself, but for `chosen`. */
export function carried(path, chosen = []) {
  const url = new URL(path, location.href);
  if (url.pathname !== location.pathname) return path;
  const now = new URLSearchParams(location.search);
  for (const name of OWN) {
    if (chosen.includes(name)) continue;
    if (now.has(name)) url.searchParams.set(name, now.get(name));
    else url.searchParams.delete(name);
  }
  return url.pathname + url.search;
}
