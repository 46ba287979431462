"""Receipt codes are read as people write them."""

from __future__ import annotations

import hashlib
import re

import pytest

from gptreview.model.receipt import new_receipt, receipt_digest

_CODE = "01AB2-CDEFG-HJKMN-PQRST"
_DIGEST = hashlib.sha256(b"01AB2CDEFGHJKMNPQRST").hexdigest()


def test_codes_are_groups_of_letters_that_cannot_be_mistaken() -> None:
    """Each is another one, and opens what its digest says."""
    codes = {new_receipt() for _ in range(50)}
    assert len(codes) == 50
    group = "[0-9A-HJKMNP-TV-Z]{5}"
    assert all(re.fullmatch(f"{group}(-{group}){{3}}", each) for each in codes)
    assert all(receipt_digest(each) for each in codes)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(_CODE, id="as-given"),
        pytest.param(_CODE.lower(), id="small"),
        pytest.param(_CODE.replace("-", ""), id="without-hyphens"),
        pytest.param(f"  {_CODE.replace('-', ' ')}\n", id="blanks"),
        pytest.param("OIab2-CDEFG-HJKMN-PQRST", id="letters-for-digits"),
        pytest.param("olab2-CDEFG-HJKMN-PQRST", id="small-letters-for-digits"),
    ],
)
def test_code_is_known_however_it_is_written(written: str) -> None:
    """Case, blanks and letters that look like digits don't matter."""
    assert receipt_digest(written) == _DIGEST


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="empty"),
        pytest.param(_CODE[:-1], id="short"),
        pytest.param(f"{_CODE}0", id="long"),
        pytest.param("UUUUU-CDEFG-HJKMN-PQRST", id="letter-that-is-none"),
        pytest.param("价1AB2-CDEFG-HJKMN-PQRST", id="chinese"),
        pytest.param("\ud8001AB2-CDEFG-HJKMN-PQRST", id="half-a-character"),
        pytest.param(" " * 1_000_000 + _CODE, id="huge"),
    ],
)
def test_what_is_no_code_opens_nothing(written: str) -> None:
    """Neither does it break anything."""
    assert receipt_digest(written) is None
