"""Wiring of publication: who makes transitions, who is told, and who delivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.usecases.deliver_outbox import DeliverOutbox
    from gptreview.usecases.keep_subscribers import KeepSubscribers
    from gptreview.usecases.publish_verdicts import PublishVerdicts


@dataclass(frozen=True, slots=True)
class Publishing:
    """The use-cases of publication, which share one database."""

    publish: PublishVerdicts
    deliver: DeliverOutbox
    subscribers: KeepSubscribers


@contextmanager
def publishing(
    tell: Callable[[str], None] | None, *, profile: str = "content", key: Path | None = None
) -> Iterator[Publishing]:
    """The use-cases, on a database that is closed in the end.

    Args:
        tell: Told, in one sentence, that tables were made; None makes none.
        profile: The audience whose publications are made.
        key: File of the private key that signs what is published; None signs nothing.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no such key; or no database yet, and none is to be made.
        InputError: A setting or the key cannot be used.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap_registry import masking_scanners, ready_database
    from gptreview.bootstrap_statements import sign_verdict
    from gptreview.settings import read_settings
    from gptreview.store.owners import dead_owners, this_process
    from gptreview.usecases.deliver_outbox import DeliverOutbox
    from gptreview.usecases.keep_subscribers import KeepSubscribers
    from gptreview.usecases.publish_verdicts import PublishVerdicts
    from gptreview.usecases.read_registry import ReadRegistry

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    settings = read_settings()
    signer = None if key is None else sign_verdict(key)
    with closing(ready_database(settings, tell)) as database:
        shown_id = ReadRegistry(database, masking_scanners(settings)).shown_id
        yield Publishing(
            PublishVerdicts(database, profile, shown_id, clock, signer),
            DeliverOutbox(database, clock, this_process(), dead_owners),
            KeepSubscribers(database, clock),
        )
