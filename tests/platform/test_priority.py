"""Those who read articles give way to those who read pages."""

import subprocess
import sys
from pathlib import Path

ASKS = (
    "import os; from crisiswatch.priority import give_way; give_way(); print(os.nice(0));"
    "print(open('/proc/self/autogroup').read() if os.path.exists('/proc/self/autogroup') else '')"
)


def test_each_session_gives_way_to_the_others():
    """Several at once, as workers start: the kernel takes one at a time."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ASKS],
            cwd=Path(__file__).resolve().parents[2],
            start_new_session=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        said, _ = process.communicate()
        niceness, session = said.split(maxsplit=1) if " " in said else (said.strip(), "")
        assert niceness == "5"
        assert not session or session.split()[-1] == "5"
