"""A verdict to a signed statement, and statements to files."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.errors import InputError
from gptreview.model.verdict import Reviewed, Verdict
from gptreview.render.verdict_statement import verdict_statement
from gptreview.signatures.envelope import PAYLOAD_TYPE, envelope_json
from gptreview.signatures.keys import SigningKey

_UNSAFE: Final = re.compile("[^a-z0-9]+")
_LONGEST: Final = 40
"""Characters of an id that a file name begins with."""


@dataclass(frozen=True, slots=True)
class SignVerdict:
    """Signs verdicts by one key."""

    key: SigningKey

    def sign(self, verdict: Verdict, *, made_at: dt.datetime) -> bytes:
        """The statement in its envelope, as a file holds it; the same arguments, the same bytes."""
        statement = verdict_statement(verdict, made_at=made_at)
        return envelope_json(self.key.sign(statement, PAYLOAD_TYPE))


@dataclass(frozen=True, slots=True)
class WriteStatements:
    """Writes a statement for every verdict that passes by."""

    signer: SignVerdict
    folder: Path
    clock: Callable[[], dt.datetime]

    def following(self, reviews: Iterable[Reviewed]) -> Iterator[Reviewed]:
        """The same reviews, each once its statement is written; without a verdict there is none.

        Raises:
            InputError: A statement cannot be written.
        """
        for each in reviews:
            if each.verdict is not None:
                self._write(each.verdict)
            yield each

    def _write(self, verdict: Verdict) -> None:
        path = self.folder / statement_file(verdict.listing_id)
        hidden = path.with_name(f".gptreview-{secrets.token_hex(8)}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                hidden.write_bytes(self.signer.sign(verdict, made_at=self.clock()))
                hidden.replace(path)
            finally:
                hidden.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"the statement cannot be written ({error.strerror})",
                where=str(path),
                next_step="make room, or name another folder with --statements",
            ) from error


def statement_file(listing_id: str) -> str:
    """The name of a listing's statement: what is harmless of the id, and a digest of all of it."""
    digest = hashlib.sha256(listing_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    words = _UNSAFE.sub("-", listing_id.lower()).strip("-")[-_LONGEST:].strip("-")
    return f"{words}-{digest}.json" if words else f"{digest}.json"
