"""Who comes first on a machine of few cores: readers of pages, then the reading of articles."""

import contextlib
import os
import time
from pathlib import Path

# A third of what others get where all want the processor: reading goes on on a busy machine.
_NICENESS = 5
# Linux may share the processor out among sessions first. Then niceness counts within one session
# alone, and each session has one of its own, in this file.
_SESSION = Path("/proc/self/autogroup")


def give_way() -> None:
    """Leave the processor to others, also to those of other sessions, while they want it.

    Containers share it out among themselves; there the shares in docker-compose.yml count.
    """
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    # The kernel refuses who comes within a tenth of a second of another.
    for _ in range(5):
        try:
            _SESSION.write_text(str(_NICENESS))
        except BlockingIOError:
            time.sleep(0.1)
        except OSError:
            return  # no such sharing here
        else:
            return
