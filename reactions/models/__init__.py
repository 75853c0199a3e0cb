"""The tables, and the questions put to them."""

from reactions.models.actors import Actor, Country, Membership, Official, Organization, Tenure
from reactions.models.crises import Crisis, CrisisEvent, Party
from reactions.models.decisions import Decision, PublicChange, Revision
from reactions.models.sources import Article, Capture, Reading, Source
from reactions.models.stances import Evidence, Finding, Stance

__all__ = [
    "Actor",
    "Article",
    "Capture",
    "Country",
    "Crisis",
    "CrisisEvent",
    "Decision",
    "Evidence",
    "Finding",
    "Membership",
    "Official",
    "Organization",
    "Party",
    "PublicChange",
    "Reading",
    "Revision",
    "Source",
    "Stance",
    "Tenure",
]
