"""Later: work that may take longer than a hand waits, done after what is already there has been shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PAUSE = 0.15  # seconds: messages on their way reach the page, and a quick next choice replaces this one


class Later:
    """Runs the latest piece of work after a pause; outside an event loop (no kernel) at once.

    Examples
    --------
    >>> Later().run(lambda: print("done"))
    done
    """

    def __init__(self) -> None:
        self._waiting: asyncio.TimerHandle | None = None

    def run(self, work: Callable[[], None]) -> None:
        """Do `work` soon, in place of what was waiting."""
        self.forget()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            work()
        else:
            self._waiting = loop.call_later(PAUSE, work)

    def forget(self) -> None:
        """Do not do what is waiting."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
