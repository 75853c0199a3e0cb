"""Who acts and speaks in one sentence, as it was read."""

from dataclasses import dataclass, field

from reactions.extraction.parties import Party
from reactions.extraction.reading import ReadSentence


@dataclass(slots=True)
class Saying:
    """A verb of saying in a sentence: its chunk, who says, and the words it governs."""

    position: int
    speakers: list[Party]
    first: int
    end: int
    is_after: bool = False
    lemma: str = ""


@dataclass(slots=True)
class Voices:
    """Who acts and speaks in one sentence."""

    read: ReadSentence
    subjects: dict[int, list[Party]] = field(default_factory=dict)
    patients: dict[int, list[Party]] = field(default_factory=dict)
    sayings: list[Saying] = field(default_factory=list)
    quotes: dict[int, list[Party]] = field(default_factory=dict)

    def is_denied(self, i: int) -> bool:
        """Whether word `i` stands in what somebody denies."""
        told = [s for s in self.sayings if s.first <= i < s.end and not s.is_after]
        inner = max(told, key=lambda s: s.first, default=None)
        return inner is not None and inner.lemma in ("deny", "rebut", "dismiss")

    def is_expected(self, i: int) -> bool:
        """Whether word `i` stands in what somebody only expects of others."""
        expecting = ("expect", "predict", "forecast", "anticipate", "suspect", "doubt")
        return any(s.first <= i < s.end and s.lemma in expecting for s in self.sayings)

    def holder(self, i: int) -> list[Party] | None:
        """Who states the clause that word `i` stands in; None if the reporter does."""
        inner = [s for s in self.sayings if s.first <= i < s.end and not s.is_after]
        if inner:
            return max(inner, key=lambda s: s.first).speakers
        after = [s for s in self.sayings if s.first <= i < s.end]
        return after[-1].speakers if after else None
