"""Pairs of keys: made into a folder, and told apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.signatures.files import MAX_KEY_BYTES, read_bytes, write_new
from gptreview.signatures.keys import new_pair, verifying_key

PRIVATE_FILE: Final = "gptreview.key"
PUBLIC_FILE: Final = "gptreview.pub"


@dataclass(frozen=True, slots=True)
class MadeKeys:
    """Where a new pair is."""

    private: Path
    public: Path
    key_id: str


def make_keys(folder: Path) -> MadeKeys:
    """Make a pair; the private file is for its owner alone.

    Raises:
        ConflictError: One of the files is there.
        InputError: One of them cannot be written.
    """
    pair = new_pair()
    private, public = folder / PRIVATE_FILE, folder / PUBLIC_FILE
    write_new({private: (pair.private_pem, 0o600), public: (pair.public_pem, 0o644)})
    return MadeKeys(private, public, pair.key_id)


def key_id_of(public: Path) -> str:
    """The id of a public key.

    Raises:
        NotFoundError: There is no such file.
        InputError: It holds no public key of Ed25519.
    """
    return verifying_key(read_bytes(public, max_bytes=MAX_KEY_BYTES), name=str(public)).key_id
