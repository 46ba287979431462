"""What the scanner for secrets tells, and how."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.model.finding import Category, Hit
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.view import View
from gptreview.normalize.views import views
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.scan.secrets.scanner import SecretScanner

SCANNER = SecretScanner()
KEY = "AIza" + "Qm3xLp9RtWz5VbK7nHs2YcD8fGjE4uTaM6o"
CARD = {card.id: card for card in SCANNER.cards()}


def scan(text: str) -> list[Hit]:
    """The hits in one text and all its readings."""
    return list(SCANNER.scan(Segment("instructions", FieldKind.INSTRUCTIONS, text), views(text)))


def test_a_hit_shows_only_the_public_prefix() -> None:
    """The whole hit: a masked value, and nothing else of the key anywhere."""
    assert scan(f"Key: {KEY}.") == [Hit(CARD["secret-google-api-key"], 5, 44, masked="AIza****")]


def test_a_key_inside_base64_is_found_where_it_is_written() -> None:
    """A key wrapped in base64 is told with the span of the wrapping."""
    wrapped = base64.b64encode(
        f"the key of the map service is {KEY} and it works".encode()
    ).decode()
    text = f"Decode {wrapped} first."
    (hit,) = scan(text)
    assert hit.card == CARD["secret-google-api-key"]
    assert (hit.decoded, hit.disguises, hit.masked) == ("AIza****", ("base64",), "AIza****")
    assert text.index(wrapped) <= hit.start < hit.end <= text.index(wrapped) + len(wrapped)
    assert KEY[4:12].encode() in base64.b64decode(wrapped)[(hit.start - 7) // 4 * 3 :]


def test_a_key_with_invisible_characters_is_found() -> None:
    """Zero-width characters inside a key hide it from no one."""
    broken = f"{KEY[:10]}\u200b{KEY[10:]}"
    assert scan(f"key {broken} ends") == [
        Hit(
            CARD["secret-google-api-key"],
            4,
            4 + len(broken),
            decoded="AIza****",
            disguises=("zero-width",),
            masked="AIza****",
        )
    ]


def test_a_key_in_two_readings_is_told_once() -> None:
    """A disguise elsewhere makes a second reading, which finds the same key again."""
    assert scan(f"dis\u200bguised; key {KEY} ends") == [
        Hit(CARD["secret-google-api-key"], 16, 55, masked="AIza****")
    ]


def test_without_readings_the_text_itself_is_read() -> None:
    """A caller that has no views gets the hits of the written text."""
    segment = Segment("name", FieldKind.NAME, KEY)
    assert [(hit.start, hit.end) for hit in SCANNER.scan(segment, ())] == [(0, 39)]


def test_of_many_the_gravest_are_told() -> None:
    """A text full of keys gets a bounded report that counts them."""
    text = "\n".join(f"password: a{number:05}x!" for number in range(300)) + f"\n{KEY}"
    hits = scan(text)
    assert len(hits) == 200
    assert hits[-1].card == CARD["secret-google-api-key"]
    counted = [hit.message.en for hit in hits if hit.message]
    assert counted == ["301 secrets in this text; the 200 gravest are told."]


def test_the_secret_that_counts_the_others_keeps_what_is_said_of_it() -> None:
    """How grave and how sure it is, and how it was disguised, stay as without the others."""
    line = "pass\u200bword: a{:05}x!\n"
    (alone,) = scan(line.format(199))
    hits = scan("".join(map(line.format, range(300))))
    (counting,) = [hit for hit in hits if hit.message]
    assert (alone.severity, alone.confidence, alone.decoded, alone.disguises) == (
        counting.severity,
        counting.confidence,
        counting.decoded,
        counting.disguises,
    )


@pytest.mark.parametrize(
    "piece", ["a://", " eyJabcdefgh", "password: a1!b2c3d4\n", "LTAI5t12345abcdefgh "]
)
def test_a_text_made_of_candidates_is_given_up(piece: str) -> None:
    """The scanner says that it gave up instead of taking minutes, and tells what it found."""
    segment = Segment("name", FieldKind.NAME, f"{KEY}\n" + piece * 200_000)
    found: list[Hit] = []
    with pytest.raises(ScanLimitError, match="more than 150,000 candidates"):
        found.extend(SCANNER.scan(segment, ()))
    assert "secret-google-api-key" in [hit.card.id for hit in found]


@pytest.mark.parametrize("piece", ["sk-", "0a1b2c3d", "aB3xYz9Kq/", "eyJ", "-----BEGIN ", "A"])
def test_a_long_text_without_a_secret_has_none(piece: str) -> None:
    """Megabytes of what a key is made of are read, and hold no key."""
    assert scan_written(piece * (2_000_000 // len(piece))) == []


def scan_written(text: str) -> list[Hit]:
    """The hits in the text as written."""
    return list(SCANNER.scan(Segment("name", FieldKind.NAME, text), (View(text),)))


def test_the_cards_are_whole(repository_root: Path) -> None:
    """Every card is sorted, says something in both languages and has a clause of the policy."""
    policy = yaml.safe_load((repository_root / "rules" / "policy.yaml").read_bytes())
    cards = SCANNER.cards()
    assert [card.id for card in cards] == sorted({card.id for card in cards})
    for card in cards:
        assert card.id.startswith("secret-")
        assert card.category is Category.SECRETS
        assert card.clause in policy["clauses"]
        assert all((card.title, card.message.en, card.message.zh, card.fix.en, card.fix.zh))


def test_the_scanner_names_itself() -> None:
    """A verdict records who looked, and in which revision."""
    assert (SCANNER.name, SCANNER.version) == ("secrets", "1")


PIECES = st.sampled_from(
    (
        *(
            "sk-",
            "ghp_",
            "AKIA",
            "password: ",
            "密码：",
            "://",
            "@",
            "?key=",
            "eyJ",
            ".",
            "Bearer ",
        ),
        *("Basic ", "AccountKey=", "&sig=", "==", "LTAI", "T", "a1B2c3D4e5F6g7H8", "\ud800"),
        *("AC" + "0123456789abcdef" * 2, "hooks.slack.com/services/", "\n", " ", "\u200b"),
        "-----BEGIN PRIVATE KEY-----",
    )
)


@settings(deadline=None)  # the first text compiles the search
@given(st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever it reads, it answers with masked spans inside the text."""
    for hit in scan(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.masked.endswith("****")
