// Places in the article's text, in Unicode code points as the server counts them; the browser counts
// UTF-16 units, in which an emoji is two.

const isWords = (node) => node.parentElement.closest("[data-words]") !== null;

/** The code points in a string. */
export const lengthOf = (text) => [...text].length;

/** The text nodes of a paragraph that are the article's own words. */
function textNodes(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (isWords(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** The article's text as a list of code points; between paragraphs stand newlines alone. */
export function charactersOf(container) {
  const characters = [];
  for (const paragraph of container.querySelectorAll("p[data-start]")) {
    const start = Number(paragraph.dataset.start);
    while (characters.length < start) characters.push("\n");
    for (const node of textNodes(paragraph)) characters.push(...node.data);
  }
  return characters;
}

/** The offset of a place that a selection names by node and UTF-16 offset; null outside the text. */
export function offsetOf(container, node, offset) {
  if (!container.contains(node)) return null;
  const place = document.createRange();
  place.setStart(node, offset);
  const paragraphs = [...container.querySelectorAll("p[data-start]")];
  // The last paragraph that begins at or before the place.
  const paragraph = paragraphs.findLast((one) => place.comparePoint(one, 0) <= 0) ?? paragraphs[0];
  let count = Number(paragraph.dataset.start);
  for (const text of textNodes(paragraph)) {
    if (text === node) return count + lengthOf(text.data.slice(0, offset));
    if (place.comparePoint(text, 0) >= 0) return count;
    count += lengthOf(text.data);
  }
  return count;
}

/** The selected stretch, as [start, end], or null where nothing of the article is selected. */
export function selectedSpan(container) {
  const selection = window.getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = offsetOf(container, range.startContainer, range.startOffset);
  const end = offsetOf(container, range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : [start, end];
}

/** The stretch that begins with this element of a mark, as [start, end]; else null. */
export const markedSpan = ({ dataset }) => (dataset.to ? [Number(dataset.from), Number(dataset.to)] : null);

/** The DOM ranges of [start, end], one for each text node that it touches. */
export function rangesOf(container, [start, end]) {
  const ranges = [];
  for (const paragraph of container.querySelectorAll("p[data-start]")) {
    let count = Number(paragraph.dataset.start);
    for (const node of textNodes(paragraph)) {
      const points = [...node.data];
      const from = Math.max(start - count, 0);
      const to = Math.min(end - count, points.length);
      if (from < to) {
        const range = document.createRange();
        range.setStart(node, points.slice(0, from).join("").length);
        range.setEnd(node, points.slice(0, to).join("").length);
        ranges.push(range);
      }
      count += points.length;
    }
  }
  return ranges;
}

const isSpace = (character) => /\s/u.test(character);

/** The span without white space at its ends. */
export function trimmed(characters, [start, end]) {
  while (start < end && isSpace(characters[start])) start += 1;
  while (end > start && isSpace(characters[end - 1])) end -= 1;
  return [start, end];
}

/** The word at a place, or the next one; at the end of the text the last one. */
export function wordAt(characters, at) {
  let start = Math.min(at, characters.length - 1);
  while (start < characters.length && isSpace(characters[start])) start += 1;
  while (start > 0 && (start === characters.length || !isSpace(characters[start - 1]))) start -= 1;
  let end = start;
  while (end < characters.length && !isSpace(characters[end])) end += 1;
  return [start, end];
}

/** The nearest beginning of a word before or after `start`, not past `limit`. */
export function movedStart(characters, start, step, limit) {
  const begins = (at) => !isSpace(characters[at]) && (at === 0 || isSpace(characters[at - 1]));
  for (let at = start + step; at >= 0 && at < limit; at += step) if (begins(at)) return at;
  return start;
}

/** The nearest end of a word before or after `end`, not before `limit`. */
export function movedEnd(characters, end, step, limit) {
  const ends = (at) => !isSpace(characters[at - 1]) && (at === characters.length || isSpace(characters[at]));
  for (let at = end + step; at > limit && at <= characters.length; at += step) if (ends(at)) return at;
  return end;
}
