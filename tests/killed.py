"""Work in a process of its own that is killed before it touches the disk for the so manieth time."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path


def killed_before(step: int, work: Callable[[], object], near: str = "") -> bool:
    """Whether the process was killed; False when the work was done before that.

    Touches count only where a path has this part in it. Needs fork, which Windows does not have.
    """
    child = os.fork()
    if not child:
        touches = iter(range(step))

        def look(event: str, arguments: tuple[object, ...]) -> None:
            touch = event == "open" or event.startswith(("os.", "tempfile."))
            there = not near or any(isinstance(one, str | Path) and near in str(one) for one in arguments)
            if touch and there and next(touches, None) is None:
                signal.raise_signal(signal.SIGKILL)

        sys.addaudithook(look)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)
