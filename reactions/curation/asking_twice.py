"""Which decided proposals a second editor codes as well."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings

from reactions.models import Decision, SecondOpinion, Stance


def ask_for_share(decision: Decision) -> None:
    """Ask for a second opinion if the proposal is among the share that gets one."""
    if decision.before["status"] != Stance.Status.PROPOSED or decision.stance.confidence is None:
        return
    if is_chosen(_words(decision), settings.SECOND_OPINION_SHARE):
        ask(decision)


def ask(decision: Decision) -> SecondOpinion:
    """The second opinion on what `decision` decided, asked for where nobody did so yet.

    One for a stance: what is decided again after an undo is compared with the newest decision,
    as long as nobody gave the opinion.
    """
    known = SecondOpinion.objects.filter(first__stance=decision.stance_id).first()
    if known is None:
        return SecondOpinion.objects.create(first=decision)
    if known.editor_id is None:
        known.first = decision
        known.save()
    return known


def is_chosen(words: str, share: float) -> bool:
    """Whether `words` are among the share: the same ones always, spread evenly by a hash.

    By what is proposed and not by chance: undoing and deciding again changes nothing in it.
    """
    digest = blake2b(words.encode(), digest_size=8).digest()
    return int.from_bytes(digest) < share * 2**64


def _words(decision: Decision) -> str:
    proposal = decision.before
    evidence = next((item["text"] for item in proposal["evidence"] if item["primary"]), "")
    return f"{proposal['actor']} {proposal['kind']} {evidence}"
