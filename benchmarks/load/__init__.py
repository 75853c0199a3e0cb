"""A whole demo site under mixed load from this process, undisturbed and with parts killed.

`python -m benchmarks load` starts a site on loopback in a temporary folder, has analysts, editors
and API clients use it while articles are read, then kills worker, Valkey, PostgreSQL and web server
in turn under the same load. About four minutes on a machine with nothing else to do.
"""

from benchmarks.load.runs import run

__all__ = ["run"]
