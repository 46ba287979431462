"""One look at something that listings depend on: what is asked, and what the answer means."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, Protocol

from gptreview.errors import DependencyError, GptReviewError, InputError
from gptreview.model.watches import WatchKind
from gptreview.net.deadline import Deadline
from gptreview.net.fetch import Answer
from gptreview.net.resolver import is_address
from gptreview.net.url import mask_url
from gptreview.reading.document import ReadLimits, read_mapping

DNS_PREFIX: Final = "openai-domain-verification="
"""Beginning of the TXT record that OpenAI asks for (help article 8871611, domain verification)."""
_REFUSALS: Final = frozenset({401, 403, 407, 425, 429, 451})
"""A server that does not answer programs, or not so many: it may well answer people."""
_PROOF: Final = re.compile(r"[A-Za-z0-9._~+/=:-]{8,512}\s*")
"""A token. Sites that answer every path with a page of theirs have none."""
_PROOF_BYTES: Final = 2_048
_ANY: Final = "*/*"
_LONGEST: Final = 200
"""Characters of an error that are kept."""


class Ending(Enum):
    """How a look ended."""

    FOUND = "found"
    NOTHING = "nothing"
    """Somebody answered that it is not there, or with something else."""
    SILENCE = "silence"
    """Nobody answered: the other side is down, or we are."""
    REFUSED = "refused"
    """Somebody is there who tells programs nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found."""

    ending: Ending
    digest: str = ""
    """Of what was found; empty where nothing was."""
    text: str = field(default="", repr=False)
    """Of a specification, as it was found."""
    error: str = ""
    """Why nothing was found, in one clause."""
    is_heard: bool = True
    """False where no answer of the other side shows that this machine is on the internet."""

    @property
    def reached(self) -> bool:
        """Whether somebody answered, over the internet."""
        return self.is_heard and self.ending is not Ending.SILENCE


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back, not yet judged."""

    body: bytes = field(default=b"", repr=False)
    """Of a page, a specification or a proof."""
    names: tuple[str, ...] = field(default=(), repr=False)
    """Addresses of a host, or TXT records."""
    is_heard: bool = True
    """False where nobody was asked."""
    look: Look | None = None
    """Where there is nothing to judge."""


class Ask(Protocol):
    """Asks an https URL, redirects followed, every hop guarded."""

    def __call__(self, url: str, *, accept: str = ..., max_bytes: int | None = ...) -> Answer:
        """The answer, whatever its status."""
        ...


@dataclass(frozen=True, slots=True)
class Looker:
    """Asks the outside; may be used by several threads at once."""

    ask: Ask
    addresses: Callable[[str], Sequence[str]]
    """The public addresses of a host; raises DependencyError or InputError."""
    txt_records: Callable[[str, Deadline], Sequence[str]]
    timeout_seconds: float
    """For the records of one domain."""
    limits: ReadLimits

    def hear(self, kind: WatchKind, address: str) -> Heard:
        """Ask once; whatever goes wrong is an answer."""
        try:
            if kind is WatchKind.HOST:
                names = tuple(self.addresses(address))
                return Heard(names=names, is_heard=not is_address(address))
            if kind is WatchKind.DNS:
                deadline = Deadline.after(self.timeout_seconds)
                return Heard(names=tuple(self.txt_records(address, deadline)))
            return self._page(kind, address)
        except DependencyError as error:
            return Heard(look=Look(_failure(error), error=_clause(error), is_heard=False))
        except InputError as error:
            is_heard = _is_redirected(error, address)
            return Heard(look=Look(Ending.NOTHING, error=_clause(error), is_heard=is_heard))

    def judge(self, kind: WatchKind, heard: Heard) -> Look:
        """What it means. It may take long for a large document, and much memory."""
        if heard.look is not None:
            return heard.look
        if kind is WatchKind.SPEC:
            return self._specification(heard.body)
        if kind is WatchKind.PRIVACY:
            return _found(heard.body)
        if kind is WatchKind.PROOF:
            return _proof(heard.body)
        names = sorted(heard.names)
        if kind is WatchKind.DNS:
            names = [each for each in names if each.startswith(DNS_PREFIX)]
        if not names:
            return Look(Ending.NOTHING, error=f"no record that begins with {DNS_PREFIX}")
        return replace(_found("\n".join(names).encode()), is_heard=heard.is_heard)

    def _page(self, kind: WatchKind, address: str) -> Heard:
        if kind is WatchKind.SPEC:
            answer = self.ask(address, max_bytes=self.limits.max_bytes)
        else:
            most = _PROOF_BYTES if kind is WatchKind.PROOF else None
            answer = self.ask(address, accept=_ANY, max_bytes=most)
        if answer.status == 200:
            return Heard(body=answer.body)
        ending = Ending.REFUSED if answer.status in _REFUSALS else Ending.NOTHING
        return Heard(look=Look(ending, error=f"the server answered {answer.status}"))

    def _specification(self, body: bytes) -> Look:
        """By what it says: formatting and the order of keys are nothing."""
        try:
            document = read_mapping(body, name="", limits=self.limits)
        except GptReviewError as error:
            return Look(Ending.NOTHING, error=_clause(error))
        if not document.value.keys() & {"openapi", "swagger"}:
            return Look(Ending.NOTHING, error="no OpenAPI document")
        text = json.dumps(document.value, sort_keys=True, separators=(",", ":"))
        return Look(Ending.FOUND, _found(text.encode()).digest, document.text)


def _found(data: bytes) -> Look:
    return Look(Ending.FOUND, f"sha256:{hashlib.sha256(data).hexdigest()}")


def _proof(body: bytes) -> Look:
    text = body.decode("utf-8", "replace")
    return _found(body) if _PROOF.fullmatch(text) else Look(Ending.NOTHING, error="no token")


def _failure(error: DependencyError) -> Ending:
    from gptreview.net.connection import CertificateError  # brings httpcore

    return Ending.NOTHING if isinstance(error, CertificateError) else Ending.SILENCE


def _is_redirected(error: InputError, address: str) -> bool:
    """Whether an earlier hop has answered, for then the error names more than what was asked.

    Where it does not, the address may have been refused before anybody was asked. An answer that
    cannot be used, as a body that is too large, is not told from that: who is taken for unheard
    gets nobody blamed.
    """
    return error.where.startswith(f"{mask_url(address, may_hold_userinfo=False)}: ")


def _clause(error: GptReviewError) -> str:
    """The finding alone: where it was is known, and may hold what a redirect added."""
    return "".join(each if each.isprintable() else "\ufffd" for each in error.found[:_LONGEST])
