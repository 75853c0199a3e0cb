// Forms of the desk that stand alone: search as one types.

import "./page.js";
import { bindSuggestions } from "./review-suggest.js";

bindSuggestions(document);
