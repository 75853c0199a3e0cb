"""Every change that an editor can make, one function each.

Each checks the version that the editor saw, changes, and writes its Decision in one transaction.
What alters the public data set (accepted stances of published crises) also takes the next
number of the Revision and writes a PublicChange.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from reactions.extraction.codebook import DayPrecision, Kind, Phase, Target
from reactions.models import (
    Actor,
    Article,
    Crisis,
    Decision,
    Evidence,
    Official,
    PublicChange,
    Revision,
    Stance,
)

Verdict = Decision.Verdict
Status = Stance.Status

# More than this nobody has looked at, one by one.
BATCH_LIMIT = 50
# So long after a decision its own editor may still take it for a slip of the hand.
SECOND_THOUGHT = timedelta(minutes=10)

_MAY_HAVE_PHASE = frozenset(
    {Kind.SUPPORT, Kind.MEDIATE, Kind.RECALL_AMBASSADOR, Kind.SANCTION, Kind.SEVER_RELATIONS}
)


class CurationError(Exception):
    """A change that cannot be made; the message says why and what to do."""


class StaleStance(CurationError):
    """Somebody else changed the stance since the editor saw it."""

    def __init__(self, stance: Stance) -> None:
        self.stance = stance
        super().__init__(
            f"Stance {stance.pk} was changed meanwhile: it is {stance.get_status_display()} now. "
            "Look at it again before deciding."
        )


class DuplicateStance(CurationError):
    """Another live stance already says the same."""

    def __init__(self, other: Stance) -> None:
        self.other = other
        super().__init__(f"Stance {other.pk} already says this. Merge the two instead.")


class InvalidStance(CurationError):
    """The fields, by name, that cannot be as given."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(errors.values()))


@dataclass(frozen=True, slots=True)
class StanceFields:
    """What an editor states of a stance. `target` is a party, an actor's code or empty."""

    actor: Actor
    kind: str
    day: date
    official: Official | None = None
    office: str = ""
    target: str = ""
    day_precision: str = DayPrecision.DAY
    phase: str = ""

    @classmethod
    def of(cls, stance: Stance) -> StanceFields:
        """The fields as they stand."""
        return cls(
            actor=stance.actor,
            kind=stance.kind,
            day=stance.day,
            official=stance.official,
            office=stance.office,
            target=stance.target,
            day_precision=stance.day_precision,
            phase=stance.phase,
        )


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A stretch of an article, in code points, that an editor marked."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


@transaction.atomic
def accept(
    stance: Stance,
    *,
    seen: int,
    editor: User,
    note: str = "",
    seconds: float | None = None,
    batch: UUID | None = None,
) -> Decision:
    """Accept a proposal with its primary evidence.

    Evidence from further articles stays in the queue as corroboration. Raises StaleStance when the
    stance is no longer the proposal of version `seen`, InvalidStance when the primary evidence is
    not in its article to the letter.
    """
    row, before = _open(stance, seen, Status.PROPOSED)
    _accept_primary(row)
    _set(row, status=Status.ACCEPTED)
    return _decide(row, Verdict.ACCEPT, before, editor, note=note, seconds=seconds, batch=batch)


@transaction.atomic
def reject(
    stance: Stance,
    *,
    seen: int,
    editor: User,
    reason: str,
    note: str = "",
    seconds: float | None = None,
    batch: UUID | None = None,
) -> Decision:
    """Reject a proposal for one of `Decision.Reason`; the engine will not propose it again."""
    if reason not in Decision.Reason:
        raise InvalidStance({"reason": "Give the reason for rejecting."})
    row, before = _open(stance, seen, Status.PROPOSED)
    _set(row, status=Status.REJECTED)
    details = {"reason": reason, "note": note, "seconds": seconds, "batch": batch}
    return _decide(row, Verdict.REJECT, before, editor, **details)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of deciding on many at once: the decisions, and what was refused and why."""

    id: UUID
    decisions: tuple[Decision, ...]
    refused: Mapping[int, str]


@transaction.atomic
def decide_many(seen: Mapping[int, int], *, editor: User, reason: str = "") -> Batch:
    """Accept proposals at once, or reject them for `reason`.

    `seen` maps the ids of stances to the versions that the editor saw. Each is decided for itself:
    one that changed meanwhile, or whose evidence is not in its article to the letter, is refused
    and the rest goes on. Raises InvalidStance for more than BATCH_LIMIT.
    """
    if len(seen) > BATCH_LIMIT:
        raise InvalidStance({"items": f"At most {BATCH_LIMIT} are decided at once."})
    batch, decisions, refused = uuid4(), [], {}
    stances = Stance.objects.in_bulk(sorted(seen))
    for pk, stance in stances.items():
        common: Any = {"seen": seen[pk], "editor": editor, "batch": batch}
        try:
            with transaction.atomic():
                _check_primary(stance)
                if reason:
                    decisions.append(reject(stance, reason=reason, **common))
                else:
                    decisions.append(accept(stance, **common))
        except CurationError as error:
            refused[pk] = str(error)
    return Batch(batch, tuple(decisions), refused)


@transaction.atomic
def undo_batch(batch: UUID, *, editor: User, public_reason: str = "") -> Batch:
    """Undo what of a batch still stands, the latest first; what cannot be undone is refused."""
    standing = Decision.objects.filter(batch=batch, undone_by__isnull=True).order_by("-pk")
    undone, refused = [], {}
    for decision in standing:
        try:
            with transaction.atomic():
                undone.append(undo(decision, editor=editor, public_reason=public_reason))
        except CurationError as error:
            refused[decision.stance_id] = str(error)
    return Batch(batch, tuple(undone), refused)


@transaction.atomic
def correct(
    stance: Stance,
    fields: StanceFields,
    *,
    seen: int,
    editor: User,
    span: EvidenceSpan | None = None,
    note: str = "",
    public_reason: str = "",
    seconds: float | None = None,
) -> Decision:
    """Set what is wrong and accept; `span` replaces the primary evidence where it is given.

    A correction of an accepted stance is public and needs a `public_reason`. Raises StaleStance,
    InvalidStance, or DuplicateStance when another live stance says the same.
    """
    row, before = _open(stance, seen, Status.PROPOSED, Status.ACCEPTED)
    if row.status == Status.ACCEPTED and not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why an accepted stance changes."})
    _check_fields(fields, row.crisis)
    if span is not None:
        _replace_primary(row, span)
    _accept_primary(row)
    _set(row, status=Status.ACCEPTED, **_columns(fields))
    return _decide(
        row,
        Verdict.CORRECT,
        before,
        editor,
        note=note,
        public_reason=public_reason,
        seconds=seconds,
    )


@transaction.atomic
def add(
    crisis: Crisis, fields: StanceFields, span: EvidenceSpan, *, editor: User, note: str = ""
) -> Decision:
    """Add a stance that the engine missed, accepted at once, with `span` as its evidence."""
    _check_fields(fields, crisis)
    row = Stance(crisis=crisis, status=Status.ACCEPTED, **_columns(fields))
    _save_once(row)
    Evidence.objects.create(
        stance=row,
        article=span.article,
        start=span.start,
        end=span.end,
        text=_checked_text(span),
        primary=True,
        status=Evidence.Status.ACCEPTED,
    )
    # What an undo of adding goes back to: a stance that was taken back.
    before = {**_snapshot(row), "status": Status.WITHDRAWN, "version": 0}
    return _decide(row, Verdict.ADD, before, editor, note=note)


@transaction.atomic
def withdraw(stance: Stance, *, seen: int, editor: User, public_reason: str) -> Decision:
    """Take back an accepted stance; its page stays with the reason."""
    if not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why the stance is withdrawn."})
    row, before = _open(stance, seen, Status.ACCEPTED)
    _set(row, status=Status.WITHDRAWN)
    return _decide(row, Verdict.WITHDRAW, before, editor, public_reason=public_reason)


@transaction.atomic
def merge(
    stance: Stance,
    into: Stance,
    *,
    seen: int,
    editor: User,
    override: bool = False,
    note: str = "",
) -> Decision:
    """Make `stance` one with `into`: its evidence becomes corroboration there, nothing is lost.

    Where `into` is accepted the corroboration is so too: the editor saw both. Raises InvalidStance
    where the two differ in actor, kind, target or day, unless `override` says that they are the
    same act all the same, and always where they are of two crises.
    """
    # In one order, whichever way round two editors merge the same two.
    for pk in sorted((stance.pk, into.pk)):
        _locked(pk)
    row, before = _open(stance, seen, Status.PROPOSED, Status.ACCEPTED)
    kept = _locked(into.pk)
    if kept.pk == row.pk or kept.status not in Stance.LIVE:
        raise InvalidStance({"into": f"Stance {kept.pk} is not one to merge into."})
    differing = [
        field
        for field in ("crisis_id", "actor_id", "kind", "target", "day")
        if getattr(row, field) != getattr(kept, field)
    ]
    if differing and (not override or "crisis_id" in differing):
        names = ", ".join(field.removesuffix("_id") for field in differing)
        raise InvalidStance({"into": f"The two differ in {names}; correct one of them first."})
    _move_evidence(row, kept)
    _set(row, status=Status.MERGED, merged_into=kept)
    _set(kept)
    decision = _decide(row, Verdict.MERGE, before, editor, note=note)
    if _is_public(kept):
        _publish(kept, PublicChange.Type.CHANGED, decision)
    return decision


@transaction.atomic
def decide_evidence(
    evidence: Evidence, *, accepted: bool, seen: int, editor: User, seconds: float | None = None
) -> Decision:
    """Decide on corroborating evidence of an accepted stance."""
    row, before = _open(evidence.stance, seen, Status.ACCEPTED)
    item = Evidence.objects.select_related("article").get(pk=evidence.pk)
    if item.primary or item.status != Evidence.Status.PROPOSED:
        raise StaleStance(row)
    if accepted and not item.fits():
        raise InvalidStance({"evidence": _NOT_IN_TEXT})
    status = Evidence.Status.ACCEPTED if accepted else Evidence.Status.REJECTED
    Evidence.objects.filter(pk=item.pk).update(status=status)
    _set(row)
    verdict = Verdict.ACCEPT_EVIDENCE if accepted else Verdict.REJECT_EVIDENCE
    return _decide(row, verdict, before, editor, seconds=seconds)


@transaction.atomic
def undo(decision: Decision, *, editor: User, public_reason: str = "") -> Decision:
    """Put a stance back to what it was before `decision`, by a new Decision.

    Decisions are undone from the latest back; CurationError says so where another one stands. What
    became public by the decision is corrected by the undo: that needs a `public_reason`, unless
    the same editor thinks better of it within SECOND_THOUGHT.
    """
    row = _locked(decision.stance_id)
    standing = row.decisions.exclude(verdict=Verdict.UNDO).filter(undone_by__isnull=True)
    if standing.order_by("-pk").first() != decision:
        raise CurationError(
            "Only the latest decision on a stance that is not undone yet can be undone."
        )
    if _needs_public_reason(decision, editor) and not public_reason.strip():
        raise InvalidStance({"public_reason": "Say in public why this is undone."})
    current = _snapshot(row)
    if decision.verdict == Verdict.MERGE and row.merged_into_id:
        kept = _locked(row.merged_into_id)
        _restore(row, decision.before)
        _set(kept)
        undone = _decide(
            row, Verdict.UNDO, current, editor, undoes=decision, public_reason=public_reason
        )
        if _is_public(kept):
            _publish(kept, PublicChange.Type.CHANGED, undone)
        return undone
    _restore(row, decision.before)
    return _decide(row, Verdict.UNDO, current, editor, undoes=decision, public_reason=public_reason)


@transaction.atomic
def publish(crisis: Crisis, *, published: bool) -> None:
    """Show a crisis to everybody, or take it back, with a PublicChange for each accepted stance."""
    changed = Crisis.objects.filter(pk=crisis.pk, published=not published).update(
        published=published
    )
    if not changed:
        return
    crisis.published = published
    type_ = PublicChange.Type.CREATED if published else PublicChange.Type.WITHDRAWN
    for stance in Stance.objects.accepted().filter(crisis=crisis).order_by("pk"):
        _publish(stance, type_, None)


_NOT_IN_TEXT = (
    "The evidence is not in the article to the letter. Mark the words that show the stance."
)


def _needs_public_reason(decision: Decision, editor: User) -> bool:
    slip = decision.editor_id == editor.pk and timezone.now() - decision.at <= SECOND_THOUGHT
    return not slip and decision.public_changes.exists()


def _locked(pk: int) -> Stance:
    """The stance as it is now, held until the transaction ends."""
    return (
        Stance.objects.select_for_update(of=("self",))
        .select_related("crisis", "actor", "official")
        .get(pk=pk)
    )


def _open(stance: Stance, seen: int, *statuses: str) -> tuple[Stance, dict[str, Any]]:
    """Lock `stance` and give it with its snapshot, if it is still what the editor saw.

    Compare and set: of two editors at once, one wins and the other is told.
    """
    row = _locked(stance.pk)
    if row.version != seen or row.status not in statuses:
        raise StaleStance(row)
    return row, _snapshot(row)


def _snapshot(stance: Stance) -> dict[str, Any]:
    """Everything that an undo must be able to put back."""
    evidence = Evidence.objects.filter(stance=stance).order_by("pk")
    return {
        **stance.snapshot(),
        "version": stance.version,
        "evidence": [
            {
                "id": item.pk,
                "article": item.article_id,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "primary": item.primary,
                "status": item.status,
            }
            for item in evidence
        ],
    }


def _set(stance: Stance, **columns: Any) -> None:
    """Write the columns and the next version."""
    for name, value in columns.items():
        setattr(stance, name, value)
    stance.version += 1
    _save_once(stance)


def _save_once(stance: Stance) -> None:
    """Save, or raise DuplicateStance when another live stance says the same."""
    try:
        with transaction.atomic():
            stance.save()
    except IntegrityError:
        other = (
            Stance.objects.live()
            .filter(
                crisis=stance.crisis,
                actor=stance.actor,
                official=stance.official,
                kind=stance.kind,
                target=stance.target,
                day=stance.day,
            )
            .exclude(pk=stance.pk)
            .first()
        )
        if other is None:
            raise
        raise DuplicateStance(other) from None


def _decide(
    stance: Stance, verdict: str, before: dict[str, Any], editor: User, **details: Any
) -> Decision:
    """Write the Decision, and the PublicChange if what everybody sees has changed."""
    after = _snapshot(stance)
    decision = Decision.objects.create(
        stance=stance, editor=editor, verdict=verdict, before=before, after=after, **details
    )
    if type_ := _public_change(before, after, stance.crisis):
        _publish(stance, type_, decision)
    return decision


def _public_change(
    before: Mapping[str, Any], after: Mapping[str, Any], crisis: Crisis
) -> str | None:
    """What everybody sees change between two snapshots, if anything."""
    if not crisis.published:
        return None
    was, is_now = (state["status"] == Status.ACCEPTED for state in (before, after))
    if is_now and not was:
        return PublicChange.Type.CREATED
    if was and not is_now:
        merged = after["status"] == Status.MERGED
        return PublicChange.Type.MERGED if merged else PublicChange.Type.WITHDRAWN
    if was and is_now and _public_part(before) != _public_part(after):
        return PublicChange.Type.CHANGED
    return None


def _public_part(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    evidence = [item for item in snapshot["evidence"] if item["status"] == Evidence.Status.ACCEPTED]
    return {**snapshot, "version": None, "evidence": evidence}


def _is_public(stance: Stance) -> bool:
    return stance.status == Status.ACCEPTED and stance.crisis.published


def _publish(stance: Stance, type_: str, decision: Decision | None) -> None:
    """Take the next revision. Its row lock makes numbers gap-free and in commit order."""
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(number=F("number") + 1)
    number = Revision.objects.values_list("number", flat=True).get(pk=1)
    PublicChange.objects.create(revision=number, stance=stance, type=type_, decision=decision)


def _check_fields(fields: StanceFields, crisis: Crisis) -> None:
    """Refuse what the codebook does not allow."""
    errors = {}
    if fields.actor.code in crisis.inside_codes():
        errors["actor"] = f"{fields.actor} is inside this crisis and gives no stance (rule 1)."
    if fields.kind not in {kind.value for kind in Kind}:
        errors["kind"] = f"{fields.kind!r} is none of the codebook's kinds."
    if fields.target == fields.actor.code:
        errors["target"] = "An actor is not its own target."
    elif fields.target not in ("", *Target) and not _is_actor(fields.target):
        errors["target"] = f"{fields.target!r} is neither a party nor an actor's code."
    if fields.phase and (fields.phase not in {phase.value for phase in Phase}):
        errors["phase"] = f"{fields.phase!r} is no phase."
    elif fields.phase and fields.kind not in _MAY_HAVE_PHASE:
        errors["phase"] = f"{fields.kind} is a statement and has no phase."
    if fields.day_precision not in {precision.value for precision in DayPrecision}:
        errors["day_precision"] = f"{fields.day_precision!r} is no precision."
    if errors:
        raise InvalidStance(errors)


def _is_actor(code: str) -> bool:
    return Actor.objects.filter(code=code).exists()


def _columns(fields: StanceFields) -> dict[str, Any]:
    return {
        "actor": fields.actor,
        "official": fields.official,
        "office": fields.office,
        "kind": str(fields.kind),
        "target": str(fields.target),
        "day": fields.day,
        "day_precision": str(fields.day_precision),
        "phase": str(fields.phase),
    }


def _checked_text(span: EvidenceSpan) -> str:
    """The words of the span; InvalidStance where there are none."""
    if not (0 <= span.start < span.end <= len(span.article.text)) or not span.text.strip():
        raise InvalidStance({"evidence": "Mark the words of the article that show the stance."})
    return span.text


def _check_primary(stance: Stance) -> Evidence:
    """The primary evidence; InvalidStance where it is not in its article to the letter."""
    primary = Evidence.objects.select_related("article").filter(stance=stance, primary=True).first()
    if primary is None or not primary.fits():
        raise InvalidStance({"evidence": _NOT_IN_TEXT})
    return primary


def _accept_primary(stance: Stance) -> None:
    primary = _check_primary(stance)
    Evidence.objects.filter(pk=primary.pk).update(status=Evidence.Status.ACCEPTED)


def _replace_primary(stance: Stance, span: EvidenceSpan) -> None:
    """Move the primary evidence to `span`; the marks inside the old words no longer hold."""
    text = _checked_text(span)
    Evidence.objects.filter(stance=stance, primary=True).exclude(
        article=span.article, start=span.start
    ).update(primary=False, status=Evidence.Status.REJECTED)
    Evidence.objects.update_or_create(
        stance=stance,
        article=span.article,
        start=span.start,
        defaults={
            "end": span.end,
            "text": text,
            "primary": True,
            "status": Evidence.Status.ACCEPTED,
            **dict.fromkeys(_MARKS),
        },
    )


_MARKS = ("official_start", "official_end", "cue_start", "cue_end", "day_start", "day_end")


def _move_evidence(stance: Stance, into: Stance) -> None:
    """Hang the evidence on `into` as corroboration; the same span there stays where it is."""
    there = set(Evidence.objects.filter(stance=into).values_list("article_id", "start"))
    accepted = into.status == Status.ACCEPTED
    for item in Evidence.objects.select_related("article").filter(stance=stance):
        if (item.article_id, item.start) in there:
            continue
        if accepted and item.status == Evidence.Status.PROPOSED and item.fits():
            item.status = Evidence.Status.ACCEPTED
        item.stance, item.primary = into, False
        item.save()


def _restore(stance: Stance, snapshot: Mapping[str, Any]) -> None:
    """Put the columns and the evidence of a snapshot back, under a new version."""
    _restore_evidence(stance, snapshot["evidence"])
    official = snapshot["official"]
    _set(
        stance,
        actor=Actor.objects.get(code=snapshot["actor"]),
        official=Official.objects.get(name=official) if official else None,
        office=snapshot["office"],
        kind=snapshot["kind"],
        target=snapshot["target"],
        day=date.fromisoformat(snapshot["day"]),
        day_precision=snapshot["day_precision"],
        phase=snapshot["phase"],
        status=snapshot["status"],
        merged_into_id=snapshot["merged_into"],
    )


def _restore_evidence(stance: Stance, items: Sequence[Mapping[str, Any]]) -> None:
    known = {item["id"] for item in items}
    # What the decision made is set aside, not deleted; corroboration found since stays.
    Evidence.objects.filter(stance=stance, primary=True).exclude(pk__in=known).update(
        primary=False, status=Evidence.Status.REJECTED
    )
    Evidence.objects.filter(pk__in=known).update(primary=False)
    for item in items:
        Evidence.objects.filter(pk=item["id"]).update(
            stance=stance,
            start=item["start"],
            end=item["end"],
            text=item["text"],
            primary=item["primary"],
            status=item["status"],
        )
