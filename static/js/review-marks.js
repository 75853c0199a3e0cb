// The marks in the article: scrolling to them, walking through them, and a map of them.

const MARK_HEIGHT = 0.3; // of the pane's height, where the first mark comes to stand

/** The evidence's own mark; null where it is not in the text. */
export const firstMark = (item) => item.querySelector("#article-text mark.on");

/** Bring a mark to its height in the pane, or to the top where the whole page scrolls. */
export function scrollToMark(mark) {
  const scroller = mark?.closest(".article");
  if (!scroller) return;
  if (scroller.scrollHeight > scroller.clientHeight + 1) {
    const offset = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += offset - scroller.clientHeight * MARK_HEIGHT;
  } else if (window.matchMedia("(max-width: 767px)").matches) {
    mark.scrollIntoView({ block: "start" });
  }
}

/** The elements with which marks begin: one that runs over paragraphs, or has others in it, has several. */
const marks = (item) => [...item.querySelectorAll("#article-text mark[data-to]")];

/** Go to the next mark (step 1) or the one before (-1); false where there is none. */
export function stepMark(item, step) {
  const all = marks(item);
  if (all.length === 0) return false;
  const here = all.indexOf(document.activeElement);
  const from = here >= 0 ? here : all.indexOf(firstMark(item));
  const next = all[(from + step + all.length) % all.length];
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  scrollToMark(next);
  return true;
}

/** Draw where in the article the marks are, beside it. */
export function drawMinimap(item) {
  const scroller = item.querySelector(".article");
  if (!scroller || scroller.scrollHeight <= scroller.clientHeight + 1) return;
  const map = document.createElement("div");
  map.className = "minimap";
  map.setAttribute("aria-hidden", "true");
  const top = scroller.getBoundingClientRect().top - scroller.scrollTop;
  for (const mark of item.querySelectorAll("#article-text mark")) {
    const box = mark.getBoundingClientRect();
    const tick = document.createElement("span");
    tick.className = mark.classList.contains("on") ? "on" : "";
    tick.style.top = `${((box.top - top) / scroller.scrollHeight) * 100}%`;
    tick.style.height = `${Math.max(0.6, (box.height / scroller.scrollHeight) * 100)}%`;
    tick.addEventListener("click", () => scrollToMark(mark));
    map.append(tick);
  }
  item.append(map);
}
