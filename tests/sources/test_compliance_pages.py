"""A workspace's pages: in order, resumable, and never without an end."""

from __future__ import annotations

import gzip
import socket
import time
from typing import TYPE_CHECKING

import pytest

from gptreview.errors import DependencyError, GptReviewError, InputError, NotFoundError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.compliance import workspace_of
from gptreview.sources.limits import SourceLimits

if TYPE_CHECKING:
    from tests.sources.conftest import ApiGpt, ComplianceApi

NAME = "compliance:ws-1"
SENT = "Authorization: Bearer sk-test.0123456789"
NO_PAGE = "the API's answer"


def three_pages(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Five GPTs on three pages."""
    compliance.say(compliance.page([gpt("g-1"), gpt("g-2")], last_id="g-2", more=True))
    compliance.say(compliance.page([gpt("g-3"), gpt("g-4")], last_id="g-4", more=True), after="g-2")
    compliance.say(compliance.page([gpt("g-5")], last_id="g-5"), after="g-4")


def test_all_pages_are_read(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Each GPT once and in order, with the key on every request and a cursor told for each."""
    three_pages(compliance, gpt)
    read = list(compliance.listings())
    assert [each.source for each in read] == [f"{NAME}/g-{number}" for number in range(1, 6)]
    assert [each.gpt.id for each in read if isinstance(each, Listing)] == compliance.told
    assert compliance.site.targets == [compliance.target(each) for each in ("", "g-2", "g-4")]
    assert compliance.site.keys == [SENT] * 3


def test_a_cursor_is_told_when_its_gpt_is_done_with(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Whoever stops in the middle of a GPT resumes before it, not after."""
    three_pages(compliance, gpt)
    listings = compliance.listings()
    next(listings)
    assert compliance.told == []
    next(listings)
    assert compliance.told == ["g-1"]


def test_pages_are_asked_for_when_their_turn_has_come(
    compliance: ComplianceApi, gpt: ApiGpt
) -> None:
    """Links age, and memory is finite: nothing is read ahead."""
    three_pages(compliance, gpt)
    listings = compliance.listings()
    next(listings), next(listings)
    assert len(compliance.site.heads) == 1


def test_a_reading_resumes_after_a_gpt(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """With a cursor, what came before it is not asked for."""
    three_pages(compliance, gpt)
    assert [each.source for each in compliance.listings(after="g-4")] == [f"{NAME}/g-5"]
    assert compliance.site.targets == [compliance.target("g-4")]


def test_an_empty_workspace_has_no_listings(compliance: ComplianceApi) -> None:
    """That is an answer, not a fault."""
    compliance.say(compliance.page([]))
    assert list(compliance.listings()) == []


def test_a_busy_server_is_waited_for(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """429 with Retry-After, then two faults, and the page is there all the same."""
    busy = compliance.site.message("429 Too Many Requests", "Retry-After: 20")
    fault = compliance.site.message("500 Internal Server Error")
    compliance.say(busy, fault, fault, compliance.page([gpt("g-1")]))
    assert [each.source for each in compliance.listings()] == [f"{NAME}/g-1"]
    assert compliance.world.pauses.taken == [20.0, 1.5, 3.0]


def test_a_server_that_stays_down_says_where_to_resume(
    compliance: ComplianceApi, gpt: ApiGpt
) -> None:
    """What was read before stays read; the error may pass and names the last GPT."""
    three_pages(compliance, gpt)
    compliance.say(compliance.site.message("500 Internal Server Error"), after="g-2")
    read, error = compliance.fault()
    assert (read, type(error)) == ([f"{NAME}/g-1", f"{NAME}/g-2"], DependencyError)
    assert compliance.message(error) == (
        "https://api.example.com:PORT/v1/compliance/workspaces/ws-1/gpts?…: "
        "the server answered 500 (asked 5 times); try again later, "
        "then sync again: it goes on after g-2"
    )


@pytest.mark.parametrize(
    ("status", "kind", "message"),
    [
        (401, InputError, "the API refuses the key (401); "
         "expected a key that may read the GPTs of this workspace; "
         "check GPTREVIEW_COMPLIANCE_API_KEY"),
        (403, InputError, "the API refuses the key (403); "
         "expected a key that may read the GPTs of this workspace; "
         "check GPTREVIEW_COMPLIANCE_API_KEY"),
        (404, NotFoundError, "the API knows no such workspace (404); "
         "check its identifier, that of --after, and GPTREVIEW_COMPLIANCE_URL"),
        (400, InputError, "the API answered 400; expected 200 and a page of GPTs; "
         "check GPTREVIEW_COMPLIANCE_URL, and the identifier to resume after"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_setting(
    compliance: ComplianceApi, status: int, kind: type[GptReviewError], message: str
) -> None:
    """One request, and what to check; the key is not shown."""
    compliance.say(compliance.site.message(f"{status} Whatever"))
    read, error = compliance.fault()
    assert (read, type(error), str(error)) == ([], kind, f"{NAME}: {message}")
    assert len(compliance.site.heads) == 1


def test_a_key_that_is_revoked_midway_says_where_to_resume(
    compliance: ComplianceApi, gpt: ApiGpt
) -> None:
    """Every error of a page tells it, not outages alone."""
    three_pages(compliance, gpt)
    compliance.say(compliance.site.message("401 Unauthorized"), after="g-4")
    _, error = compliance.fault(after="g-2")
    assert error.next_step == (
        "check GPTREVIEW_COMPLIANCE_API_KEY, then sync again: it goes on after g-4"
    )


def test_a_list_that_comes_back_to_a_cursor_ends(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Pages in a circle are an error, after what they hold was read once."""
    compliance.say(compliance.page([gpt("g-1")], last_id="g-1", more=True))
    compliance.say(compliance.page([gpt("g-2")], last_id="g-2", more=True), after="g-1")
    compliance.say(compliance.page([gpt("g-3")], last_id="g-1", more=True), after="g-2")
    read, error = compliance.fault()
    assert read == [f"{NAME}/g-1", f"{NAME}/g-2", f"{NAME}/g-3"]
    assert str(error) == (
        f"{NAME}: a list that comes back to 'g-1'; expected pages that each bring new GPTs; "
        "sync again: it goes on after g-3"
    )


def test_an_identifier_that_stays_where_it_is_ends(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """The cursor that was resumed after counts as seen."""
    compliance.say(compliance.page([gpt("g-2")], last_id="g-1", more=True), after="g-1")
    _, error = compliance.fault(after="g-1")
    assert error.found == "a list that comes back to 'g-1'"


def test_an_empty_page_that_promises_more_ends(compliance: ComplianceApi) -> None:
    """A server could go on with those for ever."""
    compliance.say(compliance.page([], last_id="g-9", more=True))
    _, error = compliance.fault()
    assert error.found == "an empty page that more pages should follow"


def test_pages_that_bring_the_same_gpts_end(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Nor does a new cursor each time help, where the GPTs stay the same."""
    compliance.say(compliance.page([gpt("g-1")], last_id="c-1", more=True))
    compliance.say(compliance.page([gpt("g-1")], last_id="c-2", more=True), after="c-1")
    read, error = compliance.fault()
    assert read == [f"{NAME}/g-1"] * 2
    assert error.found == "a page with no GPT that was not there before"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"data": [', f"{NAME}: {NO_PAGE}: line 1, column 11: "),
        (b"", f"{NAME}: {NO_PAGE}: line 1, column 1: "),
        (b"<html>busy</html>", f"{NAME}: {NO_PAGE}: line 1, column 1: "),
        (b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", f"{NAME}: {NO_PAGE}: line 1, "),
        (b'{"data": ["\xff"]}', f"{NAME}: {NO_PAGE}: line 1: byte 0xff at offset 11"),
        (b'{"data": [1e999]}', f"{NAME}: {NO_PAGE}: line 1, column 11: "),
    ],
    ids=["cut", "empty", "page", "deep", "encoding", "number"],
)
def test_an_answer_that_is_no_json_may_pass(
    compliance: ComplianceApi, body: bytes, message: str
) -> None:
    """It is told what is wrong with it, its content is not shown, and the next one may be whole."""
    compliance.say(compliance.site.message("200 OK", body=body))
    _, error = compliance.fault()
    assert (type(error), str(error)[: len(message)]) == (DependencyError, message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"[]", f"{NAME}: a list; expected a mapping"),
        (b'{"has_more": true}', f"{NAME}: /data: no data; expected a list of GPTs"),
        (b'{"data": {}}', f"{NAME}: /data: a mapping; expected a list"),
        (b'{"data": [], "has_more": "no"}', f"{NAME}: /has_more: text; expected true or false"),
        (b'{"data": [1], "has_more": true}', f"{NAME}: /last_id: more GPTs and no last_id; "),
        (b'{"data": [], "data": []}', f"{NAME}: /data: a key that stands twice; expected "),
    ],
    ids=["list", "no data", "mapping", "flag", "no cursor", "twice"],
)
def test_an_answer_that_is_no_page_is_bad_input(
    compliance: ComplianceApi, body: bytes, message: str
) -> None:
    """It is told what is wrong with it, and the content itself is not shown."""
    compliance.say(compliance.site.message("200 OK", body=body))
    _, error = compliance.fault()
    assert (type(error), str(error)[: len(message)]) == (InputError, message)


def test_a_page_has_a_limit(compliance: ComplianceApi) -> None:
    """Also for what comes out of gzip."""
    bomb = gzip.compress(b" " * 2_000_000)
    compliance.say(compliance.site.message("200 OK", "Content-Encoding: gzip", body=bomb))
    limits = SourceLimits(max_listing_bytes=1_000_000)
    with pytest.raises(InputError, match="the body is too large; expected at most 1,000,000 bytes"):
        list(compliance.listings(limits=limits))


def test_a_page_that_drips_ends_at_the_deadline(compliance: ComplianceApi) -> None:
    """A slow server is an outage, however little it sends at a time."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n")
        for _ in range(20):
            connection.sendall(b" ")
            time.sleep(0.02)

    compliance.site.answers[compliance.target()] = drip
    with pytest.raises(DependencyError, match="no complete answer within"):
        list(compliance.listings(timeout_seconds=0.1))


def test_a_redirect_elsewhere_gets_no_key(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """What another server received is a request like a stranger's."""
    other = compliance.world.site("cdn.example.com")
    there = other.url("/page", "cdn.example.com")
    compliance.say(compliance.site.message("302 Found", f"Location: {there}"))
    other.say("/page", compliance.page([gpt("g-1")]))
    assert [each.source for each in compliance.listings()] == [f"{NAME}/g-1"]
    assert other.keys == [""]


def test_malformed_items_do_not_stop_the_others(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Each is told under its identifier, or under its number where it has none."""
    odd = gpt("g-2", instructions=["text"])
    bare = {"id": "g-3", "owner_email": "owner@example.com"}
    compliance.say(compliance.page([gpt("g-1"), odd, bare, 7, {"id": "a b"}, gpt("g-4")]))
    read = list(compliance.listings())
    assert [(each.source, isinstance(each, Listing)) for each in read] == [
        (f"{NAME}/g-1", True),
        (f"{NAME}/g-2", False),
        (f"{NAME}/g-3", False),
        (f"{NAME}#4", False),
        (f"{NAME}#5", False),
        (f"{NAME}/g-4", True),
    ]
    assert [str(each.error) for each in read if isinstance(each, UnreadListing)] == [
        f"{NAME}/g-2: /latest_config/data/0/instructions: a list; expected text",
        f"{NAME}/g-3: /latest_config: no configuration; expected at least one in its data",
        f"{NAME}#4: a number; expected a mapping",
        f"{NAME}#5: /id: no usable id; expected up to 200 ASCII characters, no space",
    ]
    assert compliance.told == ["g-1", "g-2", "g-3", "g-4"]


@pytest.mark.parametrize("source", ["folder", "./compliance:ws-1", "-", "Compliance:ws-1"])
def test_other_sources_are_no_workspaces(source: str) -> None:
    """A file of such a name is reached by its path."""
    assert workspace_of(source) is None


def test_a_workspace_is_named_after_the_colon() -> None:
    """Any identifier that a path can hold without harm."""
    assert workspace_of("compliance:1f0e-AB_9") == "1f0e-AB_9"


@pytest.mark.parametrize("rest", ["", "..", "a/b", "a?b", "a b", "x" * 201])
def test_what_is_no_identifier_is_refused(rest: str) -> None:
    """It would lead to another address of the API."""
    with pytest.raises(InputError, match="is no identifier of a workspace"):
        workspace_of(f"compliance:{rest}")
