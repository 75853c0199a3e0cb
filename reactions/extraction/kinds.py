"""The kind of a cue: for a cue of either side, by whom it is for."""

from reactions.extraction.cast import Cast
from reactions.extraction.codebook import Kind, Target
from reactions.extraction.cues import Cue
from reactions.extraction.gazetteer import Form
from reactions.extraction.mentions import Context
from reactions.extraction.parties import Party
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides, object_end
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.words import Tag

_VOICING = ("show", "express", "convey", "offer", "pledge", "voice", "declare", "promise")
_THEM = frozenset(("him", "her", "them", "his", "their"))
_MEASURES = frozenset(("measures", "sanctions", "action", "steps", "operation", "operations"))
_SECONDING = ("endorse", "support", "second", "remain")
_CLAUSE = 14
_OTHERWISE = frozenset(("or", "unless", "otherwise", "will", "would", "if", "consequences"))
_OBJECT = 3
_AIM = 12
"""Words behind a cue in which the aim of those who are sent stands."""
_SENDING = ("send", "deploy", "dispatch")
_LETTERS = frozenset(("message", "messages", "letter", "telegram", "cable", "note", "greetings"))
_ORDER = frozenset(("riot", "order", "security", "stability", "stabilise", "stabilize", "secure"))
_SITTING = 20
"""Words behind a verb of meeting in which it is told on what."""
_HELPING = ("give", "provide", "offer", "render", "promise", "pledge", "extend", "lend", "come")
_HOSTING = (
    *("host", "shelter", "harbor", "harbour", "lodge", "house", "accommodate", "put", "hide"),
    *("feed", "billet"),
)
_FRIENDS = frozenset(
    ("friend", "friends", "ally", "allies", "brother", "brothers", "neighbour", "neighbor")
)
_YOU = frozenset(("you", "your"))
_NO_OBJECTS = frozenset(
    (
        *("attitude", "need", "efforts", "importance", "challenges", "fact", "right"),
        *("progress", "sovereignty", "independence", "integrity"),
    )
)
_POLLS = frozenset(("vote", "election", "elections", "poll", "polls", "referendum", "voting"))
_PRAISING = ("praise", "hail", "applaud", "commend", "laud", "welcome", "salute", "extol")
_CONDUCT = frozenset((
    *("result", "outcome", "mandate", "ruling", "postponement", "dissolution", "revolution"),
    *("victory", "continuity", "discipline", "order", "takeover", "takeovers", "decree"),
    *("verdict", "operation", "curfew", "firmness", "landslide", "triumph", "choice"),
    *("handling", "measures"),
))  # fmt: skip
_INSTITUTIONS = frozenset(("institutions", "elected", "democratically-elected"))
_ARMS = frozenset((
    *("weapons", "arms", "military", "ammunition", "troops", "tanks", "missiles", "brigade"),
    *("battalion", "regiment", "division", "force", "forces"),
))  # fmt: skip
_OF_RULERS = _CONDUCT | _MEASURES | {"efforts", "side", "leaders", "rulers", "hand", "conduct"}
_SIDING = ("side", "embrace", "hug", "defend")
_WELL_WISHING = ("congratulat", "felicitat", "approval")
_ONE = frozenset(("one", "single", "only"))


class KindFinder:
    """Decides between support and solidarity, and where a suspension severs nothing."""

    def __init__(self, cast: Cast, sides: Sides, vocabulary: Vocabulary) -> None:
        self.cast = cast
        self.sides = sides
        self.vocabulary = vocabulary

    def kind(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> Kind | None:
        """Return the kind that `cue` of `parties` shows; None if it is for neither side."""
        if cue.kind == "sever_relations" and self._only_suspends(read, cue, parties):
            return Kind.SANCTION
        if cue.kind == "warn" and _only_calls(read, cue):
            return Kind.URGE
        if cue.pattern.row.kind == "sitting" and not self._sits(read, cue, parties):
            return None
        if cue.kind == "support" and _offers_services(read, cue) and self._is_for_all(read, cue):
            return None  # good offices
        if cue.kind != "side":
            return Kind(cue.kind)
        end = _within_quote(read, cue, object_end(read, cue))
        words = [t.lower for t in read.tokens[cue.end : end]]
        side = self.sides.of_words(read, cue.end, end)
        if read.lowers[cue.end - 1] == "side":  # "was on Armenia's side"
            side = self.sides.of_words(read, cue.head + 1, cue.end) or side
        if side in (None, "focal") and (
            _INSTITUTIONS & set(words) or "constitutional order" in " ".join(words)
        ):
            side = self.sides.elected
        lemma = read.tokens[cue.head].lemma
        writing = not _LETTERS.isdisjoint(read.lowers[cue.first : cue.end])
        if side is None and (writing or lemma not in _SENDING):
            side = self.sides.of_words(read, cue.head + 1, cue.end)
        if cue.frame == "say" and cue.first:
            named = self.sides.named(read, max(0, cue.first - 8), cue.first)
            side = named or side  # "Keita remains the legitimate president"
        spoken_of = bool(_THEM & set(read.lowers[cue.head + 1 : cue.end + 1]))
        if side is None and (spoken_of or cue.frame == "noun"):
            side = self.sides.named(read, 0, cue.first)
            if side is None and cue.frame != "act":  # before a verb stands who acts
                side = self.sides.of_words(read, max(0, cue.first - 4), cue.first)
        if side is None and (cue.frame == "say" or (end <= cue.end + 1 and lemma in _VOICING)):
            side = self.sides.of_words(read, max(0, cue.first - 8), cue.first)
        if side == "focal" and not _ONE.isdisjoint(read.lowers[cue.first : cue.end]):
            side = self.sides.of_words(read, cue.first, cue.end) or side  # "one president in Minsk"
        side = self._of_titled(read, cue) or side
        spoken_to = cue.frame != "noun" and not _YOU.isdisjoint(read.lowers[cue.first : cue.end])
        if side is None and spoken_to:
            side = self.sides.of_words(read, cue.end, len(read.tokens))  # "told the strikers"
        if side == "focal" and any(
            word.startswith(_WELL_WISHING) for word in read.lowers[cue.first : cue.end]
        ):
            return Kind.SUPPORT
        if lemma in _PRAISING and any(self.vocabulary.has("harms", w) for w in words[:5]):
            return None
        if lemma in ("recognise", "recognize", "acknowledge") and (
            words[:1] == ["that"] or _NO_OBJECTS & set(words[:5])
        ):
            return None
        if "against" in words[: _OBJECT + 1] and _MEASURES & set(words[:_OBJECT]):
            return None  # "ready to support measures against the government"
        if lemma in _SECONDING and any(
            self.vocabulary.has("response_nouns", word) for word in words[:_OBJECT]
        ):
            return None  # what somebody else asks for
        if side == "focal" and self._backs_rulers(read, cue, end):
            return Kind.SUPPORT
        aim = set(read.lowers[cue.end : cue.end + _AIM])
        if lemma in _SENDING and not self.sides.invaded and _ORDER & aim:
            return Kind.SUPPORT  # "sent police to help with riot control"
        if side in (Target.OPPONENTS, "people"):
            return Kind.SOLIDARITY
        if side == Target.ALL and _offers_services(read, cue):
            return None  # good offices
        if lemma in _HOSTING and self.sides.names_both(read, cue.head + 1):
            return None  # hosts talks
        if lemma in _HOSTING:
            guest = self.sides.named(read, cue.head + 1, end)
            guest = guest or self.sides.of_words(read, cue.head + 1, cue.end)
            return Kind.SOLIDARITY if guest == Target.OPPONENTS else None
        if side == Target.AUTHORITIES:
            return Kind.SUPPORT
        if lemma in ("congratulate", "recognise", "recognize", "felicitate", "acknowledge"):
            return Kind.SUPPORT
        if lemma in _PRAISING and _POLLS & set(words[:6]):
            return Kind.SUPPORT
        others = self.sides.third_actor(read, cue.end, end)
        if (
            not others
            and lemma in ("support", "back", "endorse", *_PRAISING)
            and any(self.vocabulary.has("ruling_nouns", w) for w in words)
        ):
            return Kind.SUPPORT
        if any(self.vocabulary.has("response_nouns", w) for w in words):
            return None
        if lemma in ("stand", "side", "admire", "rally") or (
            "your" in (t.lower for t in read.tokens[cue.first : cue.end])
        ):
            return Kind.SOLIDARITY
        if side is None and not others and lemma in _PRAISING and _CONDUCT & set(words[:6]):
            return Kind.SUPPORT
        if side == "focal" and self._sends_gifts(read, cue):
            return None  # to whom in the country is not told
        if side == "focal":
            arming = any(t.lower in _ARMS for t in read.tokens[cue.first : cue.end])
            arming = arming or lemma in _HELPING
            ready = read.tokens[cue.head].lower in ("ready", "willing", "prepared")
            told = {"support", "backing"} & set(read.lowers[cue.first : cue.end])
            backing = arming or ready or told or lemma in ("support", "back", "endorse")
            return Kind.SUPPORT if backing else Kind.SOLIDARITY
        if any(word.startswith(_WELL_WISHING) for word in read.lowers[cue.first : cue.end]):
            return Kind.SUPPORT
        if self.sides.invaded and any(t.lower in _ARMS for t in read.tokens[cue.first : cue.end]):
            return Kind.SOLIDARITY  # who arms anybody in an invasion arms the invaded
        if not _FRIENDS.isdisjoint(read.lowers[cue.first : cue.end]):
            return Kind.SUPPORT  # friends of a state are those who rule it
        return None

    def _backs_rulers(self, read: ReadSentence, cue: Cue, end: int) -> bool:
        """Whether a country's bare name, or its capital's, is what somebody backs: its rulers are
        meant, unless they are invaders ("sided with Apia", "praised Dushanbe's firm hand").
        """
        lemma = read.tokens[cue.head].lemma
        if self.sides.invaded or cue.frame == "noun" or lemma in (*_SENDING, *_HOSTING):
            return False
        for start, behind, mention in read.spans:
            if not cue.head < start < end or not self.sides.is_focal(mention):
                continue
            if mention.context is not Context.FREE or mention.plural:
                return False
            if read.lowers[start - 1] == "of" and read.lowers[start - 2] not in _OF_RULERS:
                return False  # "the students of Minsk"
            if mention.form in (Form.CAPITAL, Form.SEAT):
                return True
            bare = mention.form is Form.NAME and start <= cue.end + 1
            following = read.tokens[behind : behind + 1]
            if not bare or lemma not in (*_PRAISING, *_SIDING):
                return False
            if following and following[0].tag is Tag.POSS:
                conduct = set(read.lowers[behind + 1 : behind + 1 + _OBJECT])
                return not _CONDUCT.isdisjoint(conduct)
            return not following or following[0].tag not in (Tag.NAME, Tag.NOUN)
        return False

    def _of_titled(self, read: ReadSentence, cue: Cue) -> str | None:
        """The side of whoever is given a title: "addressed her as the head of the government"."""
        within = read.lowers[cue.head + 1 : cue.end]
        if cue.frame != "act" or "as" not in within:
            return None
        whom = cue.head + 1 + within.index("as")
        side = self.sides.of_words(read, cue.head + 1, whom)
        if side is None and not _THEM.isdisjoint(within):
            side = self.sides.named(read, 0, cue.head)
        return side

    def _sends_gifts(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a cue ends in wheat, lorries or money."""
        return read.lowers[cue.end - 1] in self.vocabulary.word_sets["gifts"]

    def _is_for_all(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether both sides are meant by the words behind a cue."""
        return self.sides.of_words(read, cue.end, object_end(read, cue)) == Target.ALL

    def _sits(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """Whether it is an organization that meets, on the crisis or on a day that is near."""
        codes = [code for party in parties for code in party.codes]
        if not codes or not all(map(self.cast.gazetteer.is_organization, codes)):
            return False
        end = object_end(read, cue, longest=_SITTING)
        if self.sides.of_words(read, cue.end, end) is not None:
            return True
        words = read.lowers[cue.end - 1 : end]
        if any(self.vocabulary.has("crisis_words", word) for word in words):
            return True
        chunk = read.clauses.chunks[read.clauses.chunk_at(cue.head)]
        past = read.tokens[cue.head].form
        to_come = chunk.modal in ("will", "would") or not (past and past.is_past)
        to_come = to_come and chunk.mood != "ing"
        return to_come and any(self.vocabulary.has("near_days", word) for word in words)

    def _only_suspends(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """An organization that suspends relations imposes a sanction: it keeps no embassies."""
        return read.tokens[cue.head].lemma in ("suspend", "freeze", "halt") and all(
            self.cast.gazetteer.is_organization(code) for party in parties for code in party.codes
        )


def _only_calls(read: ReadSentence, cue: Cue) -> bool:
    """Whether who "warned that it must not be used" threatens with nothing."""
    if read.tokens[cue.head].lemma != "warn" or cue.end - cue.first > 1:
        return False
    told = read.lowers[cue.end : cue.end + _CLAUSE]
    ought = told[:1] == ["that"] and not {"should", "must"}.isdisjoint(told)
    return ought and _OTHERWISE.isdisjoint(read.lowers[cue.end :])


def _offers_services(read: ReadSentence, cue: Cue) -> bool:
    """Whether something is put at somebody's disposal."""
    return "disposal" in read.lowers[cue.first : cue.end]


def _within_quote(read: ReadSentence, cue: Cue, end: int) -> int:
    """Where an object ends at the latest: at a closing mark, for a cue that a quotation holds."""
    tokens = read.tokens
    marks = [i for i in range(cue.end, end) if tokens[i].tag is Tag.QUOTE]
    opened = sum(token.tag is Tag.QUOTE for token in tokens[: cue.first]) % 2
    return marks[0] if marks and opened and marks[0] > cue.end else end
