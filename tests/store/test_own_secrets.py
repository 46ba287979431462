"""A key of this installation is made once, and is the same for everybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from gptreview.store.database import Database
from gptreview.store.secrets import secret


def test_key_is_made_once(database: Database) -> None:
    """Whoever asks first, and at once: all get the same 32 bytes; another name has others."""

    def asked(name: str) -> bytes:
        with database.writing() as session:
            return secret(session, name)

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(asked, ["person"] * 6))
    assert [len(each) for each in found] == [32]
    assert asked("person") in found
    assert asked("form") not in found
