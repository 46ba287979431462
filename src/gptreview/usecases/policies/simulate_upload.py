"""A lead tries a policy that they upload: one at a time, and not for long."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from gptreview.errors import GptReviewError, InputError, TooManyError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.simulation import Simulation
from gptreview.store.database import Database
from gptreview.usecases.candidate_comparison import SimulationWatcher
from gptreview.usecases.guarded_review import loaded
from gptreview.usecases.simulate_policy import SimulatePolicy
from gptreview.usecases.worker_pool import ReviewerFactory

MAX_BYTES: Final = 1_048_576
"""Of a policy file, 1 MiB; the built-in one has 20 KB."""
_SECONDS: Final = 60.0
"""Somebody waits at a browser; the command line takes any time."""
_NAMED: Final = 10
"""Listings of each kind of flip."""
_NAME: Final = "policy.yaml"


class _OverError(Exception):
    """The time is over."""


@dataclass(frozen=True, slots=True)
class SimulateUpload:
    """Holds the registry against a candidate; nothing is written."""

    database: Database
    clock: Callable[[], dt.datetime]
    shown_id: Callable[[str], str]
    """Masks what is personal in a listing's id."""
    factory: Callable[[Path], ReviewerFactory]
    """Reviewers by the policy of a file."""
    seconds: float = _SECONDS
    _busy: Lock = field(default_factory=Lock)

    def run(self, data: bytes, identity: Identity) -> Simulation:
        """Who would flip, and why.

        Args:
            data: The candidate, as a policy file.
            identity: Who tries it.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead, or a token was not given for this.
            InputError: It is too large, is no policy, or takes too long.
            ConflictError: There is no verdict to compare with.
            TooManyError: Somebody else tries one just now.
            DependencyError: The database does not answer.
        """
        identity.require(Role.LEAD, Permission.CONFIGURE)
        if len(data) > MAX_BYTES:
            raise InputError(
                f"{len(data):,} bytes", where="policy", expected=f"{MAX_BYTES:,} bytes at most"
            )
        if not self._busy.acquire(blocking=False):
            raise TooManyError("somebody else tries a policy just now", retry_after=60)
        try:
            return self._run(data)
        except _OverError:
            raise InputError(
                f"it took longer than {self.seconds:.0f} seconds",
                where="policy",
                next_step="gptreview simulate --policy policy.yaml takes any time",
            ) from None
        finally:
            # Each candidate's reviewer is kept by its path, which never comes again.
            loaded.cache_clear()
            self._busy.release()

    def _run(self, data: bytes) -> Simulation:
        until = time.monotonic() + self.seconds

        def advanced(_number: int) -> None:
            if time.monotonic() > until:
                raise _OverError

        with tempfile.TemporaryDirectory(prefix="gptreview-policy-") as name:
            path = Path(name) / _NAME
            path.write_bytes(data)
            simulate = SimulatePolicy(
                self.database,
                self.factory(path),
                jobs=1,
                today=self.clock().date(),
                shown_id=self.shown_id,
                watcher=SimulationWatcher(lambda _number: None, advanced),
            )
            try:
                return simulate.run(most=_NAMED)
            except GptReviewError as error:
                raise _without(error, name) from None


def _without(error: GptReviewError, folder: str) -> GptReviewError:
    """The error without where this machine keeps its temporary files."""

    def plain(text: str) -> str:
        return text.replace(f"{folder}/", "").replace(folder, "")

    return type(error)(
        plain(error.found),
        where=plain(error.where),
        expected=plain(error.expected),
        next_step=plain(error.next_step),
    )
