// The address of a crisis's page is its state: asking the server for another one.

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

/** Keep in the address what the browser alone knows. */
export function keepInAddress(name, value) {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
}
