"""Runs the documents' `docker compose` commands where no Docker is, on servers of a test.

What would run in the container of the database or of the site runs here, with the same words and
the same input and output; starting and stopping services is left to the test.
"""

import os
import subprocess
import sys

import redis

words = sys.argv[1:]
assert words.pop(0) == "compose"
action = words.pop(0)
while words and words[0].startswith("-"):
    words.pop(0)
if action in {"stop", "up"}:
    sys.exit(0)
service = words.pop(0)
if service == "redis":
    assert words == ["valkey-cli", "FLUSHALL"]
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushall()
    sys.exit(0)
if service == "migrate":
    words = ["python", "manage.py", "migrate", "--no-input"]
sys.exit(subprocess.run(words).returncode)
