"""News pages of a usual size round the sample articles: menus, scripts, teasers, and the text."""

from __future__ import annotations

import html
import json
from pathlib import Path

import reactions

_SCRIPT = "window.__state={" + ",".join(f'"k{n}":{{"id":{n},"t":"teaser {n}"}}' for n in range(700))
_MENU = "".join(
    f'<li class="nav-item"><a href="/section/{n}">Section {n}</a></li>' for n in range(90)
)
_CARDS = "".join(
    f'<div class="card"><a href="/story/{n}"><img src="/i/{n}.jpg" alt=""><h3>Teaser number {n} of '
    f"this page</h3></a><p>A line about it.</p></div>"
    for n in range(40)
)


def sample_texts() -> list[tuple[str, str, str]]:
    """Title, day and text of each sample article."""
    folder = Path(reactions.__file__).parent / "samples"
    found = [json.loads(path.read_text()) for path in sorted(folder.glob("*/articles/*.json"))]
    return [(one["title"], one["published"], one["text"]) for one in found]


def news_pages(number: int) -> list[str]:
    """So many pages, each with a sample article in which one paragraph is its own."""
    texts = sample_texts()
    return [_page(position, *texts[position % len(texts)]) for position in range(number)]


def _page(number: int, title: str, published: str, text: str) -> str:
    own = f"Edition {number} of this report was printed in town {number * 7919 % 104729}."
    body = "".join(f"<p>{html.escape(part)}</p>" for part in [*text.split("\n\n"), own])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{html.escape(title)} | Example {number}</title>
<script type="application/ld+json">{{"@type":"NewsArticle","headline":{json.dumps(title)},
"datePublished":"{published}T09:00:00Z"}}</script><script>{_SCRIPT}}}</script></head><body>
<nav><ul>{_MENU}</ul></nav><main><article><h1>{html.escape(title)}</h1>{body}</article></main>
<section class="more">{_CARDS}</section><footer><ul>{_MENU}</ul></footer></body></html>"""
