"""For which side of the crisis a cue is that may be for either: "stands with", "congratulated"."""

from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides

SENDING = frozenset(("send", "deploy", "dispatch"))
_VOICING = frozenset(
    ("show", "express", "convey", "offer", "pledge", "voice", "declare", "promise")
)
_THEM = frozenset(("him", "her", "them", "his", "their"))
_YOU = frozenset(("you", "your"))
_ONE = frozenset(("one", "single", "only"))
_LETTERS = frozenset(("message", "messages", "letter", "telegram", "cable", "note", "greetings"))
_INSTITUTIONS = frozenset(("institutions", "elected", "democratically-elected"))
_BEFORE = 8
"""Words before a cue in which a side is named: "Keita remains the legitimate president"."""
_JUST_BEFORE = 4


class Beneficiaries:
    """Finds for which side a cue is, by the words behind it, within it and before it."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides

    def side(self, read: ReadSentence, cue: Cue, end: int) -> str | None:
        """Return the side that `cue` is for, whose object ends before word `end`."""
        return self._titled(read, cue) or self._told(read, cue, end) or self._spoken_to(read, cue)

    def _told(self, read: ReadSentence, cue: Cue, end: int) -> str | None:
        """The side told around a cue; of a country's "one president" the president."""
        side = (
            self._named_before(read, cue)
            or self._of_object(read, cue, end)
            or self._of_pronoun(read, cue)
            or self._of_words_before(read, cue, end)
        )
        if side == "focal" and not _ONE.isdisjoint(read.lowers[cue.first : cue.end]):
            return self.sides.of_words(read, cue.first, cue.end) or side  # "one president in Minsk"
        return side

    def _titled(self, read: ReadSentence, cue: Cue) -> str | None:
        """The side of whoever is given a title: "addressed her as the head of the government"."""
        within = read.lowers[cue.head + 1 : cue.end]
        if cue.frame != "act" or "as" not in within:
            return None
        whom = cue.head + 1 + within.index("as")
        side = self.sides.of_words(read, cue.head + 1, whom)
        if side is None and not _THEM.isdisjoint(within):
            side = self.sides.named(read, 0, cue.head)
        return side

    def _named_before(self, read: ReadSentence, cue: Cue) -> str | None:
        """The side named before mere wording: "Keita remains the legitimate president"."""
        if cue.frame != "say":
            return None
        return self.sides.named(read, max(0, cue.first - _BEFORE), cue.first)

    def _of_object(self, read: ReadSentence, cue: Cue, end: int) -> str | None:
        """The side behind a cue or within it: "backs the junta", "was on Armenia's side"."""
        side = self.sides.of_words(read, cue.end, end)
        if read.lowers[cue.end - 1] == "side":
            side = self.sides.of_words(read, cue.head + 1, cue.end) or side
        if side in (None, "focal") and _names_institutions(read.lowers[cue.end : end]):
            return self.sides.elected
        writing = not _LETTERS.isdisjoint(read.lowers[cue.first : cue.end])
        if side is None and (writing or read.tokens[cue.head].lemma not in SENDING):
            return self.sides.of_words(read, cue.head + 1, cue.end)
        return side

    def _of_pronoun(self, read: ReadSentence, cue: Cue) -> str | None:
        """The side spoken of before "him" or before a noun: "Of Keita it said it backs him"."""
        spoken_of = not _THEM.isdisjoint(read.lowers[cue.head + 1 : cue.end + 1])
        if not spoken_of and cue.frame != "noun":
            return None
        side = self.sides.named(read, 0, cue.first)
        if side is None and cue.frame != "act":  # before a verb stands who acts
            side = self.sides.of_words(read, max(0, cue.first - _JUST_BEFORE), cue.first)
        return side

    def _of_words_before(self, read: ReadSentence, cue: Cue, end: int) -> str | None:
        """The side before mere wording, or before a voice without an object: "the people to whom
        it expressed support".
        """
        bare = end <= cue.end + 1 and read.tokens[cue.head].lemma in _VOICING
        if cue.frame != "say" and not bare:
            return None
        return self.sides.of_words(read, max(0, cue.first - _BEFORE), cue.first)

    def _spoken_to(self, read: ReadSentence, cue: Cue) -> str | None:
        """The side to which words are spoken: '"We are with you," it told the strikers'."""
        if cue.frame == "noun" or _YOU.isdisjoint(read.lowers[cue.first : cue.end]):
            return None
        return self.sides.of_words(read, cue.end, len(read.tokens))


def _names_institutions(words: list[str]) -> bool:
    """Whether words are of a country's "elected institutions" or "constitutional order"."""
    return not _INSTITUTIONS.isdisjoint(words) or "constitutional order" in " ".join(words)
