"""Tells how the finds of an article come about: each sentence with its cues, their rule and their
fate.
"""

from collections.abc import Iterable, Iterator

from reactions.extraction.chunks import Type
from reactions.extraction.engine import Explained
from reactions.extraction.parties import Party, Standing
from reactions.extraction.stances import Find

_MARKS = {
    Type.NP: "",
    Type.VERB: "=",
    Type.PREP: ">",
}


def explanation(explained: Iterable[Explained], *, phrases: bool = False) -> Iterator[str]:
    """Yield the lines that explain an article, sentence by sentence.

    `phrases` adds how each sentence was cut into phrases.
    """
    for sentence in explained:
        read = sentence.read
        yield f"[{read.sentence.start}:{read.sentence.end}] {' '.join(read.text.split())}"
        if phrases:
            cut = (
                _MARKS.get(chunk.type, "") + read.words(chunk.first, chunk.end)
                for chunk in read.clauses.chunks
            )
            yield "    phrases: " + " / ".join(cut)
        if read.mentions:
            yield "    named: " + ", ".join(
                f"{m.text} ({'+'.join(m.codes)})" for m in read.mentions
            )
        for find in sentence.finds:
            yield "    " + _line(find)


def _line(find: Find) -> str:
    read, cue = find.read, find.cue
    words = " ".join(read.words(cue.first, cue.end).split())
    who = ", ".join(_who(party) for party in find.parties) or "nobody"
    if find.excluded:
        return f'not coded: {cue.kind} "{words}" by {who}: {find.excluded} [{cue.pattern.rule}]'
    target = f", target {find.target}" if find.target else ""
    phase = f", {find.phase}" if find.phase else ""
    return (
        f'{find.kind} "{words}" by {who} ({find.how}){target}{phase}, {find.day}'
        f" [{cue.pattern.rule}, {_source(find)}]"
    )


def _source(find: Find) -> str:
    """Where what a find rests on stands: its line, or how likely its words alone make it."""
    line = find.cue.pattern.row.line
    return f"cues.tsv line {line}" if line else f"likelihood {find.likelihood:.2f}"


def _who(party: Party) -> str:
    codes = "+".join(party.codes) or {
        Standing.INSIDE: "inside the crisis",
        Standing.OUTSIDER: "no actor",
    }.get(party.standing, "somebody unknown")
    return f"{codes} ({party.official})" if party.official else codes
