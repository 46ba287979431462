"""Contents of the registry, read some at a time."""

from __future__ import annotations

from contextlib import closing

import pytest

from gptreview.errors import DependencyError
from gptreview.store.bulk import read_together
from gptreview.store.database import Database
from gptreview.usecases.stored_contents import read_contents

MIB = 1_048_576


def test_large_contents_are_read_apart() -> None:
    """What is read together stays under 32 MiB; a larger content is read alone."""
    sizes = [("a", 20 * MIB), ("b", 12 * MIB), ("c", 1), ("d", 90 * MIB), ("e", 1)]
    assert list(read_together(sizes)) == [["a", "b"], ["c"], ["d"], ["e"]]
    assert list(read_together([])) == []


def test_database_that_does_not_answer_is_no_damaged_content() -> None:
    """Whoever asks can wait and ask again."""
    url = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"
    with closing(Database(url)) as database, pytest.raises(DependencyError):
        read_contents(database, ("sha256:a", "sha256:b"))
