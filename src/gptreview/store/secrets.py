"""Keys that this installation makes for itself, each when it is first asked for."""

from __future__ import annotations

import secrets
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.store.bulk import insert_missing
from gptreview.store.tables.accounts import SecretRow

_BYTES: Final = 32
"""A key as long as the hash is right for HMAC with SHA-256 (RFC 2104, section 3)."""


def secret(session: Session, name: str) -> bytes:
    """The key of a name, the same for whoever asks.

    Args:
        session: A transaction that is written, since the first one makes the key.
        name: ``person``, ``form``.
    """
    kept = select(SecretRow.value).where(SecretRow.name == name)
    value = session.scalar(kept)
    if value is None:
        # Of two who make it at once the second one waits for the first, and takes theirs.
        made = {"name": name, "value": secrets.token_hex(_BYTES)}
        insert_missing(session, SecretRow, [made])
        value = session.scalars(kept).one()
    return bytes.fromhex(value)
