// Forms of the desk that stand alone: search as one types.

import { bindSuggestions } from "./review-suggest.js";

bindSuggestions(document);
