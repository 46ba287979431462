"""Reporters' programs: a report, its status, an appeal, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.model.gpt import Gpt
from gptreview.web.api_models.reports import LARGEST_REPORT
from tests.casework import Casework
from tests.web.programs import Program

if TYPE_CHECKING:
    from tests.web.conftest import Site

_GPT = Gpt("Till", id="g-1", instructions="Pay first.")


@pytest.fixture
def listing(site: Site) -> int:
    """A listing that can be reported; its number."""
    return Casework(site.database).listing(_GPT)


def _report(listing: int, **fields: Any) -> dict[str, Any]:
    return {
        "listing_id": listing,
        "category": "fraud",
        "description": "It asks for money before it does anything.",
        "location": "instructions",
        "reporter_name": "Robin Example",
        "reporter_email": "robin@example.com",
        "good_faith": True,
        **fields,
    }


def test_a_report_gets_a_receipt_that_opens_its_status(site: Site, listing: int) -> None:
    """The receipt works in the body of a request; an appeal has to wait for a decision."""
    program = Program(site)
    made = program.ask("POST", "/reports", _report(listing), status=201)
    assert made["status_url"] == f"{site.desk.base_url}/status"
    assert list(made) == ["receipt", "status_url"]
    status = program.ask("POST", "/reports/status", {"receipt": made["receipt"]})
    assert (status["state"], status["listing"], status["name"]) == ("received", listing, "Till")
    appeal = {"receipt": made["receipt"], "reason": "It still asks for money first."}
    assert program.ask("POST", "/reports/appeal", appeal, status=409)["code"] == "conflict"


def test_evidence_comes_in_base64(site: Site, listing: int) -> None:
    """What is no Base64 is told, what is a text is taken."""
    program = Program(site)
    file = {"name": "chat.txt", "content": "UGF5IGZpcnN0Lg=="}
    program.ask("POST", "/reports", _report(listing, evidence=file), status=201)
    wrong = {"name": "chat.txt", "content": "%"}
    told = program.ask("POST", "/reports", _report(listing, evidence=wrong), status=422)
    assert told["where"] == "evidence"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"good_faith": False}, "good_faith"),
        ({"good_faith": "yes"}, "good_faith"),
        ({"category": "boring"}, "category"),
        ({"description": "short"}, "description"),
        ({"reporter_email": "nobody"}, "reporter_email"),
        ({"listing_id": 0}, "listing_id"),
        ({"listing_id": 2**53}, "listing_id"),
        ({"colour": "red"}, "colour"),
    ],
    ids=["faith", "faith-text", "category", "short", "email", "zero", "large", "unknown"],
)
def test_a_field_that_does_not_fit_is_named(
    site: Site, listing: int, fields: dict[str, Any], where: str
) -> None:
    """With 422, and problem details."""
    told = Program(site).ask("POST", "/reports", _report(listing, **fields), status=422)
    assert (told["status"], told["code"], told["where"]) == (422, "input", where)


def test_the_twenty_first_report_of_a_day_is_refused(site: Site, listing: int) -> None:
    """With 429, the reason, and when to try again."""
    program = Program(site)
    for number in range(20):
        text = f"It asks for money before it does anything, {number}."
        program.ask("POST", "/reports", _report(listing, description=text), status=201)
    told = program.ask("POST", "/reports", _report(listing), status=429)
    assert told["detail"] == "20 reports came from your address today"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json; charset=utf-8", 422),
        (b'{"receipt": "\\ud800"}', "application/json", 422),
    ],
    ids=["text", "form", "cut", "deep", "list", "half"],
)
def test_a_body_that_is_not_what_it_should_be_is_refused(
    site: Site, content: bytes, kind: str, status: int
) -> None:
    """Never with a crash, always with a problem."""
    answer = Program(site).send("/reports/status", content, kind)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_listings_of_which_nothing_is_published_are_not_there(site: Site, listing: int) -> None:
    """Neither in the list nor by their numbers; nor are those that there are none of."""
    program = Program(site)
    assert program.ask("GET", "/listings?query=Till") == {"listings": [], "next": None}
    assert program.ask("GET", "/changes") == {"listings": [], "next": ""}
    for number in (listing, 999_999):
        assert program.ask("GET", f"/listings/{number}", status=404)["code"] == "not_found"
    assert program.ask("GET", "/listings/0", status=404)["code"] == "not_found"
    assert program.ask("GET", "/listings?limit=0", status=422)["where"] == "limit"
    assert program.ask("GET", "/changes?after=x", status=422)["where"] == "after"


def test_figures_are_for_anybody_and_ranges_have_to_be_some(site: Site) -> None:
    """The quarter that runs where none is named; other ranges and other calendars are told."""
    program = Program(site)
    figures = program.ask("GET", "/transparency")
    assert figures["schema"] == "gptreview/transparency/v1"
    since, until = map(dt.datetime.fromisoformat, (figures["since"], figures["until"]))
    assert (since.day, since.month % 3, until.day, until.month % 3) == (1, 1, 1, 1)
    assert dt.timedelta(days=90) <= until - since <= dt.timedelta(days=92)
    year = program.ask("GET", "/transparency?since=2026-01-01&until=2026-12-31", status=422)
    assert (year["where"], year["expected"]) == ("until", "2026-03-31")
    empty = program.ask("GET", "/transparency?since=2026-02-01&until=2026-01-01", status=422)
    assert (empty["where"], empty["expected"]) == ("since", "2026-01-01")
    program.ask("GET", "/transparency?until=9999-12-31", status=422)
    program.ask("GET", "/transparency?until=0001-01-01", status=422)


def test_figures_are_counted_for_the_first_who_asks_only(site: Site, listing: int) -> None:
    """Whoever comes soon after gets the same, or word that they have it already."""
    program, client = Program(site), site.visitor().client
    first = client.get("/api/v1/transparency")
    program.ask("POST", "/reports", _report(listing), status=201)
    second = client.get("/api/v1/transparency")
    assert (first.json()["total"]["received"], second.content) == (0, first.content)
    assert first.headers["content-type"] == "application/json"
    assert first.headers["cache-control"] == "public, max-age=300"
    has = {"if-none-match": first.headers["etag"]}
    again = client.get("/api/v1/transparency", headers=has)
    assert (again.status_code, again.content) == (304, b"")


def test_a_program_is_told_whom_it_is_taken_for(site: Site) -> None:
    """Nobody without a token; a wrong token is refused rather than passed over."""
    nobody: dict[str, Any] = {"role": "reporter", "account": None, "name": "", "permissions": []}
    assert Program(site).ask("GET", "/me") == nobody
    builder = Program(site, "bea", "builder")
    assert builder.ask("GET", "/me") == {
        "role": "builder",
        "account": builder.id,
        "name": "bea",
        "permissions": ["own-listings"],
    }
    answer = site.visitor().get("/api/v1/me", headers={"authorization": "Bearer wrong"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_longest_report_fits_the_limit_and_its_document_says_it(
    site: Site, listing: int
) -> None:
    """Texts at their longest are taken though each character is sent as two escapes."""
    program = Program(site)
    emoji = "\U0001f4b8"
    texts = {"description": emoji * 5_000, "location": emoji * 500, "reporter_name": emoji * 200}
    program.ask("POST", "/reports", _report(listing, **texts), status=201)
    file = {"name": "chat.txt", "content": "A" * LARGEST_REPORT}
    told = program.ask("POST", "/reports", _report(listing, evidence=file), status=413)
    assert (told["detail"], told["expected"]) == ("the body is too large", "at most 131,072 bytes")
    paths = site.app.openapi()["paths"]
    said = [paths[f"/api/v1/reports{each}"]["post"]["responses"]["413"]["description"]
            for each in ("", "/status", "/appeal")]  # fmt: skip
    assert set(said) == {"The body is larger than 131,072 bytes; `expected` says so"}
