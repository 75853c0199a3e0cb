"""Numbers as requests write them."""

from __future__ import annotations

# More than any number of a row or version has; Python refuses to read thousands of them.
_MOST = 18


def whole(digits: str) -> int | None:
    """The number that the digits stand for; None where they are none, or too many to be one."""
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST else None
