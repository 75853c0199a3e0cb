"""What is reckoned stands in the documents as it follows from the figures on record."""

from pathlib import Path

from benchmarks import layout


def test_the_document_has_the_table_that_follows_from_the_figures():
    document = Path(__file__).parents[2] / "docs" / "scale.md"
    assert "\n".join(layout.table()) in document.read_text()
