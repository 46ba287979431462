"""What an earlier review had found: the findings that are no news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from gptreview.decide.known_listings import Baseline, KnownListing
from gptreview.errors import InputError
from gptreview.reading.decode import decode
from gptreview.reading.document import ReadLimits, read_mapping

SCHEMA: Final = "gptreview/review/v1"
_LIMITS: Final = ReadLimits(max_bytes=268_435_456, max_depth=40)
_NEXT_STEP: Final = "write one with `gptreview review SOURCE --format json -o baseline.json`"


def read_baseline(data: bytes, *, name: str) -> Baseline:
    """Read what ``gptreview review --format json`` or ``--format jsonl`` wrote.

    A finding that was waived then is not taken over, or it would outlive its waiver.

    Raises:
        InputError: It is something else.
    """
    read = (_listing(listing, where) for where, listing in _listings(data, name))
    return Baseline(each for each in read if each is not None)


def _listings(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """Each listing with the words for where it stands."""
    if len(data) > _LIMITS.max_bytes:
        raise InputError(f"{len(data)} bytes", where=name, expected=f"at most {_LIMITS.max_bytes}")
    text, _ = decode(data, name=name)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if lines and _is_object(lines[0][1]):
        first = _read(lines[0][1], f"{name}: line {lines[0][0]}")
        if "listings" not in first:
            yield from _lines(lines, name)
            return
    document = _read(text, name)
    if document.get("schema") != SCHEMA or not isinstance(document.get("listings"), list):
        raise _not_a_review(name, f"no {SCHEMA} document")
    for index, listing in enumerate(document["listings"]):
        yield f"{name}: /listings/{index}", listing


def _lines(lines: Iterable[tuple[int, str]], name: str) -> Iterator[tuple[str, Any]]:
    for number, line in lines:
        where = f"{name}: line {number}"
        yield where, _read(line, where)


def _is_object(line: str) -> bool:
    return line.lstrip().startswith("{") and line.rstrip().endswith("}")


def _read(text: str, name: str) -> dict[str, Any]:
    document = read_mapping(text.encode("utf-8", "replace"), name=name, limits=_LIMITS)
    return dict(document.value)


def _listing(listing: Any, where: str) -> KnownListing | None:
    """What was found in it; None for a listing that could not be parsed then."""
    if isinstance(listing, dict) and listing.get("error"):
        return None
    if not isinstance(listing, dict) or not isinstance(listing.get("id"), str):
        raise _not_a_review(where, "no listing with an id")
    findings = listing.get("findings")
    if not isinstance(findings, list):
        raise _not_a_review(where, "a listing without findings")
    content = listing.get("content_digest")
    return KnownListing(
        listing["id"],
        content if isinstance(content, str) else "",
        frozenset(_digests(findings, where)),
    )


def _digests(findings: Iterable[Any], where: str) -> Iterator[str]:
    for index, finding in enumerate(findings):
        digest = finding.get("evidence_digest") if isinstance(finding, dict) else None
        if not isinstance(digest, str) or not digest.startswith("sha256:"):
            raise _not_a_review(f"{where}: /findings/{index}", "a finding without evidence_digest")
        if not finding.get("waiver"):
            yield digest


def _not_a_review(where: str, found: str) -> InputError:
    return InputError(
        found,
        where=where,
        expected="what `gptreview review` wrote as json or jsonl",
        next_step=_NEXT_STEP,
    )
