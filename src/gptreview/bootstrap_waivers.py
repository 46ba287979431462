"""Wiring of the registry's waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.usecases.keep_waivers import KeepWaivers


@contextmanager
def keep_waivers(policy: Path | None, tell: Callable[[str], None] | None) -> Iterator[KeepWaivers]:
    """The use-case behind ``gptreview registry waive``, on a database that is closed in the end.

    Args:
        policy: File of the policy whose verdicts are judged again; None is the built-in one.
        tell: Told, in one sentence, that tables were made; None makes none.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no database yet, and none is to be made.
        InputError: A setting or the policy cannot be used.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap import policy_at
    from gptreview.bootstrap_registry import masking_scanners, ready_database
    from gptreview.settings import read_settings
    from gptreview.store.owners import this_process
    from gptreview.usecases.keep_waivers import KeepWaivers
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.rejudge import RejudgeVerdicts

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    settings = read_settings()
    judged_by = policy_at(policy, settings)
    with closing(ready_database(settings, tell)) as database:
        shown = ReadRegistry(database, masking_scanners(settings))
        yield KeepWaivers(
            database,
            judged_by,
            clock,
            RejudgeVerdicts(database, judged_by, clock, this_process()),
            shown.shown_id,
            shown.shown_text,
        )
