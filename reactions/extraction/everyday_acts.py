"""Acts of every day that are told in the words of a reaction: to be represented at a ceremony, to
leave a reporter's question unanswered.
"""

from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence
from reactions.extraction.words import Tag

_SENDING = frozenset(("send", "dispatch", "despatch", "deploy", "name"))
_GUESTS = frozenset(("ministers", "presidents", "leaders", "observers", "none"))
_WITHHELD = frozenset(("say", "speculate", "discuss", "drawn", "confirm"))
_QUESTIONS = frozenset(("whether", "if", "when", "how", "what", "why"))
_ABSTAINING = frozenset(("for", "nothing", "habit", "place"))
"""Words by which it is nobody's business: "not for Oslo to say who rules"."""
_TAKING_SIDES = frozenset((
    *("coup", "recognise", "recognize", "recognised", "recognized", "support", "supported"),
    *("considered", "considers", "regarded", "election", "vote", "result", "clean", "fair"),
    *("side", "sides", "legitimate", "legal", "backed", "back", "matter", "affair"),
))  # fmt: skip
_NEAR = 9
"""Words of a question in which it tells what it is about."""


def attends_only(read: ReadSentence, cue: Cue) -> bool:
    """Whether somebody is only represented or only watches: "sent ministers" to an inauguration,
    "will send 120 observers", "they named none", but not "sent two ministers to hear both sides".
    """
    if read.tokens[cue.head].lemma not in _SENDING:
        return False
    sent = cue.head + 1
    while sent < len(read.tokens) and read.tokens[sent].tag is Tag.NUM:
        sent += 1
    if read.lowers[sent : sent + 1] == ["prime"]:
        sent += 1
    guests = not _GUESTS.isdisjoint(read.lowers[sent : sent + 1])
    behind = read.tokens[sent + 1 : sent + 3]
    aimed = [t.lower for t in behind[:1]] == ["to"] and behind[-1].tag is not Tag.DET
    return guests and not aimed


def leaves_question_open(read: ReadSentence, cue: Cue) -> bool:
    """Whether a question of fact is left unanswered, which is no refusal to take sides: "would not
    say whether the fuel had been paid for", "would not speculate about who was behind it", but not
    "declined to say whether it was a coup".
    """
    if not _ABSTAINING.isdisjoint(read.lowers[cue.first : cue.end]):
        return False
    last = read.lowers[cue.end - 1]
    lemma = read.tokens[cue.end - 1].lemma
    if last in ("on", "about", "in"):
        last = read.lowers[cue.end - 2]
    elif read.lowers[cue.end : cue.end + 1] in (["on"], ["about"]) and last in _WITHHELD:
        return lemma == "speculate" or _asks(read, cue.end + 1)
    if last not in _WITHHELD:
        return False
    return lemma == "speculate" or _asks(read, cue.end)


def _asks(read: ReadSentence, at: int) -> bool:
    """Whether a question of fact stands at a word."""
    about = read.lowers[at : at + _NEAR]
    return about[:1] != [] and about[0] in _QUESTIONS and _TAKING_SIDES.isdisjoint(about)
