"""Words of a sentence and what they are: a small tagger built on word lists and neighbours.

It knows no more grammar than the engine asks of it: which words are verbs and in what form, which
are
names, and which are the small words that hold a clause together.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple, NewType

from reactions.extraction.vocabulary import load_vocabulary, word_list

_TOKEN = re.compile(
    # Most words are short work: small letters with a blank or a comma behind them. Blanks before
    # a word belong to the match, or each would be tried as the beginning of a word.
    r"\s*+([A-Za-z][a-z]*+(?=[ ,\n])|[,.](?=\s)|"
    r"(?:[A-Z]\.){2,}(?:-[a-z]+)?|(?:MRS?|MS|DR|Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|St|Lt|Gov|Prof|Amb|Maj|Capt|Sgt|Jr|Sr|Adm|Brig|Messrs|Jan|Feb|"
    r"Aug|Sept|Sep|Oct|Nov|Dec|Ltd|Inc|Co|Corp|Hon|Rev)\.(?=\s)|\b[A-Z]\.(?=\s[A-Z])|\d+(?:[.,:-]\d+)*(?:(?:-[^\W\d_]+)+|st|nd|rd|th)?|"
    r"[A-Z][a-z]*+['’](?:[A-Z][a-z]|[a-z]{3})[^\W\d_]*+|"  # "O'Brien", "Sing'oei"
    r"[^\W\d_]+(?:[-‐‑.][^\W\d_]+|-\d+|\.(?=[^\W\d_]))*|['’‘`](?:s|re|ll|ve|d|m|t)\b|\S)"
)


# "Jeddah-based", "Paris-trained", not "Ki-moon"
_DESCRIBING = re.compile(
    r".+-(?:[a-z]{3,}ed|led|born|held|run|rich|poor|wide|style|speaking|leaning|friendly|"
    r"level|time|term|scale|profile|ranking|range|minute|party|door|government|democracy)$"
)
_ARABIC_NAME = re.compile(r"(?:al|el|an|as|ash|ad|ar|az|at|ud|ul)-[A-Z]")


WordTag = NewType("WordTag", str)


class Tag:
    """What a word does in its sentence.

    Plain strings, for the engine asks for them at every word: in Python 3.11 the members of an
    enum take ten times as long to look up. They are interned, so that `is` compares them.
    """

    DET: Final = WordTag("det")
    PREP: Final = WordTag("prep")
    TO: Final = WordTag("to")
    PRON: Final = WordTag("pron")
    REL: Final = WordTag("rel")
    CONJ: Final = WordTag("conj")
    SUB: Final = WordTag("sub")
    MODAL: Final = WordTag("modal")
    BE: Final = WordTag("be")
    HAVE: Final = WordTag("have")
    DO: Final = WordTag("do")
    NEG: Final = WordTag("neg")
    ADV: Final = WordTag("adv")
    ADJ: Final = WordTag("adj")
    NUM: Final = WordTag("num")
    POSS: Final = WordTag("poss")
    NAME: Final = WordTag("name")
    NOUN: Final = WordTag("noun")
    VERB: Final = WordTag("verb")  # finite or after an auxiliary
    PART: Final = WordTag("part")  # past participle without auxiliary, as in "the men held in"
    ING: Final = WordTag("ing")
    INF: Final = WordTag("inf")
    QUOTE: Final = WordTag("quote")
    COMMA: Final = WordTag("comma")
    STOP: Final = WordTag("stop")  # ; : ( ) – and the like


TAGS = frozenset(WordTag(tag) for name, tag in vars(Tag).items() if name.isupper())


class Form(StrEnum):
    """The form of a verb as written."""

    BASE = "base"
    PRESENT = "s"
    PAST = "ed"
    PRETERITE = "pt"
    PARTICIPLE = "en"
    ING = "ing"

    @property
    def is_past(self) -> bool:
        """Whether it is a past or a past participle."""
        return self in _PASTS


_start = attrgetter("start")
_PASTS = frozenset({Form.PAST, Form.PRETERITE, Form.PARTICIPLE})


class _Word(NamedTuple):
    """What is known of a word wherever it stands."""

    lower: str
    lemma: str
    form: Form | None
    tag: WordTag | None  # None where the neighbors decide
    small: WordTag | None  # as a function word
    auxiliary: WordTag | None
    is_listed: bool  # as a verb or in offices, so that a capital may only open a sentence
    otherwise: WordTag
    is_reviewed: bool  # whether its neighbors may change its tag


class Token:
    """A word or mark, at text[start:end] of the article."""

    __slots__ = ("end", "form", "known", "lemma", "lower", "start", "tag", "text")

    def __init__(self, start: int, end: int, text: str, known: _Word) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.known = known
        self.lower = known.lower
        self.lemma = known.lemma
        self.form = known.form
        self.tag = known.tag or Tag.NOUN

    def read_as(self, lower: str) -> None:
        """Take the word for what it stands for in a contraction: "ca" of "can't" for "can"."""
        self.known = known = _word(self.text, lower)
        self.lower, self.lemma, self.form = lower, known.lemma, known.form
        self.tag = known.tag or Tag.NOUN


# News has some ten thousand words in use; those of an article come again and again.
@lru_cache(maxsize=1 << 15)
def _word(text: str, lower: str | None = None) -> _Word:
    """What is known of the word `text`, read as `lower` if it is one half of a contraction."""
    vocabulary = load_vocabulary()
    if lower is None:
        lower = text.lower().replace("’", "'").replace("‘", "'")
    forms = vocabulary.verb_forms.get(lower) or (_guess(lower) if text.islower() else None)
    small = vocabulary.function_words.get(lower)
    auxiliary = _AUXILIARIES.get(lower) or (Tag.NAME if _ARABIC_NAME.match(text) else None)
    if text[0].isupper() and _DESCRIBING.match(text):
        auxiliary = Tag.ADJ
    is_adverb = lower.endswith("ly") and len(lower) > 4 and lower not in vocabulary.verb_forms
    otherwise = Tag.ADV if is_adverb else Tag.NOUN
    tag = _mark(lower)
    capital = text[0].isupper()
    if tag is None and small and (not capital or text in ("I", "The")):
        tag = WordTag(small)
    if tag is None and not small:
        tag = auxiliary or (None if capital else otherwise)
    return _Word(
        lower,
        forms[0] if forms else "",
        Form(forms[1]) if forms else None,
        tag,
        WordTag(small) if small else None,
        auxiliary,
        lower in vocabulary.verb_forms or lower in vocabulary.office_words,
        otherwise,
        forms is not None or lower in _REVIEWED,
    )


def _mark(lower: str) -> WordTag | None:
    """The tag of what is no word: marks and numbers."""
    if lower in _QUOTES:
        return Tag.QUOTE
    if lower == ",":
        return Tag.COMMA
    if lower == "&":
        return Tag.CONJ
    if lower == "#":
        return Tag.DET  # "supports #Gambia's government"
    if lower in _STOPS or (len(lower) == 1 and not lower.isalnum()):
        return Tag.STOP
    return Tag.NUM if lower[0].isdigit() else None


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of text[start:end]; possessive 's and n't stand alone."""
    tokens = []
    # Only blanks lie between two words, so that each is the next place where its letters stand.
    for word in _TOKEN.findall(text, start, end):
        start = text.index(word, start)
        tokens.append(Token(start, start + len(word), word, _word(word)))
        start += len(word)
    return _split_contractions(tokens)


def _split_contractions(tokens: list[Token]) -> list[Token]:
    """Give "doesn" + "'t" as "does" + "n't"; the tokenizer has cut before the apostrophe."""
    for position, mark in enumerate(tokens):
        if mark.lower[0] != "'" or not position:
            continue
        word = tokens[position - 1]
        if mark.lower == "'t" and word.lower.endswith("n") and mark.start == word.end:
            whole = word.lower
            mark.read_as("not")
            irregular = {"won": "will", "can": "can", "shan": "shall"}
            word.read_as(irregular.get(whole, whole[:-1]))
        elif mark.start == word.end and mark.lower in _CLITICS:
            mark.read_as(_CLITICS[mark.lower])
    return tokens


_CLITICS = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}
_AUXILIARIES = {
    **dict.fromkeys(["be", "am", "is", "are", "was", "were", "been", "being"], Tag.BE),
    **dict.fromkeys(["have", "has", "had", "having"], Tag.HAVE),
    **dict.fromkeys(["do", "does", "did", "doing", "done"], Tag.DO),
}
TIMES = word_list("times")
"""Words that a phrase of time ends with."""
_QUOTES = frozenset("\"“”„«»‘’'`")
_STOPS = frozenset(";:()[]–—-―|/•…")


def tag_tokens(
    tokens: Sequence[Token],
    names: Sequence[tuple[int, int]],
    *,
    lowered: frozenset[str] = frozenset(),
    capitals: frozenset[str] = frozenset(),
    shouting: bool = False,
) -> None:
    """Set tag, lemma and form of every token, in place.

    `names` are the (start, end) stretches known to be names of actors, `lowered` words that the
    article also writes small, `capitals` words that it writes large within sentences and never
    small, `shouting` says that capitals mean nothing here.
    """
    reviewed = []
    marked = _inside(tokens, names)
    for i, token in enumerate(tokens):
        word = token.known
        if marked[i]:
            token.tag, token.lemma, token.form = Tag.NAME, "", None
        elif word.tag is None:
            token.tag = _first_guess(
                token,
                word,
                initial=shouting or _is_initial(tokens, i),
                lowered=lowered,
                capitals=capitals,
            )
        if word.is_reviewed:
            reviewed.append(i)
    for i in reviewed:
        token = tokens[i]
        if token.lower in _REVIEWED and _is_told_by_neighbors(tokens, i):
            continue
        if token.form is not None and token.tag is Tag.NAME and token.text in capitals:
            continue  # "Ban" of "Ban Ki-moon"
        if token.form is Form.ING and token.tag is Tag.ADJ:
            continue  # "neighbouring"
        if token.form is not None and token.tag in (Tag.NOUN, Tag.NAME, Tag.ADJ):
            token.tag = _verb_or_not(tokens, i)


def _is_told_by_neighbors(tokens: Sequence[Token], i: int) -> bool:
    """Whether the neighbors of a word of `_REVIEWED` tell what it is; then its tag is set."""
    token = tokens[i]
    if token.lower == "'s":
        token.tag = Tag.BE if i and tokens[i - 1].tag is Tag.PRON else Tag.POSS
    elif (
        token.lower == "'"
        and i
        and tokens[i - 1].lower.endswith("s")
        and tokens[i - 1].end == token.start
    ):
        token.tag = Tag.QUOTE
        if (
            i + 1 < len(tokens)
            and tokens[i + 1].text[:1].isalpha()
            and tokens[i + 1].start > token.end
        ):
            token.tag = Tag.POSS
    elif token.lower == "am" and i and tokens[i - 1].tag is Tag.NUM:
        token.tag = Tag.NUM  # "9.15am"
    elif token.lower in ("late", "early") and [t.lower for t in tokens[i + 1 : i + 2]] == ["on"]:
        token.tag = Tag.ADV  # "late on Tuesday"
    elif token.text in ("…", "...") and tokens[i + 1 : i + 2] and tokens[i + 1].text.islower():
        token.tag = Tag.ADV  # "The President … stressed"
    elif token.lower == "as" and [t.lower for t in tokens[i + 1 : i + 3]] == ["well", "as"]:
        token.tag = tokens[i + 1].tag = tokens[i + 2].tag = Tag.CONJ
    elif (
        token.lower in ("along", "together")
        and i + 1 < len(tokens)
        and tokens[i + 1].lower == "with"
    ):
        token.tag = tokens[i + 1].tag = Tag.CONJ
    elif token.lower in ("involved", "concerned") and i and tokens[i - 1].tag is Tag.NOUN:
        token.tag = Tag.PART
    elif token.lower == "further" and _is_before_past(tokens, i):
        token.tag = Tag.ADV  # "The countries further affirmed"
    elif token.lower == "back" and i and tokens[_skip_back(tokens, i - 1)].tag in _BEFORE_BASE:
        token.tag = Tag.INF if tokens[i - 1].tag is Tag.TO else Tag.VERB
    elif token.lower == "clear" and tokens[i - 2 : i - 1] and tokens[i - 2].lemma == "make":
        token.tag = Tag.NOUN  # "made it clear that"
    elif token.lower == "no" and i + 1 < len(tokens) and tokens[i + 1].lower == "longer":
        token.tag = Tag.NEG
    elif token.lower in ("all", "both", "each") and i and _before_verb(tokens, i):
        # "Paris and Rome both condemned", "and both called"
        token.tag = Tag.PRON if tokens[i - 1].tag is Tag.CONJ else Tag.ADV
    elif token.lower == "following" and i and tokens[_skip_back(tokens, i - 1)].tag is Tag.BE:
        token.tag = Tag.VERB
    elif (
        token.tag is Tag.MODAL
        and i
        and tokens[i - 1].tag in (Tag.DET, Tag.POSS)
        and token.lower in ("will", "might", "can", "may")
        and not (tokens[i + 1 : i + 2] and tokens[i + 1].form is Form.BASE)
    ):
        token.tag = Tag.NOUN  # "the will of the people"
    elif token.text == "May" and (_is_surname(tokens, i) or _is_month(tokens, i)):
        token.tag = Tag.NAME
    elif (i and (tokens[i - 1].lower, token.lower) in _COMPOUNDS) or (
        token.lower == "press" and _opens_compound(tokens, i)
    ):
        token.tag = Tag.NOUN
    else:
        return False
    return True


def _ends_date(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number is the day or year of a date: "May 7", "7 May 2024", "the 7th"."""
    ordinal = tokens[i].lower.endswith(("st", "nd", "rd", "th"))
    month = any(is_time_word(tokens, k) for k in range(max(0, i - 3), i))
    return tokens[i].lower[0].isdigit() and (ordinal or month)


def _opens_compound(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word and the next are a compound noun: "press secretary"."""
    return i + 1 < len(tokens) and f"{tokens[i].lower} {tokens[i + 1].lower}" in _COMPOUND_NOUNS


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].lower[0].isdigit()


def _is_surname(tokens: Sequence[Token], i: int) -> bool:
    """Whether the "May" at `i` is somebody: "Theresa May", "May said", not "in May"."""
    before = tokens[i - 1] if i else None
    if before is not None and before.tag is Tag.NAME and before.lower not in TIMES:
        return not tokens[i + 1].lower.isdigit() if i + 1 < len(tokens) else True
    opens = before is None or (before.tag is not Tag.PREP and not before.lower[0].isdigit())
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return opens and following is not None and following.form in (Form.PAST, Form.PRETERITE)


def is_time_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether word `i` tells when, and is not part of a name: "Jan Berg", "Theresa May"."""
    word = tokens[i].lower
    if word not in TIMES:
        word = word.rstrip(".")
        if word not in TIMES:
            return False
    if word == "may":
        return tokens[i].tag is not Tag.NAME or not _is_surname(tokens, i)
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return word != "jan" or following is None or following.tag is not Tag.NAME


def _is_before_past(tokens: Sequence[Token], i: int) -> bool:
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    noun = i > 0 and tokens[i - 1].tag in (Tag.NOUN, Tag.NAME, Tag.PRON)
    return noun and following is not None and following.form in _PASTS


def _before_verb(tokens: Sequence[Token], i: int) -> bool:
    if i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    if following.tag in (Tag.HAVE, Tag.BE, Tag.MODAL, Tag.DO):
        return True
    past = following.form is not None and following.form.is_past
    return past and following.tag is not Tag.NAME


_BEFORE_BASE = frozenset({Tag.MODAL, Tag.DO, Tag.TO})
_COMPOUNDS = frozenset(
    [
        ("security", "forces"),
        ("armed", "forces"),
        ("government", "forces"),
        ("police", "forces"),
        ("rebel", "forces"),
        ("news", "report"),
        ("news", "reports"),
        ("media", "reports"),
    ]
)
"""Pairs of nouns of which the second would pass for a verb."""

_COMPOUND_NOUNS = word_list("compounds")
_NO_VERBS = word_list("no_verbs")
_REVIEWED = frozenset({
    "'s", "'", "as", "along", "together", "involved", "concerned", "no", "all", "both", "each",
    "following", "further", "will", "might", "can", "may", "late", "early", "back", "clear",
    "…", "...", "press", "am",
    *(second for _, second in _COMPOUNDS),
})  # fmt: skip
"""Words, beside the verbs, whose neighbors may change what they are."""


def _guess(word: str) -> tuple[str, str] | None:
    """The form of a verb that the list of verbs does not know, by its ending."""
    if word in _NO_VERBS or len(word) < 6 or "-" in word:
        return None
    if word.endswith("ed"):
        return word[:-2], "ed"
    return (word[:-3], "ing") if word.endswith("ing") else None


def _inside(tokens: Sequence[Token], names: Sequence[tuple[int, int]]) -> list[bool]:
    """For each word whether it begins within one of the names, which are in order."""
    marked = [False] * len(tokens)
    for start, end in names:
        i = bisect_left(tokens, start, key=_start)
        while i < len(tokens) and tokens[i].start < end:
            marked[i] = True
            i += 1
    return marked


_TIME_OF_DAY = re.compile(r"\d{1,2}[.:]\d\d")


def _is_initial(tokens: Sequence[Token], i: int) -> bool:
    """Whether a capital at `i` says nothing, because a sentence or quote begins there."""
    return (
        i == 0
        or tokens[i - 1].text in '"“‘«:•(-–—…!?.|;/'
        or (tokens[i - 1].text in "'’" and tokens[i - 1].end == tokens[i].start)
        or (i == 1 and _TIME_OF_DAY.fullmatch(tokens[0].text) is not None)
    )


def _first_guess(
    token: Token,
    word: _Word,
    *,
    initial: bool,
    lowered: frozenset[str],
    capitals: frozenset[str],
) -> WordTag:
    """The tag of a word with a capital."""
    if word.small and (initial or (word.lower in _SUBJECTS and token.text.istitle())):
        return word.small  # also '"It is a crime," He said'
    if word.auxiliary:
        return word.auxiliary
    opens = initial and token.text not in capitals
    return word.otherwise if opens and (word.is_listed or word.lower in lowered) else Tag.NAME


def _verb_or_not(tokens: Sequence[Token], i: int) -> WordTag:
    """Decide whether the word at `i`, which can be a verb, is one here."""
    vocabulary = load_vocabulary()
    token = tokens[i]
    before = _skip_back(tokens, i - 1)
    prev = tokens[before] if before >= 0 else None
    near = tokens[i - 1] if i else None
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if (
        following is not None
        and following.lower in _DAYS
        and i + 2 < len(tokens)
        and tokens[i + 2].lower in _GENITIVE
    ):
        following = tokens[i + 2]  # "regrets today's violence": a determiner
    if token.text[0].isupper() and i and not _is_initial(tokens, i):
        return Tag.NAME
    tag = prev.tag if prev else None
    if near is not None and near.tag is Tag.NUM and _ends_date(tokens, i - 1):
        near = None  # "a statement on May 7 condemning it"
    if token.form is Form.ING:
        if near is not None and near.lower == "those":
            return Tag.ING  # "among those condemning it"
        if near is not None and near.tag in (Tag.DET, Tag.POSS, Tag.ADJ, Tag.NUM):
            return Tag.NOUN
        named = i > 1 and near is not None and near.tag is Tag.NAME
        if named and tokens[i - 2].lower in ("a", "an"):
            return Tag.NOUN  # "an EU warning"
        return Tag.VERB if tag is Tag.BE else Tag.ING
    is_base = token.form is Form.BASE or token.lower == token.lemma  # "cut" is base and past
    if tag is Tag.TO and is_base:
        return Tag.INF
    if tag in (Tag.MODAL, Tag.DO) and is_base:
        return Tag.VERB
    if token.form is not None and token.form.is_past:
        if token.form is Form.PRETERITE or token.lemma == "say":
            return Tag.VERB
        if token.form is Form.PARTICIPLE and tag not in (Tag.BE, Tag.HAVE):
            adjectival = near is not None and near.tag in (
                Tag.DET,
                Tag.POSS,
                Tag.ADJ,
                Tag.NUM,
                Tag.PREP,
            )
            return Tag.ADJ if adjectival else Tag.PART
        return _past_tag(tokens, i, prev, near, following)
    if near is not None and near.tag in (Tag.DET, Tag.POSS, Tag.ADJ, Tag.NUM, Tag.PREP):
        return Tag.NOUN
    if (
        near is not None
        and near.tag is Tag.NAME
        and i > 1
        and tokens[i - 2].lower in _BEFORE_COMPOUNDS
        and token.lower in vocabulary.nouns_too
    ):
        return Tag.NOUN  # "called for EU sanctions to be imposed"
    return _present_tag(tokens, i, prev, near, following)


def _joins_base(tokens: Sequence[Token], i: int) -> bool:
    """Whether a base form at `i` can go on with one before it: "we condemn it and call for"."""
    return any(
        (t.tag is Tag.PRON and t.lower in ("we", "i", "they"))
        or (
            t.tag is Tag.VERB
            and t.form is Form.BASE
            and not (k and tokens[k - 1].tag in (Tag.MODAL, Tag.DO, Tag.TO))
        )
        for k, t in enumerate(tokens[:i])
    )


def _finite_follows(tokens: Sequence[Token], i: int) -> bool:
    """Whether another verb of the same clause is finite: "Calls for restraint came from Tokyo"."""
    for later in tokens[i + 1 :]:
        if later.tag in (Tag.COMMA, Tag.STOP):
            return False
        if later.tag in (Tag.BE, Tag.HAVE) or (later.form is not None and later.form.is_past):
            return True
    return False


_DAYS = frozenset(("today", "yesterday", "tonight", "tomorrow", "sunday", "saturday"))
_GENITIVE = frozenset(("'s", "’s"))
_SUBJECTS = frozenset(("he", "she", "they", "we", "it"))
_STANCE_VERBS = word_list("stance_verbs")
_BEFORE_COMPOUNDS = frozenset(("for", "over", "on", "by", "despite", "against", "under", "after"))
_DOCUMENTS = word_list("say_noun")
_MADE_PUBLIC = word_list("made_public")


def _past_tag(
    tokens: Sequence[Token], i: int, prev: Token | None, near: Token | None, following: Token | None
) -> WordTag:
    if prev is None:
        if tokens[i].lower in load_vocabulary().outsiders:
            return Tag.ADJ  # "Retired Norwegian diplomat Ada Holm"
        opens = following is not None and following.tag in (Tag.DET, Tag.NAME, Tag.NUM, Tag.PRON)
        called = tokens[i].lemma in ("call", "appeal") and following and following.lower == "for"
        return Tag.VERB if opens or called else Tag.PART
    if prev.tag in (Tag.BE, Tag.HAVE):
        return Tag.VERB
    if near is not None and _counts_alone(near, following):
        return Tag.VERB
    if near is not None and near.tag in (Tag.DET, Tag.POSS, Tag.ADJ, Tag.NUM, Tag.PREP):
        return Tag.ADJ
    if near is not None and near.tag is Tag.ADV and prev.tag in (Tag.DET, Tag.POSS):
        return Tag.ADJ
    if prev.lower in _DOCUMENTS and tokens[i].lemma in _MADE_PUBLIC:
        return Tag.PART  # "a statement posted on its website"
    if following is not None and following.lower == "by":
        counted = i + 2 < len(tokens) and tokens[i + 2].tag is Tag.NUM  # "voted by 301 to 122"
        acting = tokens[i].lower in ("stood", "abided")  # "stood by the government"
        # "responded by recalling its envoy"
        acting = acting or (i + 2 < len(tokens) and tokens[i + 2].form is Form.ING)
        return Tag.VERB if counted or acting else Tag.PART
    return Tag.PART if _is_done_by(tokens, i) else Tag.VERB


def _is_done_by(tokens: Sequence[Token], i: int) -> bool:
    """Whether "by" follows behind a time: "an ultimatum issued ten days earlier by the bloc"."""
    by = i + 1
    while by < len(tokens) - 1 and _tells_when(tokens, by):
        by += 1
    doer = tokens[by + 1] if by > i + 1 and by + 1 < len(tokens) else None
    named = doer is not None and doer.form is not Form.ING and doer.tag is not Tag.NUM
    return named and tokens[by].lower == "by"


def _tells_when(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].lower == "on":
        return is_time_word(tokens, i + 1)
    return tokens[i].tag is Tag.NUM or tokens[i].lower in _AGO or is_time_word(tokens, i)


_AGO = frozenset(("ago", "earlier", "later", "days", "weeks", "hours", "months"))


def _counts_alone(near: Token, following: Token | None) -> bool:
    """Whether a number or "both" before a past form is its subject: "The two condemned it"."""
    if near.tag is not Tag.NUM and near.lower not in ("both", "each"):
        return False
    return following is not None and (
        following.tag in (Tag.DET, Tag.PRON, Tag.SUB, Tag.TO)
        or following.lower in ("for", "on", "upon")
    )


def _present_tag(
    tokens: Sequence[Token], i: int, prev: Token | None, near: Token | None, following: Token | None
) -> WordTag:
    token, vocabulary = tokens[i], load_vocabulary()
    opens_object = following is not None and (
        following.tag
        in (Tag.DET, Tag.PRON, Tag.SUB, Tag.REL, Tag.NAME, Tag.QUOTE, Tag.TO, Tag.POSS)
        or following.lower in ("on", "upon", "for", "with", "by", "its", "all", *_GENITIVE)
    )
    if prev is None or (prev.tag in (Tag.QUOTE, Tag.STOP) and near is prev):
        # An imperative, a headline without subject, or a noun: "Wants early elections", "Calls for
        # calm".
        if token.lower in vocabulary.nouns_too and _finite_follows(tokens, i):
            return Tag.NOUN
        return Tag.VERB if token.lower not in vocabulary.nouns_too or opens_object else Tag.NOUN
    if prev.tag in (Tag.PRON, Tag.REL) or token.lower == "include":
        return Tag.VERB
    if token.form is Form.PRESENT and _ends_quotation(tokens, i, following):
        return Tag.VERB
    if (
        token.form is Form.BASE
        and prev.tag is Tag.COMMA
        and following is not None
        and following.tag in (Tag.DET, Tag.PRON, Tag.NAME)
    ):
        return Tag.VERB  # "Mali and Burkina Faso, its neighbours, support the junta"
    if (
        token.form is Form.BASE
        and token.lower not in vocabulary.nouns_too
        and prev.tag in (Tag.COMMA, Tag.CONJ)
    ):
        return Tag.VERB
    if prev.tag in (Tag.VERB, Tag.PART, Tag.ING, Tag.INF):
        return Tag.NOUN
    if prev.tag is Tag.BE and token.lower in vocabulary.nouns_too:
        return Tag.NOUN  # "there were calls for restraint"
    if (
        token.form is Form.BASE
        and token.lower in vocabulary.office_words
        and following is not None
        and following.tag is Tag.NAME
    ):
        return Tag.NOUN  # "OSCE chair Edi Rama wrote"
    if (
        prev.tag is Tag.CONJ
        and (opens_object or (following is not None and following.tag is Tag.PREP))
        and _joins_base(tokens, i)
    ):
        return Tag.VERB
    if (
        prev.tag is Tag.NAME
        and near is prev
        and token.form is Form.PRESENT
        and token.lemma in _STANCE_VERBS
        and not (following is not None and following.lower == "of")  # "thwarting U.S. hopes of"
    ):
        return Tag.VERB
    if token.form is Form.BASE:
        plural = prev.lower.endswith("s") or prev.tag is Tag.CONJ or prev.tag is Tag.NAME
        if token.lower in vocabulary.nouns_too:
            return Tag.VERB if plural and opens_object and prev.tag is not Tag.CONJ else Tag.NOUN
        return Tag.VERB if plural else Tag.NOUN
    if prev.tag is Tag.NAME or prev.tag is Tag.CONJ or prev.tag is Tag.COMMA:
        return Tag.VERB if token.lower not in vocabulary.nouns_too or opens_object else Tag.NOUN
    if token.lower in vocabulary.nouns_too:
        return (
            Tag.VERB
            if opens_object and not (following and following.lower in ("with", "by"))
            else Tag.NOUN
        )
    return Tag.VERB


def _ends_quotation(tokens: Sequence[Token], i: int, following: Token | None) -> bool:
    """Whether a word tells, at the end of a sentence, who said what was quoted: '", the EU
    statement reads.', '" the ministry notes.'
    """
    if tokens[i].lemma not in _READING:
        return False
    if following is not None and following.text not in _ENDS:
        return False
    marks = [j for j in range(max(0, i - _SPEAKER), i) if tokens[j].tag is Tag.QUOTE]
    return bool(marks) and marks[-1] + 1 < i


_SPEAKER = 10
"""Words between a quotation and the verb that tells whose it is."""
_READING = frozenset(("read", "note", "state", "report", "claim", "remark", "comment"))
_ENDS = frozenset((".", ":", ","))


def _skip_back(tokens: Sequence[Token], i: int) -> int:
    while i >= 0 and tokens[i].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
        i -= 1
    return i
