"""News pages in the shapes that sites use, with words of our own.

Each layout gives the page's HTML and the paragraphs that are the article; everything else on the
page (menus, teasers, captions, forms, comments, biographies) is not.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

_WHO = ["France", "Poland", "Canada", "Norway", "Japan", "Brazil", "Kenya", "Ireland", "Chile"]
_OFFICE = ["foreign minister", "prime minister", "spokeswoman", "ambassador", "president"]
_VERB = ["condemned", "deplored", "followed with concern", "called a mistake", "questioned"]
_WHAT = ["the arrests", "the raid on the radio station", "the curfew", "the count", "the decree"]
_WHERE = ["in the capital", "along the river", "in three provinces", "near the port"]
_THEN = [
    "and asked both camps to come back to the table before the weekend",
    "and said that its embassy would stay open for as long as the airport did",
    "while officials in the region spoke of the worst week in a decade",
    "after a night in which shops on the main avenue kept their shutters down",
    "as buses stood empty and the market traded only for an hour at noon",
]
TEASERS = [
    "Ferry company adds winter crossings",
    "Eleven recipes for a cold evening",
    "What the new tax means for renters",
    "Museum finds lost drawing in attic",
    "The quiet return of the night train",
    "Cup final goes to penalties again",
    "How to read your heating bill",
    "Harbor bridge closed until Sunday",
    "Author of sea novels dies at 91",
]


@dataclass(frozen=True)
class Story:
    title: str
    paragraphs: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def make_story(seed: int, paragraphs: int = 7) -> Story:
    """An invented report; the same seed gives the same one."""
    pick = random.Random(seed).choice  # noqa: S311

    def sentence() -> str:
        return (
            f"The {pick(_OFFICE)} of {pick(_WHO)} {pick(_VERB)} {pick(_WHAT)} {pick(_WHERE)} "
            f"{pick(_THEN)}."
        )

    body = [" ".join(sentence() for _ in range(3)) for _ in range(paragraphs)]
    return Story(f"{pick(_WHO)} and {pick(_WHO)} speak out on {pick(_WHAT)}", body)


Layout = Callable[[Story], str]
LAYOUTS: dict[str, Layout] = {}


def layout(function: Layout) -> Layout:
    LAYOUTS[function.__name__] = function
    return function


def document(story: Story, body: str, *, head: str = "", kind: str = "article") -> str:
    """A whole page round `body`, with menu, teasers and footer."""
    links = "".join(f'<li><a href="/{i}">{name}</a></li>' for i, name in enumerate(TEASERS[:5]))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{story.title} | The Daily Example</title>
<meta property="og:title" content="{story.title}"><meta property="og:type" content="{kind}">
<meta property="og:site_name" content="The Daily Example">
<meta property="article:published_time" content="2020-08-17T09:30:00+02:00">
{head}<script>window.dataLayer = [{{"page": "story"}}];</script>
<style>.story p {{ margin: 0 }}</style></head>
<body><header class="site-header"><a class="logo" href="/">The Daily Example</a>
<nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/culture">Culture</a></li></ul></nav></header>
{body}
<aside class="most-read"><h2>Most read</h2><ol>{links}</ol></aside>
<footer><p>© The Daily Example. All rights reserved.</p><ul><li><a href="/terms">Terms of use</a>
</li><li><a href="/privacy">Privacy policy</a></li><li><a href="/contact">Contact</a></li></ul>
</footer></body></html>"""


def paragraphs(story: Story, attributes: str = "") -> str:
    return "\n".join(f"<p{attributes}>{text}</p>" for text in story.paragraphs)


def mixed(story: Story, extra: str, every: int = 2) -> str:
    """The paragraphs with something foreign after every second one."""
    parts = []
    for number, text in enumerate(story.paragraphs, start=1):
        parts.append(f"<p>{text}</p>")
        if number % every == 0:
            parts.append(extra)
    return "\n".join(parts)


def related() -> str:
    links = "".join(f'<li><a href="/r{i}">{name}</a></li>' for i, name in enumerate(TEASERS[5:8]))
    return f'<div class="related"><h3>Related stories</h3><ul>{links}</ul></div>'


@layout
def semantic(story: Story) -> str:
    return document(
        story,
        f"<main><article><header><h1>{story.title}</h1><p class='byline'>By Ann Other</p></header>"
        f"{paragraphs(story)}</article></main>",
    )


@layout
def article_body_class(story: Story) -> str:
    return document(
        story,
        f"<div class='content'><h1>{story.title}</h1><div class='article-body'>"
        f"{paragraphs(story)}</div>{related()}</div>",
    )


@layout
def blog_engine(story: Story) -> str:
    comments = "".join(
        f"<li class='comment'><p>Reader {i}: I do not agree with this at all, as so often.</p></li>"
        for i in range(6)
    )
    return document(
        story,
        f"<div id='primary'><article class='post hentry'><h1 class='entry-title'>{story.title}</h1>"
        f"<div class='entry-meta'>August 17, 2020 by admin</div><div class='entry-content'>"
        f"{paragraphs(story)}<div class='sharedaddy'><h3>Share this:</h3><ul><li><a href='#'>"
        f"Twitter</a></li><li><a href='#'>Facebook</a></li></ul></div></div></article>"
        f"<div id='comments' class='comments-area'><h2>6 thoughts</h2><ol class='comment-list'>"
        f"{comments}</ol></div></div><div id='secondary' class='widget-area'>{related()}</div>",
    )


@layout
def data_component_blocks(story: Story) -> str:
    blocks = "".join(
        f"<div data-component='text-block' class='ssrcss-11r1m41'><p class='e1jhz7w10'>{text}</p>"
        "</div>"
        for text in story.paragraphs
    )
    return document(
        story,
        f"<main><article><header><h1>{story.title}</h1></header><div data-component='image-block'>"
        f"<figure><img src='a.jpg' alt=''><figcaption>Police vans in the rain</figcaption></figure>"
        f"</div>{blocks}<section data-component='links-block'>{related()}</section>"
        f"<section data-component='tag-list'><h2>Related topics</h2><ul><li><a href='/t'>Europe</a>"
        f"</li></ul></section></article></main>",
    )


@layout
def maincontent_with_rich_links(story: Story) -> str:
    rich = "<aside data-component='rich-link'><a href='/x'>Read more: the long way home</a></aside>"
    return document(
        story,
        f"<article><div data-gu-name='headline'><h1>{story.title}</h1></div>"
        f"<div id='maincontent'><div class='article-body-commercial-selector'>"
        f"{mixed(story, rich, 3)}</div></div></article>",
    )


@layout
def paragraph_divs_with_testids(story: Story) -> str:
    divs = "".join(
        f"<div data-testid='paragraph-{i}' class='text__text article-body__paragraph'>{text}</div>"
        for i, text in enumerate(story.paragraphs)
    )
    return document(
        story,
        f"<main><article><h1 data-testid='Heading'>{story.title}</h1>"
        f"<div class='article-body__content'>{divs}<div data-testid='SignOff'>Reporting by Ann "
        f"Other; Editing by Bob Else</div></div></article></main>",
    ).replace("Reporting by Ann Other; Editing by Bob Else", "")


@layout
def rich_text_story(story: Story) -> str:
    ad = "<div class='Advertisement'><span>Advertisement</span></div>"
    return document(
        story,
        f"<div class='Page-content'><h1 class='Page-headline'>{story.title}</h1>"
        f"<div class='RichTextStoryBody RichTextBody'>{mixed(story, ad)}</div></div>",
    )


@layout
def inline_advertisements(story: Story) -> str:
    ad = "<div class='ad-slot' id='div-gpt-ad-1'><p>Advertisement</p></div>"
    return document(
        story,
        f"<section class='story'><h1>{story.title}</h1><div class='story__body'>{mixed(story, ad)}"
        f"</div></section>",
    )


@layout
def newsletter_in_the_middle(story: Story) -> str:
    form = (
        "<form class='newsletter-signup'><h3>Sign up for our morning newsletter</h3>"
        "<label>Email</label><input type='email'><button>Sign up</button></form>"
    )
    return document(
        story,
        f"<article class='article'><h1>{story.title}</h1><div class='article__content'>"
        f"{mixed(story, form, 4)}</div></article>",
    )


@layout
def figures_with_captions(story: Story) -> str:
    figure = (
        "<figure class='wp-block-image'><img src='b.jpg' alt='A square'><figcaption>A square at "
        "dawn. Photo: Example Pictures</figcaption></figure>"
    )
    return document(
        story,
        f"<article><h1>{story.title}</h1><div class='post-content'>{mixed(story, figure, 3)}</div>"
        f"</article>",
    )


@layout
def related_boxes_in_the_text(story: Story) -> str:
    return document(
        story,
        f"<article class='single'><h1>{story.title}</h1><div class='single-body'>"
        f"{mixed(story, related(), 3)}</div></article>",
    )


@layout
def author_biography_at_the_end(story: Story) -> str:
    return document(
        story,
        f"<article><h1>{story.title}</h1><div class='entry-content'>{paragraphs(story)}</div>"
        f"<div class='author-bio'><h4>About the author</h4><p>Ann Other has covered ports and "
        f"ferries for the paper since 2011 and lives by the sea with two dogs.</p></div></article>",
    )


@layout
def sections_with_headings(story: Story) -> str:
    parts = "".join(f"<section><p>{text}</p></section>" for text in story.paragraphs)
    return document(
        story, f"<main><h1>{story.title}</h1><div class='body-copy'>{parts}</div></main>"
    )


@layout
def line_breaks(story: Story) -> str:
    return document(
        story,
        f"<div id='wrapper'><h1>{story.title}</h1><div class='newstext'>"
        f"{'<br><br>'.join(story.paragraphs)}</div></div>",
    )


@layout
def old_tables(story: Story) -> str:
    return document(
        story,
        f"<table width='760'><tr><td width='160'><a href='/1'>Home</a><br><a href='/2'>News</a>"
        f"</td><td><font size='5'><b>{story.title}</b></font>{paragraphs(story)}</td></tr></table>",
    )


@layout
def font_tags(story: Story) -> str:
    parts = "".join(f"<p><font face='Verdana' size='2'>{p}</font></p>" for p in story.paragraphs)
    return document(
        story, f"<div id='main'><h2>{story.title}</h2><div id='text'>{parts}</div></div>"
    )


@layout
def plain_divs(story: Story) -> str:
    parts = "".join(f"<div>{text}</div>" for text in story.paragraphs)
    return document(
        story, f"<div id='content'><h1>{story.title}</h1><div class='text'>{parts}</div></div>"
    )


@layout
def amp(story: Story) -> str:
    return document(
        story,
        f"<main><article class='amp-wp-article'><header><h1>{story.title}</h1></header>"
        f"<amp-img src='c.jpg' width='10' height='10'></amp-img>"
        f"<div class='amp-wp-article-content'>{paragraphs(story)}</div></article></main>",
        head="<link rel='canonical' href='https://news.example/story'>",
    )


@layout
def field_items(story: Story) -> str:
    return document(
        story,
        f"<div class='region region-content'><h1 class='page-title'>{story.title}</h1>"
        f"<div class='field field--name-body field--type-text-with-summary'><div class='field-item "
        f"even'>{paragraphs(story)}</div></div></div>",
    )


@layout
def item_page(story: Story) -> str:
    return document(
        story,
        f"<div class='item-page' itemscope itemtype='https://schema.org/Article'><div "
        f"class='page-header'><h2 itemprop='headline'>{story.title}</h2></div><div "
        f"itemprop='articleBody'>{paragraphs(story)}</div></div>",
    )


@layout
def press_release(story: Story) -> str:
    return document(
        story,
        f"<main id='main'><div class='press-release'><p class='date'>17.08.2020 - Press release</p>"
        f"<h1>{story.title}</h1><div class='c-rte'>{paragraphs(story)}</div></div></main>",
    ).replace("<p class='date'>17.08.2020 - Press release</p>", "")


@layout
def blockquotes(story: Story) -> str:
    parts = [
        f"<blockquote><p>{text}</p></blockquote>" if number % 3 == 2 else f"<p>{text}</p>"
        for number, text in enumerate(story.paragraphs)
    ]
    return document(
        story, f"<article><h1>{story.title}</h1><div class='prose'>{''.join(parts)}</div></article>"
    )


@layout
def list_of_reactions(story: Story) -> str:
    items = "".join(f"<li>{text}</li>" for text in story.paragraphs[2:])
    return document(
        story,
        f"<article><h1>{story.title}</h1><div class='article-text'><p>{story.paragraphs[0]}</p>"
        f"<p>{story.paragraphs[1]}</p><ul>{items}</ul></div></article>",
    )


@layout
def cookie_banner(story: Story) -> str:
    banner = (
        "<div id='onetrust-banner-sdk' role='dialog'><p>We and our partners use cookies. Accept "
        "all or manage your consent.</p><button>Accept all</button></div>"
    )
    return document(
        story,
        f"{banner}<article><h1>{story.title}</h1><div class='article-content'>"
        f"{paragraphs(story)}</div></article>",
    )


@layout
def share_buttons_everywhere(story: Story) -> str:
    share = (
        "<div class='social-share'><ul><li><a href='#'>Share on Facebook</a></li><li><a href='#'>"
        "Tweet</a></li><li><a href='#'>Email</a></li></ul></div>"
    )
    return document(
        story,
        f"<article><h1>{story.title}</h1>{share}<div class='article-copy'>{paragraphs(story)}</div>"
        f"{share}</article>",
    )


@layout
def hashed_classes(story: Story) -> str:
    parts = "".join(f"<p class='css-at9mc1 evys1bk0'>{text}</p>" for text in story.paragraphs)
    return document(
        story,
        f"<div id='app'><main id='site-content'><article id='story'><h1>{story.title}</h1>"
        f"<section name='articleBody' class='css-1r7ky0e'><div class='css-53u6y8'>{parts}</div>"
        f"</section></article></main></div>",
    )


@layout
def endless_scroll(story: Story) -> str:
    """The next story's beginning follows the first one on the same page."""
    teaser = f"<section class='next-article'><h2><a href='/n'>{TEASERS[3]}</a></h2></section>"
    return document(
        story,
        f"<article class='story-main'><h1>{story.title}</h1><div class='story-content'>"
        f"{paragraphs(story)}</div></article>{teaser}",
    )


@layout
def grid_of_teasers_below(story: Story) -> str:
    cards = "".join(
        f"<div class='card'><h3><a href='/g{i}'>{name}</a></h3><p class='card__summary'>{name}, in "
        f"short.</p></div>"
        for i, name in enumerate(TEASERS)
    )
    return document(
        story,
        f"<main><article><h1>{story.title}</h1><div class='rte'>{paragraphs(story)}</div></article>"
        f"<div class='grid recommended'>{cards}</div></main>",
    )


@layout
def linked_words(story: Story) -> str:
    parts = paragraphs(story).replace("the curfew", "<a href='/topic/curfew'>the curfew</a>")
    parts = parts.replace("France", "<a href='/topic/france'><strong>France</strong></a>")
    return document(
        story, f"<article><h1>{story.title}</h1><div class='content-body'>{parts}</div></article>"
    )


@layout
def paragraphs_with_spans(story: Story) -> str:
    parts = "".join(f"<p><span><span>{text}</span></span></p>" for text in story.paragraphs)
    return document(
        story,
        f"<div class='article'><h1>{story.title}</h1><div class='text-long'>{parts}</div></div>",
    )


@layout
def structured_data_only(story: Story) -> str:
    """The body is drawn by script; the page's JSON-LD has it."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "articleBody": "\n\n".join(story.paragraphs),
    }
    return document(
        story,
        "<div id='root'><noscript><p>Please switch JavaScript on.</p></noscript></div>",
        head=f"<script type='application/ld+json'>{json.dumps(data)}</script>",
    )


@layout
def pull_quotes(story: Story) -> str:
    quote = f"<aside class='pullquote'><p>{story.paragraphs[0].split('.')[0]}</p></aside>"
    return document(
        story,
        f"<article><h1>{story.title}</h1><div class='article-main'>{mixed(story, quote, 3)}</div>"
        f"</article>",
    )


@layout
def wire_page(story: Story) -> str:
    return document(
        story,
        f"<div class='wire'><div class='wire-head'><h1>{story.title}</h1><time "
        f"datetime='2020-08-17T07:30:00Z'>17 Aug 2020</time></div><pre>"
        f"{chr(10).join(f'   {text}{chr(10)}' for text in story.paragraphs)}</pre></div>",
    )


@layout
def two_columns(story: Story) -> str:
    half = len(story.paragraphs) // 2
    left = "".join(f"<p>{text}</p>" for text in story.paragraphs[:half])
    right = "".join(f"<p>{text}</p>" for text in story.paragraphs[half:])
    return document(
        story,
        f"<main><h1>{story.title}</h1><div class='columns'><div class='column'>{left}</div>"
        f"<div class='column'>{right}</div></div></main>",
    )
