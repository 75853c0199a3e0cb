"""Whom a stance is meant for: authorities, opponents, all parties, another actor, or nobody
named.
"""

import re
from collections.abc import Iterable, Sequence

from reactions.extraction.cast import Cast
from reactions.extraction.codebook import Target
from reactions.extraction.cues import Cue
from reactions.extraction.gazetteer import plain
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.names import name_words
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.words import Tag, Token

_NO_TARGET = frozenset(("monitor", "neutral", "concern"))
_PROTEST = frozenset(("recall_ambassador", "summon_ambassador", "sever_relations"))
_DONE_TO_OPPONENTS = word_list("done_to_opponents")
_TITLES = (
    "president",
    "prime minister",
    "government",
    "military",
    "parliament",
    "king",
    "leader",
    "army",
    "junta",
)


_NO_GENERALS = (["assembly"], ["election"], ["elections"], ["strike"], ["secretary"], ["council"])
_DEMOCRATS = (["forces"], ["movement"], ["camp"], ["activists"])
_BETWEEN = 24
"""Words behind a verb in which both sides are named."""
_MEETING = frozenset((
    *("meet", "see", "visit", "hear", "receive", "sit", "dine", "speak", "talk", "listen"),
    *("return", "take", "carry", "fly", "go"),
))  # fmt: skip
_SUBJECTS_OF_TALK = frozenset(
    ("about", "over", "on", "against", "after", "despite", "because", "following", "without")
)
_GOES_ON = (Tag.TO, Tag.DET)
_PARTIES = frozenset(("parties", "sides", "camps", "factions"))
_ELECTED = frozenset(
    ("elected", "democratically", "civilian", "civilian-led", "democratically-elected")
)
_OPPOSITION = "opposition-"
_FULL_NAME = 5
"""Words from a title within which the name stands that it belongs to."""
_SUCCEEDING = re.compile(r"\b(?:after|following|since|that ousted|succeeding)\b")
"""Words before a name that is not the side's own: "the interim authorities after Morales"."""


class Sides:
    """Which words stand for the crisis's authorities and which for their opponents."""

    def __init__(self, cast: Cast, vocabulary: Vocabulary) -> None:
        crisis = cast.crisis
        self._cast = cast
        known = cast.actor_words
        self._lists = vocabulary.lists
        self._all_parties = tuple(f" {phrase} " for phrase in self._lists["all_parties"])
        self._all_opening = {phrase.split()[0] for phrase in self._lists["all_parties"]}
        self.authority_names = name_words(
            [_SUCCEEDING.split(name)[0] for name in crisis.authorities], known
        )
        self.opponent_names = name_words(crisis.opponents, known) - self.authority_names
        against = " ".join(crisis.opponents).lower()
        ruling = " ".join(crisis.authorities).lower()
        self._turned = {title for title in _TITLES if title in against and title not in ruling}
        self.invaded = (
            any("invad" in name.lower() for name in crisis.authorities) or len(cast.inside) > 1
        )
        turned = (
            "government",
            "president",
            "minister",
            "parliament",
            "elected",
            "ousted",
            "leader",
            "king",
        )
        self.elected = (
            Target.OPPONENTS if any(word in against for word in turned) else Target.AUTHORITIES
        )
        self._opponent_words = {
            word
            for name in crisis.opponents
            for word in plain(name).split()
            if len(word) > 4 and word not in known
        } - {"government", "president", "minister", "prime", "leader", "party", "elected"}
        self._authority_words = {
            word
            for name in crisis.authorities
            for word in plain(name).split()
            if len(word) > 4 and word not in known
        } - {"president", "minister", "prime", "leader"}
        self._names = self.authority_names | self.opponent_names
        self._telling = frozenset().union(
            *(self._lists[name] for name in ("opponent_words", "people_words", "authority_words")),
            *(self._opponent_words, self._authority_words, _TITLES, _PARTIES, _ELECTED),
            ("democratic", "prime"),
        )
        """The words, beside names, that can tell a side."""

    def of_words(self, read: ReadSentence, first: int, end: int) -> str | None:
        """Return the side that words first to before end stand for: the first that one tells."""
        tokens = read.tokens
        words = read.lowers[first:end]
        if not self._all_opening.isdisjoint(words):
            stretch = f" {' '.join(words)} "
            if any(map(stretch.__contains__, self._all_parties)):
                return Target.ALL
        for i in range(first, min(end, len(tokens))):
            word = tokens[i].lower
            folded = read.folded[i]
            if not (word in self._telling or folded in self._names or word.startswith(_OPPOSITION)):
                continue
            if word in _PARTIES and i and tokens[i - 1].lower not in ("political", "opposition"):
                return Target.ALL
            if folded in self.opponent_names:
                return Target.OPPONENTS
            if folded in self.authority_names:
                return Target.AUTHORITIES
            if word in _ELECTED:
                return self.elected
            if word == "democratic" and read.lowers[i + 1 : i + 2] in _DEMOCRATS:
                return Target.OPPONENTS
            if (
                word in self._lists["opponent_words"]
                or word in self._opponent_words
                or word.startswith(_OPPOSITION)
            ):
                return Target.OPPONENTS
            if word in self._lists["people_words"]:
                if i + 1 < len(tokens) and tokens[i + 1].tag is Tag.POSS:
                    continue  # "the People's Republic", "a people's committee"
                return "people"
            if word == "general" and read.lowers[i + 1 : i + 2] in _NO_GENERALS:
                continue
            if word in _TITLES:
                named = self._title_of(tokens, i, end)
                if named:
                    return named
            if word == "prime" and read.lowers[i + 1 : i + 2] == ["minister"] and not self.invaded:
                return Target.OPPONENTS if "prime minister" in self._turned else Target.AUTHORITIES
            if word in self._turned or (word == "prime" and "prime minister" in self._turned):
                return Target.OPPONENTS
            ruling = not self.invaded and word in self._lists["authority_words"]
            if ruling or word in self._authority_words:
                return Target.AUTHORITIES
        for a, _, mention in read.spans:
            if first <= a < end and set(mention.codes) & self._cast.inside:
                if mention.plural and not self.invaded:
                    return "people"
                if self.invaded:
                    return (
                        Target.OPPONENTS
                        if mention.codes[0] == self._cast.crisis.focal
                        else Target.AUTHORITIES
                    )
                return "focal"
        return None

    def is_focal(self, mention: Mention) -> bool:
        """Whether a mention names the focal country or another party of the crisis."""
        return not self._cast.inside.isdisjoint(mention.codes)

    def names_both(self, read: ReadSentence, first: int) -> bool:
        """Whether both sides are named from a word on: "saw the president and then the strikers".

        What follows a verb that is no meeting, or tells what was talked about, does not count.
        """
        sides: set[str | None] = set()
        start = i = first
        while i < len(read.tokens) and i - first < _BETWEEN:
            token = read.tokens[i]
            if token.tag in (Tag.STOP, Tag.REL, Tag.SUB) or token.lower in _SUBJECTS_OF_TALK:
                break
            if token.tag is Tag.VERB and token.lemma not in _MEETING:
                break
            if token.tag in (Tag.CONJ, Tag.COMMA):
                sides.add(self.of_words(read, start, i))
                start = i + 1
            i += 1
        sides.add(self.of_words(read, start, i))
        return Target.ALL in sides or (
            Target.OPPONENTS in sides and not {Target.AUTHORITIES, "focal"}.isdisjoint(sides)
        )

    def names_focal(self, read: ReadSentence, first: int, end: int) -> bool:
        """Whether the focal country or its people are named among words first to before end, with
        nothing said of them: "for Gambians", not "for Gambia to free them", "for Gambia a loss".
        """
        for mention in read.mentions:
            start, behind = read.mention_tokens(mention)
            if first <= start < end and set(mention.codes) & self._cast.inside:
                return all(t.tag not in _GOES_ON for t in read.tokens[behind : behind + 1])
        return False

    def _title_of(self, tokens: Sequence[Token], i: int, end: int) -> str | None:
        """Whose title word `i` is, where a name of either side follows: "President Evo Morales"."""
        for token in tokens[i + 1 : min(end, i + _FULL_NAME)]:
            if not token.text[:1].isupper():
                return None
            folded = plain(token.text)
            if folded in self.opponent_names:
                return Target.OPPONENTS
            if folded in self.authority_names:
                return Target.AUTHORITIES
        return None

    def named(self, read: ReadSentence, first: int, end: int) -> str | None:
        """Return the side whose name stands last among words first to before end."""
        for token in reversed(read.tokens[first:end]):
            folded = plain(token.text) if token.text[:1].isupper() else ""
            if folded in self.opponent_names:
                return Target.OPPONENTS
            if folded in self.authority_names:
                return Target.AUTHORITIES
        return None

    def third_actor(self, read: ReadSentence, first: int, end: int) -> str | None:
        """Return the code of an outside actor named in these words, unless it is a mere place."""
        for a, _, mention in read.spans:
            alone = len(mention.codes) == 1 and mention.context is Context.FREE
            if first <= a < end and alone and mention.codes[0] not in self._cast.inside:
                return mention.codes[0]
        return None


def object_end(read: ReadSentence, cue: Cue, *, longest: int = 14) -> int:
    """Where the words that a cue is about end: at the clause's end."""
    tokens = read.tokens
    i = cue.end
    while i < len(tokens) and i - cue.end < longest:
        token = tokens[i]
        if token.tag in (Tag.STOP, Tag.REL) or (token.tag is Tag.COMMA and i > cue.end):
            break
        if (
            token.tag is Tag.CONJ
            and i + 1 < len(tokens)
            and tokens[i + 1].tag in (Tag.VERB, Tag.ADV, Tag.HAVE, Tag.BE)
        ):
            break
        i += 1
    return i


def find_target(
    read: ReadSentence, cue: Cue, kind: str, sides: Sides, actors: Iterable[str]
) -> str | None:
    """Return the target of a stance of `kind` by the codebook's clarification on targets."""
    if kind in _NO_TARGET:
        return None
    if kind in _PROTEST:
        return Target.AUTHORITIES
    end = object_end(read, cue)
    actors = set(actors)
    side = sides.of_words(read, cue.end, end) or sides.of_words(read, cue.first, cue.end)
    third = sides.third_actor(read, cue.first, min(end, cue.end + 4))
    if third in actors:
        third = None
    if kind == "urge":
        addressee = sides.third_actor(read, cue.head + 1, min(end, cue.head + 5))
        if addressee and addressee not in actors:
            return addressee
        if third and side is None:
            return third
        words = {token.lower for token in read.tokens[cue.first : end]}
        if side == Target.OPPONENTS and words & _DONE_TO_OPPONENTS:
            return Target.AUTHORITIES
        if side in (Target.ALL, Target.AUTHORITIES, Target.OPPONENTS):
            return side
        return Target.AUTHORITIES if side == "focal" else None
    if kind == "mediate":
        return Target.ALL if side == Target.ALL else None
    if kind == "solidarity":
        return Target.OPPONENTS if side == Target.OPPONENTS else None
    if kind == "condemn":
        if third and side is None:
            return third
        return (
            Target.OPPONENTS
            if side == Target.OPPONENTS and _blames(read, cue)
            else Target.AUTHORITIES
        )
    if kind == "warn" and third and side is None:
        return third
    return Target.AUTHORITIES


def _blames(read: ReadSentence, cue: Cue) -> bool:
    """Whether opponents named after a cue are the ones blamed, not the ones harmed: "against",
    "of" harm.
    """
    tokens = read.tokens[cue.end : cue.end + 12]
    return not any(
        token.lower
        in (
            "against",
            "of",
            "on",
            "detention",
            "arrest",
            "overthrow",
            "ouster",
            "treatment",
            "killing",
        )
        for token in tokens
    )
