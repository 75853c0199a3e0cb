"""Every change that an editor can make, one function each.

Each checks the version that the editor saw, changes, and writes its Decision in one transaction.
What alters the public data set (accepted stances of published crises) also takes the next
number of the Revision and writes a PublicChange.
"""

from reactions.curation.asking_twice import ask
from reactions.curation.batches import BATCH_LIMIT, Batch, decide_many, undo_batch
from reactions.curation.merging import merge
from reactions.curation.publishing import publish
from reactions.curation.refusals import CurationError, DuplicateStance, InvalidStance, StaleStance
from reactions.curation.removing import remove_article
from reactions.curation.second_opinions import give_opinion, settle, take_opinion_back
from reactions.curation.statements import EvidenceSpan, StanceFields
from reactions.curation.undoing import SECOND_THOUGHT, last_standing, undo
from reactions.curation.verdicts import accept, add, correct, decide_evidence, reject, withdraw

__all__ = [
    "BATCH_LIMIT",
    "SECOND_THOUGHT",
    "Batch",
    "CurationError",
    "DuplicateStance",
    "EvidenceSpan",
    "InvalidStance",
    "StaleStance",
    "StanceFields",
    "accept",
    "add",
    "ask",
    "correct",
    "decide_evidence",
    "decide_many",
    "give_opinion",
    "last_standing",
    "merge",
    "publish",
    "reject",
    "remove_article",
    "settle",
    "take_opinion_back",
    "undo",
    "undo_batch",
    "withdraw",
]
