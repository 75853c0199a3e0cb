// The timeline page: its histogram, in the colours of the theme.

import { drawFigures, onThemeChange } from "./figures.js";

drawFigures(document);
document.addEventListener("htmx:afterSettle", (event) => drawFigures(event.detail.elt));
onThemeChange(() => drawFigures(document));
