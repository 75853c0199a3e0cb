"""Numbers in requests: what is none, or too long to be one, is told from what is."""

import pytest

from reactions.digits import whole


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("17", 17),
        ("0", 0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("9" * 5000, None),
    ],
)
def test_whole(written, number):
    assert whole(written) == number
