// Links and forms within [data-swaps] change the place that it names, and nothing else of the page.
//
// One listener serves them all: attributes of htmx would be looked at link by link before the page
// answers. Without script, and in a new tab, the same addresses give whole pages.

import { carried } from "./address.js";

/** Ask for `address` and put what comes into its place; `source` is the control that asks. */
function swap(source, address) {
  const frame = source.closest("[data-swaps]");
  const place = frame.dataset.swaps;
  const way = place === "view" ? "outerHTML" : "innerHTML";
  // An actor's link and the panel's cross say themselves who is selected.
  const chosen = source.closest("[data-code], [data-close]") ? ["selected"] : [];
  const path = carried(address, chosen);
  const up = "top" in frame.dataset ? " show:window:top" : "";
  window.htmx.ajax("GET", path, { source, target: `#${place}`, swap: way + up });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link?.closest("[data-swaps]") || elsewhere || event.defaultPrevented || !window.htmx) return;
  event.preventDefault();
  swap(link, link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-swaps]") || event.defaultPrevented || !window.htmx) return;
  event.preventDefault();
  const asked = new URL(form.action);
  asked.search = new URLSearchParams(new FormData(form, event.submitter));
  swap(form, asked.href);
});
