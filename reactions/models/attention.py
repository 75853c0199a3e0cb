"""What the editors' queue and public lists sort and count by, kept on each piece of evidence by
triggers.

A list of a hundred thousand rows is only quick to open where its order is an index's, and an
index has columns of one table alone. The columns follow from stance and article and are nobody's to
set: whatever changes a stance, curation, pipeline or SQL, they are right afterwards.
"""

from __future__ import annotations

from typing import Any

import pgtrigger

from reactions.extraction.codebook import KINDS

# From this level on (summons, recalls, sanctions, broken relations) a mistake weighs most.
HIGH_LEVEL = 7
# Between these the engine's confidence says least.
UNSURE = (0.4, 0.65)

_HIGH_KINDS = ", ".join(
    f"'{kind.value}'" for kind, entry in KINDS.items() if entry.level >= HIGH_LEVEL
)

# A point of attention each: the engine is unsure, the kind stands high on the ladder, the actor has
# no accepted stance in the crisis yet.
_OF_EVIDENCE = f"""
    SELECT status, coalesce(confidence, 1) AS sureness, kind, actor_id, crisis_id, day
        INTO stance FROM reactions_stance WHERE id = NEW.stance_id;
    NEW.waits := stance.status = 'proposed' AND NEW.primary
        OR stance.status = 'accepted' AND NOT NEW.primary AND NEW.status = 'proposed';
    NEW.sureness := stance.sureness;
    NEW.kind := stance.kind;
    NEW.crisis_id := stance.crisis_id;
    NEW.day := stance.day;
    NEW.shows := stance.status = 'accepted' AND NEW.status = 'accepted';
    SELECT published, source_id, language INTO NEW.published, NEW.source_id, NEW.language
        FROM reactions_article WHERE id = NEW.article_id;
    IF TG_OP = 'INSERT' OR NOT OLD.in_text
            OR (NEW.article_id, NEW.start, NEW."end", NEW.text)
            IS DISTINCT FROM (OLD.article_id, OLD.start, OLD."end", OLD.text) THEN
        SELECT substr(text, NEW.start + 1, NEW."end" - NEW.start) = NEW.text
            INTO NEW.in_text FROM reactions_article WHERE id = NEW.article_id;
    END IF;
    IF NEW.waits THEN
        NEW.attention := (stance.sureness >= {UNSURE[0]} AND stance.sureness < {UNSURE[1]})::int
            + (stance.kind IN ({_HIGH_KINDS}))::int
            + (NOT EXISTS (
                SELECT FROM reactions_stance WHERE crisis_id = stance.crisis_id
                    AND actor_id = stance.actor_id AND status = 'accepted'
            ))::int;
    END IF;
    RETURN NEW;
"""  # noqa: S608 (nothing but constants of this project)

# Evidence is touched, so that its own trigger looks again. With an actor's first accepted stance,
# which may be one that an editor adds, its other proposals lose a point; those that somebody
# decides at this moment are passed by, since waiting for them could be waiting for each other, and
# a point too many does no harm.
_OF_STANCE = """
    UPDATE reactions_evidence SET waits = waits WHERE stance_id = NEW.id;
    IF (TG_OP = 'INSERT' OR (OLD.status = 'accepted') <> (NEW.status = 'accepted'))
            AND NOT EXISTS (
        SELECT FROM reactions_stance WHERE crisis_id = NEW.crisis_id
            AND actor_id = NEW.actor_id AND status = 'accepted' AND id <> NEW.id
    ) THEN
        UPDATE reactions_evidence SET waits = waits WHERE id IN (
            SELECT other.id FROM reactions_evidence other
                JOIN reactions_stance ON reactions_stance.id = other.stance_id
                WHERE reactions_stance.crisis_id = NEW.crisis_id
                    AND reactions_stance.actor_id = NEW.actor_id
                    AND reactions_stance.status IN ('proposed', 'accepted') AND other.waits
                FOR UPDATE OF other SKIP LOCKED
        );
    END IF;
    RETURN NULL;
"""

_OF_ARTICLE = """
    UPDATE reactions_evidence SET waits = waits WHERE article_id = NEW.id;
    RETURN NULL;
"""


def evidence_trigger() -> Any:
    """Sets the columns of a piece of evidence whenever it is written."""
    return pgtrigger.Trigger(
        name="evidence_attention",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("stance", "record")],
        func=_OF_EVIDENCE,
    )


def stance_trigger() -> Any:
    """Has the columns of a stance's evidence set anew when what they follow from changes."""
    return pgtrigger.Trigger(
        name="stance_attention",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("status", "confidence", "kind", "actor", "crisis", "day"),
        func=_OF_STANCE,
    )


def article_trigger() -> Any:
    """Has the columns of an article's evidence set anew when what they follow from changes."""
    return pgtrigger.Trigger(
        name="article_attention",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("published", "source", "language"),
        func=_OF_ARTICLE,
    )


def added_stance_trigger() -> Any:
    """The same for a stance that begins as an accepted one."""
    return pgtrigger.Trigger(
        name="stance_added_attention",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__status="accepted"),
        func=_OF_STANCE,
    )
