"""The second opinions that come with the samples: what another coder made of some articles.

Whole articles were coded from their text and the codebook alone. What that coder says of a proposal
of the engine is the coding of the same words for the same actor; where there is none, the coder saw
no stance in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from reactions import curation
from reactions.curation import StanceFields
from reactions.models import Actor, Article, Crisis, Decision, Official, SecondOpinion
from reactions.sample_data import Sample, stored_article

_EDITOR = "sample-second-desk"


@dataclass(frozen=True)
class _Coding:
    """A stance that the second coder saw between two offsets of an article."""

    start: int
    end: int
    said: dict[str, Any]


@dataclass(frozen=True)
class _Proposal:
    """What the engine proposed for an actor between two offsets, and what was decided first."""

    actor: str
    kind: str
    day: str
    start: int
    end: int
    first: Decision

    def shares_words_with(self, other: _Coding | _Proposal) -> bool:
        return self.start < other.end and other.start < self.end


def replay_opinions(sample: Sample) -> int:
    """Give the second opinions on decided proposals that nobody gave yet; how many these were."""
    crisis = Crisis.objects.get(slug=sample.crisis["slug"])
    editor, _ = User.objects.get_or_create(username=_EDITOR, defaults={"is_active": False})
    return sum(
        _give(proposal, _coding_of(proposal, proposals, codings), editor)
        for article, codings in _codings(sample).items()
        for proposals in [_decided_proposals(crisis, article)]
        for proposal in proposals
    )


def _codings(sample: Sample) -> dict[Article, list[_Coding]]:
    found: dict[Article, list[_Coding]] = {}
    for said in sample.second_codings:
        article = stored_article(sample.articles[said["article"]])
        start = article.text.index(said["words"])
        coding = _Coding(start, start + len(said["words"]), said)
        found.setdefault(article, []).append(coding)
    return found


def _decided_proposals(crisis: Crisis, article: Article) -> list[_Proposal]:
    """The proposals of an article on which a decision stands."""
    decisions = Decision.objects.filter(
        stance__crisis=crisis,
        verdict__in=("accept", "correct", "reject"),
        undone_by=None,
        before__status="proposed",
        before__evidence__contains=[{"article": article.pk, "primary": True}],
    ).order_by("pk")
    proposals = []
    for first in decisions:
        before = first.before
        (primary,) = [item for item in before["evidence"] if item["primary"]]
        said = before["actor"], before["kind"], before["day"]
        proposals.append(_Proposal(*said, primary["start"], primary["end"], first))
    return proposals


def _coding_of(
    proposal: _Proposal, proposals: Sequence[_Proposal], codings: Sequence[_Coding]
) -> dict[str, Any] | None:
    """What the coder said of the proposal's words: its kind, else one that nothing proposes.

    Other words of the article may show the same: an article tells it once (rule 9).
    """
    of_actor = [coding for coding in codings if coding.said["actor"] == proposal.actor]
    of_same_words = [coding.said for coding in of_actor if proposal.shares_words_with(coding)]
    told_elsewhere = [
        coding.said
        for coding in of_actor
        if (coding.said["kind"], coding.said["day"]) == (proposal.kind, proposal.day)
    ]
    proposed = {
        other.kind
        for other in proposals
        if other.actor == proposal.actor and proposal.shares_words_with(other)
    }
    same = [said for said in of_same_words if said["kind"] == proposal.kind]
    other = [said for said in of_same_words if said["kind"] not in proposed]
    return next(iter(same or told_elsewhere or other), None)


def _give(proposal: _Proposal, said: dict[str, Any] | None, editor: User) -> bool:
    given = SecondOpinion.objects.given().filter(first__stance=proposal.first.stance_id)
    if given.exists():
        return False
    curation.give_opinion(
        curation.ask(proposal.first),
        editor=editor,
        fields=None if said is None else _fields(said),
        reason="" if said is not None else Decision.Reason.NO_STANCE,
    )
    return True


def _fields(said: dict[str, Any]) -> StanceFields:
    return StanceFields(
        actor=Actor.objects.get(code=said["actor"]),
        kind=said["kind"],
        day=date.fromisoformat(said["day"]),
        official=Official.objects.named(said["official"]),
        target=said["target"],
        phase=said["phase"],
    )
