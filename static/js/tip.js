// The map's tooltip: who, where, since when, and the words that decided.

const LINGER = 250; // ms in which the pointer may travel into the tooltip
const words = new Map(); // stance -> what the server says of it

// The browser's own formats take it longer to load than all other script of the first moment.
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A day as pages write it: 14 Mar 2026. */
export function inWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export class Tip {
  /** `place` holds the tooltip; `address` is the stances' address, below which each has a tip. */
  constructor(place, address) {
    this.address = address;
    this.box = element("div", "tip");
    this.box.setAttribute("role", "tooltip");
    this.box.id = "map-tip";
    this.box.hidden = true;
    this.place = place;
    this.place.style.position = "relative";
    this.box.addEventListener("pointerenter", () => window.clearTimeout(this.timer));
    this.box.addEventListener("pointerleave", () => this.leave());
  }

  show(about, x, y) {
    window.clearTimeout(this.timer);
    if (!this.box.isConnected) this.place = this.#attach();
    this.box.replaceChildren(...this.#content(about));
    this.box.hidden = false;
    this.#put(x, y);
    if (about.standing) this.#fetch(about.standing.stance);
  }

  /** Hide soon, unless the pointer comes into the tooltip. */
  leave() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (!this.box.matches(":hover")) this.hide();
    }, LINGER);
  }

  /** Hide now; says whether there was something to hide. */
  hide() {
    const shown = !this.box.hidden;
    this.box.hidden = true;
    return shown;
  }

  // The figure around the map is new after each swap, the map in it is not.
  #attach() {
    const place = document.getElementById("map").parentElement;
    place.style.position = "relative";
    place.append(this.box);
    return place;
  }

  #content({ code, name, standing, kind, since, age }) {
    const title = element("p", "", element("strong", "", name), " ", element("span", "quiet", code));
    if (!standing) return [title, element("p", "quiet", "No known stance")];
    const swatch = element("span", "swatch", kind.code);
    swatch.dataset.kind = standing.kind;
    const badges = [];
    if (standing.announced) badges.push(" ", element("span", "badge", "announced"));
    if (standing.divided) badges.push(" ", element("span", "badge", "divided"));
    const days = age === 0 ? "that day" : age === 1 ? "a day ago" : `${age} days ago`;
    this.said = element("div", "said-words");
    return [
      title,
      element("p", "", element("span", "kind", swatch, ` ${kind.label}`), ...badges),
      element("p", "quiet", `Since ${inWords(since)}, ${days}: ${standing.line}`),
      this.said,
    ];
  }

  async #fetch(stance) {
    const place = this.said;
    if (!words.has(stance)) {
      const response = await fetch(`${this.address}${stance}/tip/`);
      if (!response.ok) return;
      words.set(stance, await response.text());
    }
    place.innerHTML = words.get(stance);
  }

  #put(x, y) {
    const frame = this.place.getBoundingClientRect();
    const room = frame.width - this.box.offsetWidth - 4;
    const left = Math.max(0, Math.min(room, x - frame.left + 12));
    const above = y - frame.top > frame.height * 0.6;
    this.box.style.left = `${left}px`;
    this.box.style.top = above ? "" : `${y - frame.top + 12}px`;
    this.box.style.bottom = above ? `${frame.bottom - y + 12}px` : "";
  }
}
