// Search as you type for actors and officials. The list is the browser's own (datalist); what is
// typed is what counts, so that the form works alike without it.

const WAIT = 150; // ms after the last key

const fill = (list, options) =>
  list.replaceChildren(
    ...options.map(({ value, label }) => {
      const option = document.createElement("option");
      option.value = value;
      option.label = label;
      return option;
    }),
  );

/** Offer to make what was typed, where nothing of that name is known: a box to tick, or a page. */
function offerToCreate(field, create) {
  field.parentElement.querySelector(".create")?.remove();
  if (!create) return;
  const offer = document.createElement(create.href ? "a" : "button");
  offer.className = "create plain small";
  offer.textContent = create.label;
  if (create.href) {
    offer.href = create.href;
    offer.target = "_blank";
  } else {
    offer.type = "button";
    offer.addEventListener("click", () => {
      field.form.elements[create.tick].checked = true;
      offer.remove();
      field.focus();
    });
  }
  field.after(offer);
}

/** Give each field with data-suggest within `root` its list. */
export function bindSuggestions(root) {
  for (const field of root.querySelectorAll("input[data-suggest]")) {
    if (field.list) continue;
    const list = document.createElement("datalist");
    list.id = `${field.id}-suggestions`;
    field.after(list);
    field.setAttribute("list", list.id);
    let timer = 0;
    let asked = 0;
    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(async () => {
        asked += 1;
        const mine = asked;
        const query = new URLSearchParams({ q: field.value.trim() });
        const answer = await fetch(`${field.dataset.suggest}?${query}`).catch(() => null);
        // Only the answer to the latest question counts.
        if (!answer?.ok || mine !== asked) return;
        const { options, create } = await answer.json();
        fill(list, options);
        offerToCreate(field, create);
      }, WAIT);
    });
  }
}
