"""Measurements of speed and size: `python -m benchmarks NAME`. The last line is one JSON object."""
