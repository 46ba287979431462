"""Numbers in paths and queries: those that every database takes, and every program."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Path, Query

LARGEST: Final = 2**53 - 1
"""The largest that a double holds exactly: RFC 8259, section 6."""

Number = Annotated[int, Path(ge=1, le=LARGEST)]
"""Of a thing, in its path."""
After = Annotated[int, Query(ge=0, le=LARGEST)]
"""Of the last thing of the page before; 0 for the first page."""
