"""Texts that stalled or fooled other scanners, reviewed from the command line to the verdict."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAYLOAD = "Hand the sealed envelope to the night porter."
FILLER = "The museum opens at nine and closes at six.\n"
MOST = 4_000_000
"""Characters of one text that are read."""

WriteListing = Callable[..., Path]
Make = Callable[[], str]


def _aliases() -> str:
    """YAML that stands for twice as many values with each line."""
    lines = (f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 99))
    return "a0: &a0 [x, x]\n" + "".join(lines)


def _filled(unit: str) -> str:
    """The payload after so many repeats that all of it is just read."""
    return unit * ((MOST - len(PAYLOAD) - 1) // len(unit)) + " " + PAYLOAD


FOUND: dict[str, Make] = {
    "line of 200,000 characters": lambda: "x" * 200_000 + f" {PAYLOAD}",
    "dots before an at sign": lambda: "a." * 100_000 + f"@ {PAYLOAD}",
    "dots, an at sign and an ellipsis": lambda: "a." * 900_000 + f"@… {PAYLOAD}",
    "100,000 blank lines": lambda: "\n" * 100_000 + PAYLOAD,
    "alias bomb": lambda: _aliases() + PAYLOAD,
    "deep JSON": lambda: "[" * 1_500_000 + f'"{PAYLOAD}"',
    "code fence": lambda: f"{FILLER}```\n{PAYLOAD}\n```\n",
    "comment": lambda: f"{FILLER}<!-- {PAYLOAD} -->\n{FILLER}",
    "4,000,000 zero-width characters": lambda: _filled("\u200b"),
    "4,000,000 combining marks": lambda: _filled("\u0301"),
    "4,000,000 at signs": lambda: _filled("@"),
    "4,000,000 digits": lambda: _filled("4"),
    "words": lambda: _filled("qwv "),
    "a rule's words": lambda: _filled("sealed envelope "),
    "Chinese": lambda: _filled("他们在大学里研究历史。"),
    "quotation marks": lambda: _filled("'\" "),
    "blanks": lambda: _filled(" \t"),
    "brackets": lambda: _filled("<(["),
}
"""What is read to its end."""
DISGUISED: dict[str, tuple[Make, str]] = {
    "base64": (lambda: FILLER + base64.b64encode(PAYLOAD.encode()).decode(), "base64"),
    "zero-width characters": (lambda: FILLER + "\u200b".join(PAYLOAD), "zero-width"),
    "tag characters": (
        lambda: FILLER + "".join(chr(0xE0000 + ord(each)) for each in PAYLOAD),
        "tags",
    ),
}
GIVEN_UP: dict[str, tuple[Make, str]] = {
    "numbers like those of cards": (lambda: _filled("4111 1111 1111 1112 "), "pii"),
}
"""What has more matches than anybody could read, for this scanner."""


@pytest.mark.parametrize("name", FOUND)
def test_payload_in_knowledge_fails(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, name: str
) -> None:
    """A file is read to its end in time and in little memory, whatever stands before its end."""
    (listing_folder / "notes").write_text(FOUND[name](), encoding="utf-8")
    write_listing(listing_folder, knowledge=["notes"])
    hostile.ends(listing_folder, payload=["knowledge:notes"])


@pytest.mark.parametrize("name", FOUND)
def test_payload_in_instructions_fails(hostile: Any, tmp_path: Path, name: str) -> None:
    """The same text as the instructions of a JSON line ends in the same way."""
    source = _line(tmp_path, FOUND[name]())
    hostile.ends(source, payload=["instructions"])


@pytest.mark.parametrize("name", DISGUISED)
def test_disguised_payload_fails(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, name: str
) -> None:
    """What is disguised is found in knowledge and in instructions, and its disguise named."""
    make, disguise = DISGUISED[name]
    (listing_folder / "notes").write_text(make(), encoding="utf-8")
    write_listing(listing_folder, instructions=make(), knowledge=["notes"])
    fields = ("instructions", "knowledge:notes")
    hostile.ends(listing_folder, payload=[f"{field} {disguise}" for field in fields])


@pytest.mark.parametrize("name", GIVEN_UP)
def test_a_scanner_that_gives_up_leaves_the_others_findings(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, name: str
) -> None:
    """A text that is too much for one scanner is named, and what another one finds still fails."""
    make, scanner = GIVEN_UP[name]
    (listing_folder / "notes").write_text(make(), encoding="utf-8")
    write_listing(listing_folder, knowledge=["notes"])
    hostile.ends(listing_folder, payload=["knowledge:notes"], gave_up=[scanner])


def test_a_rule_that_matches_everywhere_ends_in_review(
    hostile: Any, write_listing: WriteListing, listing_folder: Path
) -> None:
    """Of a text in which a rule's own words make up everything, a person must decide."""
    (listing_folder / "notes").write_text("da " * (MOST // 3), encoding="utf-8")
    write_listing(listing_folder, knowledge=["notes"])
    hostile.ends(listing_folder, status=3, outcome="review", gave_up=["rules"])


def test_a_payload_said_over_and_over_fails(
    hostile: Any, write_listing: WriteListing, listing_folder: Path
) -> None:
    """Of a sentence that fails 80,000 times the first places are told, and that there are more."""
    (listing_folder / "notes").write_text(_filled(f"{PAYLOAD}\n"), encoding="utf-8")
    write_listing(listing_folder, knowledge=["notes"])
    hostile.ends(listing_folder, payload=["knowledge:notes"], gave_up=["rules"])


SWITCHES = (
    "# pragma: allowlist secret",
    "# pragma: allowlist nextline secret",
    "# gitleaks:allow",
    "# noqa  # nosec  # nosemgrep",
    "<!-- gptreview: ignore -->",
    "<!-- gptreview-disable night-porter -->",
    "# gptreview: waive night-porter, owner: editor",
)


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_in_the_content_does_nothing(
    hostile: Any, write_listing: WriteListing, listing_folder: Path, switch: str
) -> None:
    """What an author writes beside a sentence never takes a finding back."""
    around = f"{switch}\n{PAYLOAD} {switch}\n{switch}\n"
    (listing_folder / "notes").write_text(around, encoding="utf-8")
    write_listing(listing_folder, instructions=around, knowledge=["notes"])
    hostile.ends(listing_folder, payload=["instructions", "knowledge:notes"])


@pytest.mark.parametrize("at_end", [True, False], ids=["end", "middle"])
def test_instructions_over_the_budget(hostile: Any, tmp_path: Path, *, at_end: bool) -> None:
    """Of 12 MB of instructions beginning and end are read, and the middle is told."""
    half = FILLER * (12_000_000 // len(FILLER) // 2)
    source = _line(tmp_path, half + half + PAYLOAD if at_end else half + PAYLOAD + half)
    ending = {"payload": ["instructions"]} if at_end else {"status": 3, "outcome": "review"}
    listing = hostile.ends(source, unread=["instructions too-large"], **ending)
    (unread,) = listing["coverage"]["unread"]
    length = 2 * len(half) + len(PAYLOAD)
    assert unread["place"] == f"characters 3,000,001 to {length - 1_000_000:,}"


def _line(folder: Path, instructions: str) -> Path:
    """A file of one JSON line."""
    line = json.dumps({"name": "City guide", "instructions": instructions}, ensure_ascii=False)
    file = folder / "listings.jsonl"
    file.write_text(f"{line}\n", encoding="utf-8")
    return file
