"""The extraction engine: an article's text in, proposed stances out. Plain Python, no network."""

from reactions.extraction.engine import ENGINE_VERSION, extract

__all__ = ["ENGINE_VERSION", "extract"]
