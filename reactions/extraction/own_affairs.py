"""Tells what an actor does for a reason of its own, and not about the crisis: its own envoys and
nationals, doors shut for a storm, a plan "sanctioned as approved".
"""

import re
from itertools import pairwise

from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list

_APPROVED = word_list("approved")
_APPROVED_NEAR = 6
_CLAUSE = 12
_GIFT = 5
"""Words behind "supported" in which it is told that what is supported is the actor's own."""
_ABOUT = (2, 6)
"""Words before a cue and from it on in which it is told who is cared for."""
_SAFETY_NEAR = 4
_INCIDENTAL = (
    r"\bholidays?\b|\b(?:for|long) (?:the )?weekend\b|\brenovation|\bpandemic\b|"
    r"\b(?:corona)?virus\b|\b(?:sand|snow)?storm\b"
)
_STOPPED = re.compile(_INCIDENTAL)
_SHUT = re.compile(
    rf"{_INCIDENTAL}|\bsafety\b|\bprecaution|\bfor the day\b|\btemporarily\b|\bovernight\b|"
    r"\b(?:for|amid|over|citing) (?:\w+ )?security (?:reasons|concerns)|\bon security grounds\b|"
    r"\bsmuggl|\bcontraband\b|\bfor (?:want|lack) of\b|\b(?:repairs|maintenance|refurbish)|"
    r"\bcustoms (?:strike|officers|men)\b|\b(?:cholera|ebola|epidemic)\b|"
    r"\bat the request of\b|\bfor fear\b|\bloot|\bcosts?\b|\bbudget|\bsavings?\b|\bto save money\b|"
    r"\bstone[ds]?\b|\bwindows?\b|\bblockade|\bpower (?:cut|failure)|"
    r"\b(?:because of|for|on) (?:\w+ )?(?:fires?|floods?|flooding|heat|earthquake|cyclone|"
    r"hurricane|smoke|burst|fighting|shooting|shelling|riots?|rioting|unrest|curfew)|"
    r"\bvisa (?:desk|section)|\bretir(?:es|ing|ed|ement)\b|\bunder a plan\b"
)
_CLOSING = frozenset(("close", "shut", "seal"))
_MISSIONS = frozenset(
    ("embassy", "embassies", "consulate", "consulates", "mission", "missions", "commission")
)
_RECALLING = frozenset(
    ("recall", "recalls", "withdraw", "withdraws", "remove", "replace", "passports")
)
_ENVOYS = frozenset((
    *("ambassador", "envoy", "ambassadors", "envoys", "diplomats", "diplomat", "staff", "clerks"),
    *("man", "woman", "head", "consul", "chargé", "attaché", "attachés", "commissioner"),
))  # fmt: skip
_ITS = frozenset(("its", "our", "their", "his", "her"))
_EVACUATING = frozenset(("evacuate", "evacuating", "evacuation"))
_HOME = frozenset(
    ("soil", "territory", "borders", "border", "population", "backyard", "country", "citizens")
)
_ABROAD = frozenset(("staff", "diplomats", "personnel", "employees"))
_TRAVELLERS = frozenset((
    *("citizens", "nationals", "travellers", "travelers", "tourists", "expatriates", "visitors"),
    *("motorists", "holidaymakers", "passengers", "compatriots", "dependants", "dependents"),
))  # fmt: skip


def handles_own_envoy(read: ReadSentence, cue: Cue) -> bool:
    """Whether an envoy who is summoned or sent away is the actor's own: "its ambassador"."""
    if cue.kind not in ("summon_ambassador", "sever_relations"):
        return False
    return _names_own_envoy(read, cue) and _RECALLING.isdisjoint(read.lowers[cue.first : cue.end])


def _names_own_envoy(read: ReadSentence, cue: Cue) -> bool:
    words = read.lowers[max(0, cue.first - 1) : cue.end]
    at = next((i for i, word in enumerate(words) if word in _ENVOYS), 0)
    owner = next((word for word in reversed(words[:at]) if word in _ITS or word == "the"), "the")
    return owner != "the"  # not "summoned to her office the ambassador"


def only_approves(read: ReadSentence, cue: Cue) -> bool:
    """Whether "sanction" means to approve: "sanctioned the plan"."""
    if cue.kind != "sanction" or read.tokens[cue.head].lemma != "sanction":
        return False
    return not _APPROVED.isdisjoint(read.lowers[cue.head + 1 : cue.head + _APPROVED_NEAR])


def is_shut_for_safety(read: ReadSentence, cue: Cue) -> bool:
    """Whether what is closed or stopped is so for a storm, a holiday or the like: "shut its
    embassy amid security concerns".
    """
    if cue.kind not in ("sanction", "sever_relations"):
        return False
    missions = not _MISSIONS.isdisjoint(read.lowers[cue.first : cue.end])
    if cue.kind == "sever_relations" and not missions:
        return False
    closing = missions or read.tokens[cue.head].lemma in _CLOSING
    return (_SHUT if closing else _STOPPED).search(read.text) is not None


def cares_for_nationals(read: ReadSentence, cue: Cue) -> bool:
    """Travel advice and the like: "warned its citizens", "tourists were advised to leave"."""
    if cue.kind == "monitor" and "safety" in read.lowers[cue.end : cue.end + _SAFETY_NEAR]:
        return True
    if cue.kind not in ("warn", "urge", "concern"):
        return False
    before, on = _ABOUT
    around = read.lowers[max(0, cue.head - before) : cue.head + on]
    if not _TRAVELLERS.isdisjoint(around):
        return True
    return "families" in around and not _ABROAD.isdisjoint(around)  # "the families of its staff"


def is_own_affair(read: ReadSentence, cue: Cue) -> bool:
    """Whether words are for what is the actor's own: "praised its own police", "worried about
    protests on its own soil", "sent planes to evacuate its staff".
    """
    after = read.lowers[cue.head + 1 : cue.head + _CLAUSE]
    if cue.kind == "concern":
        return any(word == "own" and near in _HOME for word, near in pairwise(after))
    if cue.kind not in ("side", "support", "solidarity"):
        return False
    own = any(near in _ITS and word == "own" for near, word in pairwise(after[:_GIFT]))
    return own or not _EVACUATING.isdisjoint(after)
