"""Words as the indexes over text have them."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector
from django.db.models import Func, TextField, Value

# Words as they stand: texts are in many languages, and stems are those of one.
WORDS_CONFIG = "simple"
# A database of the locale C takes these for letters.
MARKS = "“”„‟«»‹›‘’‚‛…–—―•·¿¡、。「」『』（）！？：；，،؛؟"


def words_of(column: str) -> SearchVector:
    """The words of a column, as its index has them."""
    blanks = Value(" " * len(MARKS))
    plain = Func(column, Value(MARKS), blanks, function="translate", output_field=TextField())
    return SearchVector(plain, config=WORDS_CONFIG)
