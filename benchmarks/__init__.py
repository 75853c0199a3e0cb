"""Measurements of speed and size: `python -m benchmarks NAME`. The last line is one JSON object.

`python -m benchmarks.seed` fills a database of any size for them, or for looking at.
"""
