"""Looks for the proof of a domain where only its owner can put it: in DNS, or on its site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.decide.domain import host_of, is_within
from gptreview.errors import DependencyError, GptReviewError
from gptreview.model.own_listing import RECORD, BuilderDomain
from gptreview.net.deadline import Deadline
from gptreview.net.fetch import Answer

MAX_FILE_BYTES: Final = 65_536
"""Of the file; one line is wanted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look came to."""

    way: str
    """``dns`` or ``well-known``; empty where the proof is in neither."""
    error: str = ""
    """What was found instead, in one clause."""
    is_known: bool = True
    """Whether both gave an answer: where one did not, the proof may be there all the same."""


@dataclass(frozen=True, slots=True)
class DomainProof:
    """Asks DNS first, and then the site."""

    records: Callable[[str, Deadline], Sequence[str]]
    """TXT records of a domain."""
    ask: Callable[[str], Answer]
    """What an https URL answers; addresses that are not public are refused."""
    timeout_seconds: float
    """For DNS; whoever asks URLs has a limit of their own."""

    def look(self, domain: BuilderDomain) -> Seen:
        """Where the proof is; what the other side does never makes this fail."""
        in_dns, is_dns_known = self._in_dns(domain)
        if not in_dns:
            return Seen("dns")
        in_file, is_file_known = self._in_file(domain)
        if not in_file:
            return Seen("well-known")
        return Seen("", f"{in_dns}; {in_file}", is_known=is_dns_known and is_file_known)

    def _in_dns(self, domain: BuilderDomain) -> tuple[str, bool]:
        """Why it is not there, empty where it is, and whether there was an answer."""
        try:
            found = self.records(domain.domain, Deadline.after(self.timeout_seconds))
        except DependencyError as error:
            return f"DNS: {error.found}", False
        if domain.line in (each.strip() for each in found):
            return "", True
        alike = sum(each.strip().startswith(RECORD) for each in found)
        if alike:
            return f"DNS: {alike:,} TXT records {RECORD}… with another token", True
        return f"DNS: {len(found):,} TXT records, none of them {RECORD}…", True

    def _in_file(self, domain: BuilderDomain) -> tuple[str, bool]:
        try:
            answer = self.ask(domain.url)
        except GptReviewError as error:
            return f"file: {error.found}", not isinstance(error, DependencyError)
        if not is_within(host_of(answer.url), domain.domain):
            return f"file: {domain.url} leads to another domain", True
        if answer.status != 200:
            return f"file: status {answer.status} at {domain.url}", answer.status < 500
        lines = answer.body.decode("utf-8", "replace").splitlines()
        if domain.line in (each.strip() for each in lines):
            return "", True
        return f"file: {len(answer.body):,} bytes at {domain.url}, no line {RECORD}… of yours", True
