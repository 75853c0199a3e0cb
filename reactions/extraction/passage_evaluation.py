"""The codebook's measures of the engine against labelled passages."""

from collections.abc import Iterable, Iterator

from reactions.extraction.engine import extract
from reactions.extraction.evaluation import Score, score_line
from reactions.extraction.passages import LabelledText


def report_passages(texts: Iterable[LabelledText], *, errors: bool = False) -> Iterator[str]:
    """Yield what the engine missed and wrongly found, if `errors` are wanted, and its measures.

    A text counts as one, whether it is a passage or an article.
    """
    pairs, actors, empty = Score(), Score(), Score()
    for labelled in texts:
        gold = {label for passage in labelled.passages for label in passage.labels}
        drafts = extract(labelled.text, published=labelled.published, crisis=labelled.crisis)
        found = {(draft.actor, draft.kind.value) for draft in drafts}
        pairs.add(gold, found)
        actors.add({actor for actor, _ in gold}, {actor for actor, _ in found})
        if not gold:
            empty.add({labelled.place}, set() if found else {labelled.place})
        if errors and gold != found:
            missed, wrong = sorted(gold - found), sorted(found - gold)
            yield f"{labelled.place}: missed {missed}, wrongly found {wrong}: {labelled.text}"
    yield score_line("actor+kind", pairs)
    yield score_line("actor", actors)
    yield f"no stance, left empty  {empty.right} of {empty.gold}"
