"""Programs are told in words what does not fit, where, and what would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.web.wrong_input import wrong_input
from tests.web.conftest import BASE, Site
from tests.web.programs import Program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.databases import MakeTables

_REPORT: dict[str, Any] = {
    "listing_id": 7,
    "category": "fraud",
    "description": "It asks for money before it does anything.",
    "good_faith": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_tables: MakeTables) -> Iterator[Site]:
    """What is refused here changes nothing in a database: one will do."""
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings
    from gptreview.store.database import Database

    folder: Path = tmp_path_factory.mktemp("wrong")
    with closing(Database(f"sqlite:///{folder / 'registry.db'}")) as database:
        make_tables(database)
        yield Site(face_on(database, read_settings(), BASE, "content"), database)


def _told(problem: dict[str, Any]) -> tuple[str, str, str]:
    return problem["where"], problem["detail"], problem["expected"]


@pytest.mark.parametrize(
    ("fields", "where", "found", "expected"),
    [
        ({"description": "short"}, "description", "it is too short", "at least 20 characters"),
        ({"location": "x" * 501}, "location", "it is too long", "at most 500 characters"),
        ({"listing_id": 0}, "listing_id", "the number is too small", "1 or more"),
        ({"listing_id": 2**53}, "listing_id", "the number is too large", f"{2**53 - 1} or less"),
        ({"listing_id": "7"}, "listing_id", "no whole number", "a whole number"),
        ({"language": "fr"}, "language", "none of those that there are", "'en' or 'zh'"),
        ({"good_faith": 1}, "good_faith", "neither true nor false", "true or false"),
        ({"location": 5}, "location", "no text", "a text"),
        ({"evidence": []}, "evidence", "no object", "an object"),
        ({"evidence": {"content": ""}}, "evidence.name", "it is missing", ""),
        ({"reason": "x"}, "reason", "nobody knows this key", ""),
    ],
    ids=[
        "short", "long", "small", "large", "digits", "language", "one", "number", "list", "key",
        "unknown",
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_named(
    site: Site, fields: dict[str, Any], where: str, found: str, expected: str
) -> None:
    """With what was found, and what would have been accepted."""
    told = Program(site).ask("POST", "/reports", {**_REPORT, **fields}, status=422)
    assert _told(told) == (where, found, expected)


@pytest.mark.parametrize("content", [b"{", b"[1,]", b"\x01"], ids=["open", "comma", "sign"])
def test_broken_json_is_told_of_the_body(site: Site, content: bytes) -> None:
    """And not of a field that is called by a number."""
    answer = Program(site).send("/reports", content, "application/json")
    assert answer.status_code == 422
    assert _told(answer.json()) == ("body", "it is no JSON", "JSON (RFC 8259)")


def test_what_has_no_words_of_ours_keeps_its_own() -> None:
    """Pydantic's, without what it puts before those of a validator."""
    error = {"loc": ("body", "a", 0), "type": "value_error", "msg": "Value error, no such hour"}
    told = wrong_input(error)
    assert (told.where, told.found, told.expected) == ("a.0", "no such hour", "")


@pytest.mark.parametrize(
    ("method", "path", "methods"),
    [
        ("PUT", "/api/v1/views", "GET, HEAD, POST"),
        ("PUT", "/api/v1/cases/7", "GET, HEAD"),
        ("PUT", "/listings/7/report", "GET, HEAD, POST"),
        ("PUT", "/static/look.css", "GET, HEAD"),
    ],
    ids=["two routes", "one", "page", "file"],
)
def test_a_wrong_method_is_told_the_right_ones(
    site: Site, method: str, path: str, methods: str
) -> None:
    """All that the path has: RFC 9110, section 15.5.6."""
    answer = site.visitor().client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)


def test_a_number_that_nothing_has_is_told_with_what_to_do(site: Site) -> None:
    """Which thing it would be of, and where to look."""
    told = Program(site).ask("GET", "/listings/999999", status=404)
    assert (told["where"], told["next_step"]) == ("listing 999999", "search the listings")
