"""The codebook's vocabulary as readers meet it: names of groups, and sentences about stances."""

from typing import NamedTuple

from reactions.extraction.codebook import KINDS, Group, Kind, Phase, Target


class GroupEntry(NamedTuple):
    """How a group of kinds is shown; `sign` is the shape of its marker."""

    name: str
    definition: str
    sign: str


GROUPS: dict[Group, GroupEntry] = {
    Group.BACK: GroupEntry("Back", "supports the authorities", "▲"),
    Group.ASIDE: GroupEntry("Aside", "stays neutral, watches or mediates", "■"),
    Group.CALL: GroupEntry("Call", "voices concern or calls for steps", "●"),
    Group.CRITICISE: GroupEntry(
        "Criticise", "sides with the opponents, condemns, rejects or warns", "✚"
    ),
    Group.PROTEST: GroupEntry("Protest", "summons or recalls an ambassador", "◆"),
    Group.ACT: GroupEntry("Act", "imposes sanctions or severs relations", "⬢"),
}

# What the actor did, in the past tense; {target} is filled with the party meant.
_DEEDS: dict[Kind, str] = {
    Kind.SUPPORT: "backed {target}",
    Kind.NEUTRAL: "declined to take sides",
    Kind.MONITOR: "said that it was following events",
    Kind.CONCERN: "voiced concern",
    Kind.URGE: "appealed to {target}",
    Kind.MEDIATE: "offered or undertook talks",
    Kind.SOLIDARITY: "sided with {target}",
    Kind.CONDEMN: "condemned {target}",
    Kind.REJECT: "rejected the claims of {target}",
    Kind.WARN: "warned {target} of consequences",
    Kind.SUMMON_AMBASSADOR: "summoned the ambassador",
    Kind.RECALL_AMBASSADOR: "recalled its ambassador",
    Kind.SANCTION: "imposed sanctions",
    Kind.SEVER_RELATIONS: "severed relations",
}
_ANNOUNCED: dict[Kind, str] = {
    Kind.SUPPORT: "announced support for {target}",
    Kind.MEDIATE: "announced talks",
    Kind.RECALL_AMBASSADOR: "announced the recall of its ambassador",
    Kind.SANCTION: "announced sanctions",
    Kind.SEVER_RELATIONS: "announced that it would sever relations",
}
_ENDED: dict[Kind, str] = {
    Kind.SUPPORT: "ended its support for {target}",
    Kind.MEDIATE: "ended its mediation",
    Kind.RECALL_AMBASSADOR: "sent its ambassador back",
    Kind.SANCTION: "lifted sanctions",
    Kind.SEVER_RELATIONS: "restored relations",
}
# Where nobody is named, and the sentence needs somebody or something.
_NOBODY_NAMED: dict[Kind, str] = {
    Kind.SUPPORT: "backed the authorities",
    Kind.URGE: "appealed to the parties",
    Kind.SOLIDARITY: "sided with the people",
    Kind.CONDEMN: "condemned what happened",
    Kind.REJECT: "rejected the result or claim",
    Kind.WARN: "warned of consequences",
}


def party(target: str, actor_name: str = "") -> str:
    """The target in words; `actor_name` is the name where the target is an actor."""
    words = {
        Target.AUTHORITIES: "the authorities",
        Target.OPPONENTS: "the opponents",
        Target.ALL: "all parties",
    }
    return words.get(target, actor_name or target)  # type: ignore[call-overload, no-any-return]


def deed(kind: str, *, target: str, phase: str, actor_name: str = "") -> str:
    """What an actor did by a stance, as the predicate of a sentence in the past tense."""
    named = Kind(kind)
    phased = {Phase.ANNOUNCED.value: _ANNOUNCED, Phase.ENDED.value: _ENDED}.get(phase, {})
    if named in phased:
        return phased[named].format(target=party(target, actor_name) or "the authorities")
    if not target and named in _NOBODY_NAMED:
        return _NOBODY_NAMED[named]
    return _DEEDS[named].format(target=party(target, actor_name))


def kinds_of(group: Group) -> list[Kind]:
    """The kinds of a group, in the codebook's order."""
    return [kind for kind, entry in KINDS.items() if entry.group == group]
