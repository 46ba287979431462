"""An API that is asked with a key: patient with what passes, and telling about what does not."""

from __future__ import annotations

from typing import Final

from gptreview.errors import DependencyError
from gptreview.net.credentials import Credentials
from gptreview.net.fetch import Answer, Fetcher, may_pass
from gptreview.net.retry import Clock, RetryLimits, asked_pause, own_pause
from gptreview.net.url import HttpsUrl

_JSON: Final = "application/json"
_ANYTHING: Final = "*/*"


class ApiClient:
    """Asks one API, and fetches the files that it names.

    Args:
        base: Where the API's paths begin.
        fetcher: Makes the single requests.
        credentials: For the API's own server; no other server sees them.
        limits: When to stop asking.
        clock: Time and chance.
    """

    def __init__(
        self,
        base: HttpsUrl,
        fetcher: Fetcher,
        credentials: Credentials,
        *,
        limits: RetryLimits | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._base = str(base).rstrip("/")
        self._fetcher = fetcher
        self._credentials = credentials
        self._limits = limits or RetryLimits()
        self._clock = clock or Clock()
        self._lost = 0.0

    def get(self, target: str, *, max_bytes: int) -> Answer:
        """What the API says, be it a refusal: a status that may pass was waited for in vain.

        Args:
            target: Path below the base, with the query.
            max_bytes: Largest body.

        Raises:
            InputError: An address, a redirect or the body is not acceptable.
            DependencyError: It did not answer, or only with statuses that may pass.
        """
        return self._patient(self._base + target, _JSON, max_bytes)

    def download(self, url: str, *, max_bytes: int) -> Answer:
        """What the server of a file says, be it a refusal.

        Raises:
            InputError: The URL, an address, a redirect or the body is not acceptable.
            DependencyError: It did not answer, or only with statuses that may pass.
        """
        return self._patient(url, _ANYTHING, max_bytes)

    def _patient(self, url: str, accept: str, max_bytes: int) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            started = self._clock.elapsed()
            try:
                answer = self._fetcher.ask(
                    url, accept=accept, credentials=self._credentials, max_bytes=max_bytes
                )
            except DependencyError as error:
                failure, retry_after = error, ""
            else:
                if not may_pass(answer.status):
                    self._lost = 0.0
                    return answer
                failure, retry_after = _outage(answer), answer.retry_after
            self._lost += self._clock.elapsed() - started
            self._rest(attempt, retry_after, failure)

    def _rest(self, attempt: int, retry_after: str, failure: DependencyError) -> None:
        """Wait before the next request, or give up."""
        from gptreview.net.connection import CertificateError

        if isinstance(failure, CertificateError):
            raise failure
        limits, clock = self._limits, self._clock
        pause = asked_pause(retry_after, clock.now()) if retry_after else None
        if pause is None:
            pause = own_pause(attempt, limits, clock.chance())
        pause = min(pause, limits.max_pause_seconds)
        if attempt >= limits.attempts or self._lost + pause > limits.max_lost_seconds:
            raise _given_up(failure, attempt)
        clock.sleep(pause)
        self._lost += pause


def _outage(answer: Answer) -> DependencyError:
    return DependencyError(
        f"the server answered {answer.status}", where=answer.where, next_step="try again later"
    )


def _given_up(failure: DependencyError, attempts: int) -> DependencyError:
    return DependencyError(
        f"{failure.found} (asked {attempts} {'time' if attempts == 1 else 'times'})",
        where=failure.where,
        expected=failure.expected,
        next_step=failure.next_step,
    )
