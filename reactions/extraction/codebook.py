"""The codebook's vocabulary: kinds, sides, groups, targets and phases (docs/codebook.md).

Everything that names a kind takes it from here: the engine, the tables, the pages, the API.
"""

from enum import StrEnum
from typing import NamedTuple

VERSION = 1


class Side(StrEnum):
    """Which way a stance leans, seen from the authorities."""

    SUPPORTIVE = "supportive"
    NEUTRAL = "neutral"
    CRITICAL = "critical"


class Group(StrEnum):
    """The six groups of kinds that the map shows by default, mildest first."""

    BACK = "back"
    ASIDE = "aside"
    CALL = "call"
    CRITICISE = "criticise"
    PROTEST = "protest"
    ACT = "act"


class Kind(StrEnum):
    """What an actor does by an utterance or act, in the codebook's order."""

    SUPPORT = "support"
    NEUTRAL = "neutral"
    MONITOR = "monitor"
    CONCERN = "concern"
    URGE = "urge"
    MEDIATE = "mediate"
    SOLIDARITY = "solidarity"
    CONDEMN = "condemn"
    REJECT = "reject"
    WARN = "warn"
    SUMMON_AMBASSADOR = "summon_ambassador"
    RECALL_AMBASSADOR = "recall_ambassador"
    SANCTION = "sanction"
    SEVER_RELATIONS = "sever_relations"

    @property
    def entry(self) -> "KindEntry":
        """The codebook's row for this kind."""
        return KINDS[self]


class Target(StrEnum):
    """The parties a stance can be meant for; any other target is an actor's code."""

    AUTHORITIES = "authorities"
    OPPONENTS = "opponents"
    ALL = "all"


class Phase(StrEnum):
    """How far an act has come."""

    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    ENDED = "ended"


class DayPrecision(StrEnum):
    """How exactly the text dates an act; the day itself is the last one that fits."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class KindEntry(NamedTuple):
    """A row of the codebook's table of kinds."""

    label: str
    code: str
    side: Side
    level: int
    group: Group
    cameo: tuple[str, ...]
    plover: tuple[str, ...]
    definition: str


KINDS: dict[Kind, KindEntry] = {
    Kind.SUPPORT: KindEntry(
        "Support", "Su", Side.SUPPORTIVE, 2, Group.BACK, ("05", "06", "07"), ("SUPPORT", "AID"),
        "backs the authorities: congratulates, recognises the result, endorses, offers them aid or "
        "troops",
    ),
    Kind.NEUTRAL: KindEntry(
        "Neutral", "Ne", Side.NEUTRAL, 0, Group.ASIDE, ("01",), (),
        "declines to take sides or to act",
    ),
    Kind.MONITOR: KindEntry(
        "Monitor", "Mo", Side.NEUTRAL, 1, Group.ASIDE, ("01",), (),
        "says that it follows or assesses events",
    ),
    Kind.CONCERN: KindEntry(
        "Concern", "Co", Side.CRITICAL, 1, Group.CALL, ("01",), (),
        "voices concern, alarm, regret, sorrow, with no blame laid",
    ),
    Kind.URGE: KindEntry(
        "Urge", "Ur", Side.CRITICAL, 2, Group.CALL, ("02", "10"), ("REQUEST",),
        "calls on parties to do or stop something",
    ),
    Kind.MEDIATE: KindEntry(
        "Mediate", "Me", Side.NEUTRAL, 2, Group.ASIDE, ("03", "04"), ("CONSULT",),
        "offers or undertakes talks about the crisis",
    ),
    Kind.SOLIDARITY: KindEntry(
        "Solidarity", "So", Side.CRITICAL, 3, Group.CRITICISE, ("05", "07", "08"), ("SUPPORT",),
        "sides with the opponents or the people",
    ),
    Kind.CONDEMN: KindEntry(
        "Condemn", "Cd", Side.CRITICAL, 4, Group.CRITICISE, ("11",), ("ACCUSE",),
        "condemns, denounces, blames, calls unacceptable",
    ),
    Kind.REJECT: KindEntry(
        "Reject", "Re", Side.CRITICAL, 5, Group.CRITICISE, ("12",), ("REJECT",),
        "refuses to recognise the result, the claim or the authority",
    ),
    Kind.WARN: KindEntry(
        "Warn", "Wa", Side.CRITICAL, 6, Group.CRITICISE, ("13",), ("THREATEN",),
        "threatens or warns of consequences",
    ),
    Kind.SUMMON_AMBASSADOR: KindEntry(
        "Summon ambassador", "Sm", Side.CRITICAL, 7, Group.PROTEST, ("11", "12"), ("ACCUSE",),
        "summons the focal country's envoy, lodges a formal protest",
    ),
    Kind.RECALL_AMBASSADOR: KindEntry(
        "Recall ambassador", "Rc", Side.CRITICAL, 8, Group.PROTEST, ("16",), ("SANCTION",),
        "recalls or withdraws its own envoy",
    ),
    Kind.SANCTION: KindEntry(
        "Sanction", "Sa", Side.CRITICAL, 9, Group.ACT, ("16", "17"), ("SANCTION", "COERCE"),
        "imposes or has decided on a sanction or a suspension",
    ),
    Kind.SEVER_RELATIONS: KindEntry(
        "Sever relations", "Sv", Side.CRITICAL, 10, Group.ACT, ("16",), ("SANCTION",),
        "expels diplomats, closes an embassy, breaks off relations",
    ),
}  # fmt: skip
