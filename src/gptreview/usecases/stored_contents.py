"""Contents of the registry, read some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gptreview.errors import DependencyError
from gptreview.model.gpt import Gpt
from gptreview.store import snapshots
from gptreview.store.database import Database

_NOT_THERE: Final = "its content is not in the registry"


def read_contents(database: Database, digests: Sequence[str]) -> dict[str, Gpt | str]:
    """The contents by their digests, or why one cannot be read.

    Raises:
        DependencyError: The database does not answer.
    """
    try:
        with database.reading() as session:
            found = snapshots.read_many(session, digests)
        return {digest: found.get(digest, _NOT_THERE) for digest in digests}
    except DependencyError:
        raise
    except Exception as error:  # noqa: BLE001 - one damaged content must not stop the others
        if len(digests) == 1:
            # The exception's own text may quote what it choked on.
            return {digests[0]: f"its content cannot be read ({type(error).__name__})"}
    return {
        digest: read
        for each in digests
        for digest, read in read_contents(database, (each,)).items()
    }
