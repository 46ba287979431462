"""Texts that are full of secrets, or of what only looks like them, and the time that they take."""

from __future__ import annotations

import os
import time

import pytest

from gptreview.model.finding import Hit
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.view import View
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.scan.secrets.scanner import SecretScanner

SIZE = 4_000_000
"""Code points: as much of a file as is read."""
MAX_SECONDS = 2.0
"""Of processor time: what a whole file may take."""
_ATTEMPTS = 3
_CROWDED = 2.0 if "PYTEST_XDIST_WORKER" in os.environ else 1.0
"""Processor seconds are longer where other workers keep the same cores busy."""
BODY = "Qm3xLp9RtWz5VbK7nHs2YcD8fGjE4uTaM6o"
FLOODS = {
    "passwords": "password='k{:07d}Qx!v'\n",
    "keys": "AIza{:07d}" + BODY[7:] + "\n",
}
FRUITLESS = {
    "placeholders": "Bearer {:07d}" + BODY[7:] + "xxxx\n",
    "signatures beside a version": "?sv=1&se=2&sig={:07d}" + BODY + "xxxx=\n",
}


def _in_time(row: str) -> tuple[list[Hit], str]:
    """The hits in a flood of rows, and why the scanner gave up; held to the ceiling."""
    text = "".join(map(row.format, range(SIZE // len(row.format(0)))))
    segment, scanner = Segment("knowledge:a", FieldKind.KNOWLEDGE, text), SecretScanner()
    list(scanner.scan(segment, [View("")]))  # compiles
    taken = float("inf")
    for _ in range(_ATTEMPTS):
        hits: list[Hit] = []
        start = time.process_time()
        with pytest.raises(ScanLimitError) as given_up:
            hits.extend(scanner.scan(segment, [View(text)]))
        taken = min(taken, time.process_time() - start)
        if taken <= MAX_SECONDS * _CROWDED:
            break
    assert taken <= MAX_SECONDS * _CROWDED
    return hits, str(given_up.value)


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_of_secrets_is_told_in_time(name: str) -> None:
    """The gravest are told with the number of all that were found before the scanner gave up."""
    hits, failure = _in_time(FLOODS[name])
    assert len(hits) == 200
    assert len([hit for hit in hits if hit.message]) == 1
    assert failure == "more than 150,000 candidates"


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("name", FRUITLESS)
def test_a_flood_of_what_is_no_secret_is_given_up_in_time(name: str) -> None:
    """Nothing is told, and neither is it said that nothing is there."""
    assert _in_time(FRUITLESS[name]) == ([], "more than 150,000 candidates")


@pytest.mark.parametrize("signature", [f"{BODY}0123Ab=", BODY[:20]])
def test_a_signature_without_its_version_is_no_secret(signature: str) -> None:
    """Any service may call a parameter so; Azure says its version and an end beside it."""
    text = f"https://shop.example/?sig={signature}"
    segment = Segment("knowledge:a", FieldKind.KNOWLEDGE, text)
    assert list(SecretScanner().scan(segment, ())) == []
