"""How likely a find is right."""

from reactions.extraction.stances import Find


def confidence_of(find: Find) -> float:
    """Return the probability that a find is a stance of the codebook."""
    return 0.8 if find.how in ("subject", "speaker of a quotation") else 0.6
