"""One remote system, as everybody here who asks it knows it."""

import logging
import time
from collections.abc import Callable
from typing import Final

from tenacity import RetryCallState
from tenacity.stop import stop_base

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.remotes.breaker import Breaker
from clankerbot_engine.remotes.retry_budget import RetryBudget

log = logging.getLogger(__name__)

_AS_NUMBER: Final = {"closed": 0, "half_open": 1, "open": 2}


class Remote:
    """`name` is one of ours, such as `clockify`: it is a label of metrics."""

    def __init__(self, name: str, *, metrics: Metrics, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._breaker = Breaker(monotonic=monotonic)
        self._retries = RetryBudget(monotonic=monotonic)
        self._state = metrics.breaker_state.labels(name)
        self._refused = metrics.breaker_refusals.labels(name)
        self._retried = {True: metrics.retries.labels(name, "sent"), False: metrics.retries.labels(name, "no_budget")}

    def closed_for_s(self) -> float:
        """0: the call may go, and `answered` or `failed` is to be told. Else it must not, for so long."""
        wait_s = self._breaker.wait_s()
        if wait_s > 0:
            self._refused.inc()
        self._tell_state()
        return wait_s

    def answered(self) -> None:
        """Whatever it said: also a refusal comes from a system that works."""
        if self._breaker.note(failed=False):
            log.warning("remote_answers_again", extra={"remote": self.name})
            self._tell_state()

    def failed(self) -> None:
        """No answer, or one that says that it does not work."""
        if self._breaker.note(failed=True):
            log.warning("remote_left_alone", extra={"remote": self.name})
            self._tell_state()

    def begins(self) -> None:
        """A call, before its first try."""
        self._retries.call()

    def may_retry(self) -> bool:
        """Asked once for each retry, which is sent then: none while the remote is left alone, or tried by one call."""
        if self._breaker.state != "closed":
            return False
        may = self._retries.take()
        self._retried[may].inc()
        return may

    def _tell_state(self) -> None:
        self._state.set(_AS_NUMBER[self._breaker.state])


class NoRetriesLeft(stop_base):
    """For `tenacity`, as the last condition to stop: it is asked only where there would be another try."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def __call__(self, retry_state: RetryCallState) -> bool:
        return not self._remote.may_retry()
