"""The tables, and the questions put to them."""

from reactions.models.actors import Actor, Country, Membership, Official, Organization, Tenure
from reactions.models.crises import Crisis, CrisisEvent, Party, Version, version_of_crises
from reactions.models.decisions import Decision, PublicChange, Revision
from reactions.models.desk import Byline, DeskMark
from reactions.models.opinions import SecondOpinion
from reactions.models.pulses import Pulse
from reactions.models.sources import (
    Archive,
    ArchivePart,
    Article,
    Capture,
    Fingerprint,
    Page,
    Reading,
    Source,
)
from reactions.models.stances import Evidence, Finding, Stance, name_of_target
from reactions.models.tokens import ApiToken, KeptAnswer, TokenUse
from reactions.models.work import WorkState

__all__ = [
    "Actor",
    "ApiToken",
    "Archive",
    "ArchivePart",
    "Article",
    "Byline",
    "Capture",
    "Country",
    "Crisis",
    "CrisisEvent",
    "Decision",
    "DeskMark",
    "Evidence",
    "Finding",
    "Fingerprint",
    "KeptAnswer",
    "Membership",
    "Official",
    "Organization",
    "Page",
    "Party",
    "PublicChange",
    "Pulse",
    "Reading",
    "Revision",
    "SecondOpinion",
    "Source",
    "Stance",
    "Tenure",
    "TokenUse",
    "Version",
    "WorkState",
    "name_of_target",
    "version_of_crises",
]
