"""The health checks of containers that Celery has no command for.

    python -m crisiswatch.health web [PORT]
    python -m crisiswatch.health beat SCHEDULE

end with status 0 where the program is well, else with 1 and a line that says what is wrong.
"""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# A sweep each minute is the rule, and Celery looks at its schedule every five at the least.
_OLDEST_SIGN_SECONDS = 360


def sign_of_life(schedule: Path) -> Path:
    """The file that beat touches whenever it has sent what was due."""
    return schedule.with_name(f"{schedule.name}.alive")


def web_fault(port: int) -> str:
    """What is wrong with the web server on this machine's `port`; empty where it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return ""
    except (urllib.error.URLError, OSError) as error:
        return f"The web server on port {port} does not answer: {error}"


def beat_fault(schedule: Path) -> str:
    """What is wrong with the beat that keeps its schedule in this file; empty where it is well."""
    try:
        age = time.time() - sign_of_life(schedule).stat().st_mtime
    except FileNotFoundError:
        return f"No beat has sent anything by the schedule {schedule} yet."
    if age > _OLDEST_SIGN_SECONDS:
        return f"Beat has sent nothing for {age:.0f} s. Look whether the broker answers it."
    return ""


def main() -> None:
    """Check what the command line names."""
    match sys.argv[1:]:
        case ["web"]:
            fault = web_fault(8000)
        case ["web", port]:
            fault = web_fault(int(port))
        case ["beat", schedule]:
            fault = beat_fault(Path(schedule))
        case _:
            fault = "Usage: python -m crisiswatch.health web [PORT] | beat SCHEDULE"
    sys.exit(fault or 0)


if __name__ == "__main__":
    main()
