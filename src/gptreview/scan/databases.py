"""Hyperscan's databases: compiled, or read from the disk where they were compiled before."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from gptreview.errors import InputError
from gptreview.scan.disk_cache import DiskCache

_FORMAT: Final = 1
"""Goes up when the same sources are compiled in another way."""


class Source(NamedTuple):
    """One expression for Hyperscan."""

    text: str
    """In the syntax that `read_expression` writes."""
    caseless: bool = True
    utf8: bool = True
    """Whether it is about code points; one about bytes compiles in half the time."""


def expression_database(sources: Sequence[Source], cache: DiskCache | None) -> Any:
    """A database of expressions, from the disk if it is there.

    Raises:
        InputError: Hyperscan does not take them.
    """
    import hyperscan

    name = _name(sources)
    kept = cache.read(name) if cache is not None else None
    if kept is not None:
        try:
            return hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
        except hyperscan.error:
            pass  # made on another kind of processor
    database = _compiled(sources)
    if cache is not None:
        cache.write(name, hyperscan.dumpb(database))
    return database


def _name(sources: Sequence[Source]) -> str:
    import hyperscan

    release = hyperscan.__version__  # type: ignore[attr-defined]
    made_of = json.dumps([_FORMAT, release, sys.platform, platform.machine(), sources])
    return f"patterns-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.hs"


def _compiled(sources: Sequence[Source]) -> Any:
    import hyperscan

    utf8, caseless = int(hyperscan.HS_FLAG_UTF8), int(hyperscan.HS_FLAG_CASELESS)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    try:
        database.compile(
            expressions=[source.text.encode() for source in sources],
            ids=list(range(len(sources))),
            elements=len(sources),
            flags=[utf8 * source.utf8 | caseless * source.caseless for source in sources],
        )
    except hyperscan.error as error:
        raise InputError(
            f"{len(sources):,} patterns do not compile: {error}",
            next_step="use smaller numbers in {...}",
        ) from error
    return database
