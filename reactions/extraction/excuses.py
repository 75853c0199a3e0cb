"""Why a cue of an actor is no stance, by the codebook, for whom or what it is said of."""

from reactions.extraction.attribution import Attribution
from reactions.extraction.codebook import Target
from reactions.extraction.cues import Cue
from reactions.extraction.parties import Party
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides, object_end
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_MOODS = frozenset(("disappointed", "disappointment", "uncomfortable", "uneasy", "anxious"))
_REFUGE = frozenset(("asylum", "refuge", "sanctuary", "passage", "haven"))
_OUGHT = frozenset(("must",))
_TELLING = frozenset(("tell", "ask", "order", "instruct", "want", "expect", "require"))
_ITS_OWN = frozenset(("its", "his", "her", "their", "our", "my"))
_UPHEAVALS = frozenset(("coup", "putsch", "takeover"))
_BARE = 2
"""Words of a cue that is a verb alone, or a verb with its particle."""
_MEANS_OF_PEACE = frozenset(
    ("dialogue", "talks", "negotiations", "peacefully", "restraint", "consensus", "constitution")
)
_FELLOWS = frozenset((
    *("friends", "brothers", "brethren", "neighbours", "neighbors", "cousins", "leaders"),
    *("clans", "colleagues", "partners", "politicians", "rivals", "actors", "sisters"),
))  # fmt: skip
_DISPUTES = frozenset(
    ("dispute", "disputes", "differences", "disagreement", "disagreements", "grievances")
)
"""What only the parties can resolve: "hoped that any dispute would be resolved by law"."""
_FIGHTERS = frozenset(
    ("jihadists", "militants", "militia", "militias", "gunmen", "fighters", "insurgents", "gangs")
)
_NEAR = 5
_THEM = frozenset(("him", "her", "them"))
_THEM_TO = 3
"""Words from a verb to behind "to", with a pronoun between: "asks him to"."""
_CALLED = 5
"""Words behind "a delegation of" in which it is told of whom."""
_EMISSARIES = frozenset(("delegation", "team", "group"))
_TALKING_OF = frozenset(("discuss", "discussed", "discussing", "about", "on", "over"))
_TOPIC = 7
_TOPIC_ENDS = (Tag.STOP, Tag.REL, Tag.COMMA, Tag.CONJ)
_TOPIC_NEAR = 8
"""Words behind a cue in which it is told what was talked about."""
_OBSERVERS = frozenset(("monitors", "observers", "inspectors", "mission", "missions"))


class Excuses:
    """Tells what is said by an actor but not coded: moods, impersonal hope, a way out."""

    def __init__(self, attribution: Attribution, sides: Sides, vocabulary: Vocabulary) -> None:
        self.attribution = attribution
        self.sides = sides
        self.vocabulary = vocabulary

    def excused(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party], how: str
    ) -> str | None:
        """Why a cue of an actor is none by the codebook for whom or what it is said of."""
        if cue.kind == "urge" and self._impersonal_hope(read, cue):
            return "impersonal hope"
        words = {t.lower for t in read.tokens[cue.first : cue.end]}
        if (
            cue.kind == "concern"
            and words & _MOODS
            and how == "subject of a state"
            and not voices.holder(cue.head)
            and not self._is_quoted(read, cue)
        ):
            return "a reporter's word for a mood"
        if cue.kind == "concern" and self._is_of_another(read, cue, parties):
            return "somebody else's concern"
        if cue.frame == "say" and self._is_unsaid(read, voices, cue):
            return "not said"
        if cue.kind == "solidarity" and words & _REFUGE:
            side = self.sides.of_words(read, cue.end, object_end(read, cue))
            if side == Target.AUTHORITIES:
                return "a way out for the authorities"
        if cue.kind == "urge" and self._tells_an_outsider(read, cue):
            return "nobody of the crisis is told"
        if cue.kind == "urge" and words <= _OUGHT and not self._is_for_a_side(read, cue):
            return "nobody of the crisis has to"
        if cue.kind == "monitor" and self._is_observed(read, cue):
            return "observers at their work"
        if cue.pattern.row.phase == "ended" and self._returns_elsewhere(read, cue):
            return "no return to the post"
        if cue.kind == "mediate" and self._is_other_talk(read, cue):
            return "not about the crisis"
        return None

    def _is_of_another(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """Whether the worry told is somebody else's: "conveyed the miners' fears", not "voiced
        London's unease" of Britain, "followed the night's news with dismay".
        """
        codes = {code for party in parties for code in party.codes}
        for i in range(cue.end - 1, cue.head, -1):
            if read.tokens[i].tag is Tag.PREP:
                return False
            if read.tokens[i].tag is Tag.POSS:
                owner = next((m for _, end, m in read.spans if end == i), None)
                return owner is None or codes.isdisjoint(owner.codes)
        return False

    def _is_unsaid(self, read: ReadSentence, voices: Voices, cue: Cue) -> bool:
        """Whether somebody refuses to say it: "declined to call it a coup or say it broke law"."""
        told = [s for s in voices.sayings if s.first <= cue.head < s.end and not s.is_after]
        if not told:
            return False
        position = max(told, key=lambda s: s.first).position
        chunks = read.clauses.chunks
        if chunks[position].negated:
            return True
        governor = read.clauses.governor(position) if chunks[position].mood == "inf" else None
        return governor is not None and self.vocabulary.has(
            "refrain", read.tokens[chunks[governor].head].lemma
        )

    def _tells_an_outsider(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a bare "told X to" is for somebody with no part in the crisis: an aide, one's
        own army.
        """
        tokens = read.tokens
        if tokens[cue.head].lemma not in _TELLING or tokens[cue.end - 1].lower != "to":
            return False
        if tokens[cue.head + 1].lower in _ITS_OWN:
            return True
        if tokens[cue.head + 1].lower == "for":
            return False  # "asked for an end to it"
        between = (cue.head + 1, cue.end)
        if self._has("crisis_words", read.lowers[cue.head + 1 : cue.end]):
            return False  # "wants elections to take place"
        if self.sides.of_words(read, *between) or self.sides.third_actor(read, *between):
            return False
        spoken_of = tokens[cue.head + 1].lower in _THEM and cue.end == cue.head + _THEM_TO
        if tokens[cue.head + 1].lower in _FIGHTERS or tokens[cue.head + 2].lower in _FIGHTERS:
            return False
        return not (spoken_of and self.sides.of_words(read, 0, cue.head))

    def _is_for_a_side(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether it is a side of the crisis that must do something: "the army must go"."""
        subject = read.clauses.subject(read.clauses.chunk_at(cue.head))
        if subject is None:
            return False
        chunk = read.clauses.chunks[subject]
        side = self.sides.of_words(read, chunk.first, chunk.end)
        return side in (Target.AUTHORITIES, Target.OPPONENTS, Target.ALL, "focal")

    def _is_quoted(self, read: ReadSentence, cue: Cue) -> bool:
        first, last = read.tokens[cue.first], read.tokens[cue.end - 1]
        return self.attribution.article.has_quote(first.start, last.end)

    def _is_observed(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether observers follow, as it is their task: "OSCE monitors followed the count"."""
        subject = read.clauses.subject(read.clauses.chunk_at(cue.head))
        if subject is None:
            return False
        return read.tokens[read.clauses.chunks[subject].end - 1].lower in _OBSERVERS

    def _returns_elsewhere(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether an envoy goes back to another place than the country of the crisis."""
        if cue.kind != "recall_ambassador" or read.lowers[cue.end - 1] != "to":
            return False
        inside = self.attribution.cast.inside
        return not any(
            cue.end <= a <= cue.end + 1 and set(mention.codes) & inside
            for a, _, mention in read.spans
        )

    def _is_other_talk(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a verb alone, "discussed", "took up", has no word of the crisis behind it."""
        if self._is_another_matter(read, cue):
            return True
        if read.tokens[cue.head].lemma not in ("discuss", "debate", "take"):
            return False
        if cue.end - cue.first > _BARE:
            return False
        return self.sides.of_words(read, cue.end, cue.end + _NEAR) is None

    def _is_another_matter(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether talks are about trade or the like, or with people of a calling: "met to discuss
        fertiliser", "received a delegation of engineers".
        """
        words = read.lowers
        if words[cue.end - 1] in _OBSERVERS | _EMISSARIES and words[cue.end :][:1] == ["of"]:
            return self._has("callings", words[cue.end + 1 : cue.end + _CALLED])
        topic = next(
            (i + 1 for i in range(cue.head, len(words)) if words[i] in _TALKING_OF), len(words)
        )
        if topic > cue.end + _TOPIC_NEAR:
            return False
        end = next(
            (i for i in range(topic, len(words)) if read.tokens[i].tag in _TOPIC_ENDS), len(words)
        )
        end = min(end, topic + _TOPIC)
        about = words[topic:end]
        if not self._has("other_matters", about) or self._has("crisis_words", about):
            return False
        if not set(about).isdisjoint(self.attribution.cast.crisis.name.lower().split()):
            return False
        return self.sides.of_words(read, topic, end) in (None, "focal")

    def _has(self, name: str, words: list[str]) -> bool:
        return any(self.vocabulary.has(name, word) for word in words)

    def _impersonal_hope(self, read: ReadSentence, cue: Cue) -> bool:
        """A hope counts as a call only if a party is to do something."""
        words = [t.lower for t in read.tokens[cue.first : cue.end]]
        wishing = read.tokens[cue.head].lemma == "wish" and "would" in words
        hoping = read.tokens[cue.head].lemma == "hope" or "hope" in words or "hopes" in words
        if not (hoping or wishing):
            return False
        first, end = cue.head + 1, min(len(read.tokens), cue.head + 9)
        if _UPHEAVALS & set(read.lowers[first : first + 3]):
            return True  # "hoped the coup would not harm trade"
        side = self.sides.of_words(read, first, end)
        if side == "focal":
            if not _FELLOWS.isdisjoint(read.lowers[first:end]):
                return False  # "hopes that its Gambian friends will sit down"
            return _MEANS_OF_PEACE.isdisjoint(read.lowers[end - 1 :])
        told = set(read.lowers[first:end])
        return side is None and _FELLOWS.isdisjoint(told) and _DISPUTES.isdisjoint(told)

    def own_people(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """ "Called on Australians in Thailand to take care", said by Australia."""
        if cue.kind not in ("urge", "warn", "concern"):
            return False
        codes = {code for party in parties for code in party.codes}
        return any(
            mention.plural and cue.head < a <= cue.head + 4 and codes.issuperset(mention.codes)
            for a, _, mention in read.spans
        )
