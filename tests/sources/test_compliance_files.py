"""Knowledge files behind links: fetched without the key, inside the budget, or told as unread."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from gptreview.model.gpt import KnowledgeFile
from gptreview.model.listing import Listing
from gptreview.sources.limits import SourceLimits

if TYPE_CHECKING:
    from tests.loopback import Site
    from tests.sources.conftest import ApiGpt, ComplianceApi

STORE = "files.example.com"


@pytest.fixture
def store(compliance: ComplianceApi) -> Site:
    """A server of files that is not the API's."""
    return compliance.world.site(STORE)


def files(*links: tuple[str, str], more: bool = False) -> dict[str, object]:
    """Files as a configuration lists them, each by name and link."""
    listed = [{"id": f"file-{name}", "name": name, "download_url": link} for name, link in links]
    return {"object": "list", "data": listed, "has_more": more}


def link(store: Site, target: str) -> str:
    """A link to the store."""
    return store.url(target, STORE)


def knowledge(
    compliance: ComplianceApi, item: object, limits: SourceLimits | None = None
) -> tuple[KnowledgeFile, ...]:
    """The files of the one GPT."""
    read = compliance.one(item, limits=limits or SourceLimits())
    assert isinstance(read, Listing), read
    return read.gpt.knowledge


def test_files_are_fetched_without_the_key(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """The store gets the signed link and nothing else."""
    store.say("/a?sig=1", store.message("200 OK", body=b"\x00\xff"))
    item = gpt("g-1", files=files(("knowledge/a.bin", link(store, "/a?sig=1"))))
    assert knowledge(compliance, item) == (KnowledgeFile("a.bin", b"\x00\xff"),)
    assert (store.targets, store.keys) == (["/a?sig=1"], [""])


def test_files_have_a_budget(compliance: ComplianceApi, gpt: ApiGpt, store: Site) -> None:
    """For each, for all bytes and for their number; beyond it nothing is fetched."""
    for target, size in (("/1", 60), ("/2", 120), ("/3", 50), ("/4", 40), ("/5", 1)):
        store.say(target, store.message("200 OK", body=b"x" * size))
    named = [(name, link(store, f"/{name}")) for name in "12345"]
    limits = SourceLimits(max_file_bytes=100, max_total_bytes=100)
    assert knowledge(compliance, gpt("g-1", files=files(*named)), limits) == (
        KnowledgeFile("1", b"x" * 60),
        KnowledgeFile("2", unread="it cannot be downloaded: the body is too large "
                      "(at most 40 bytes expected)"),
        KnowledgeFile("3", unread="it cannot be downloaded: the body is too large "
                      "(at most 40 bytes expected)"),
        KnowledgeFile("4", b"x" * 40),
        KnowledgeFile("5", unread="the listing's files are over its limits"),
    )  # fmt: skip
    assert store.targets == ["/1", "/2", "/3", "/4"]


def test_the_number_of_files_has_a_limit(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """Empty files count as well."""
    store.say("/a", store.message("200 OK"))
    item = gpt("g-1", files=files(("a", link(store, "/a")), ("b", link(store, "/a"))))
    assert knowledge(compliance, item, SourceLimits(max_files=1)) == (
        KnowledgeFile("a"),
        KnowledgeFile("b", unread="the listing's files are over its limits"),
    )


def test_a_packed_file_counts_unpacked(compliance: ComplianceApi, gpt: ApiGpt, store: Site) -> None:
    """A gzip bomb ends at the budget."""
    bomb = gzip.compress(b"0" * 1_000_000)
    store.say("/a", store.message("200 OK", "Content-Encoding: gzip", body=bomb))
    (file,) = knowledge(
        compliance, gpt("g-1", files=files(("a", link(store, "/a")))),
        SourceLimits(max_file_bytes=1_000),
    )  # fmt: skip
    assert file.unread == (
        "it cannot be downloaded: the body is too large (at most 1,000 bytes expected)"
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (None, "the API gives no download_url for it"),
        ("http://files.example.com/a?sig=s3cret",
         "it cannot be downloaded: a URL with the scheme http (https expected)"),
        ("https://u:s3cret@files.example.com/",
         "it cannot be downloaded: a URL with credentials in it (https://host/path expected)"),
    ],
)  # fmt: skip
def test_a_link_that_may_not_be_followed_is_told(
    compliance: ComplianceApi, gpt: ApiGpt, url: str | None, reason: str
) -> None:
    """The reason does not show the link, which is a secret while it is good."""
    listed = {"data": [{"id": "file-1", "name": "a", "download_url": url}]}
    (file,) = knowledge(compliance, gpt("g-1", files=listed))
    assert file == KnowledgeFile("a", unread=reason)


def test_a_link_to_the_inside_is_refused(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """The address guard holds for files as well."""
    compliance.world.names.known[STORE] = ("10.0.0.1",)
    (file,) = knowledge(compliance, gpt("g-1", files=files(("a", link(store, "/a?s3cret")))))
    assert file.unread == (
        "it cannot be downloaded: the host 'files.example.com' leads to a private address "
        "(a host on the public internet expected)"
    )


def test_a_store_that_is_down_leaves_the_file_unread(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """The listing is read all the same, after as much patience as the API itself gets."""
    store.say("/a", store.message("503 Service Unavailable"))
    item = gpt("g-1", files=files(("a", link(store, "/a"))))
    (file,) = knowledge(compliance, item)
    assert file.unread == "it cannot be downloaded: the server answered 503 (asked 5 times)"


def test_an_expired_link_is_renewed_once(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """The page is asked for again; what its fresh links bring is read, also for later GPTs."""
    expired = store.message("403 Forbidden")
    for target, answer in (("/1?old", expired), ("/2?old", expired), ("/3?old", expired)):
        store.say(target, answer)
    for target in ("/1?new", "/2?new", "/3?new"):
        store.say(target, store.message("200 OK", body=target.encode()))

    def page(age: str) -> bytes:
        return compliance.page([
            gpt("g-1", files=files(*((n, link(store, f"/{n}?{age}")) for n in "12"))),
            {"id": "g-odd"},
            gpt("g-2", files=files(("3", link(store, f"/3?{age}")))),
        ])  # fmt: skip

    compliance.say(page("old"), page("new"))
    read = [each.gpt for each in compliance.listings() if isinstance(each, Listing)]
    assert [gpt.knowledge for gpt in read] == [
        (KnowledgeFile("1", b"/1?new"), KnowledgeFile("2", b"/2?new")),
        (KnowledgeFile("3", b"/3?new"),),
    ]
    assert compliance.site.targets == [compliance.target()] * 2
    assert store.targets == ["/1?old", "/1?new", "/2?new", "/3?new"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_file_that_stays_away_is_told(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site, status: int
) -> None:
    """One renewal for a GPT, however many of its links are refused."""
    store.say("/a?1", store.message(f"{status} Whatever"))
    listed = files(("a", link(store, "/a?1")), ("b", link(store, "/a?1")))
    assert knowledge(compliance, gpt("g-1", files=listed)) == (
        KnowledgeFile("a", unread=f"its download answered {status}"),
        KnowledgeFile("b", unread=f"its download answered {status}"),
    )
    assert compliance.site.targets == [compliance.target()] * 2


def test_another_refusal_is_no_expiry(compliance: ComplianceApi, gpt: ApiGpt, store: Site) -> None:
    """A link that is wrong in another way is not renewed."""
    store.say("/a", store.message("451 Unavailable"))
    (file,) = knowledge(compliance, gpt("g-1", files=files(("a", link(store, "/a")))))
    assert file.unread == "its download answered 451"
    assert len(compliance.site.targets) == 1


def test_a_renewal_that_fails_leaves_the_file_unread(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """The reading goes on with the next GPT."""
    store.say("/a", store.message("403 Forbidden"))
    item = gpt("g-1", files=files(("a", link(store, "/a"))))
    compliance.say(compliance.page([item, gpt("g-2")]), compliance.site.message("401 Unauthorized"))
    first, second = compliance.listings()
    assert isinstance(first, Listing)
    assert first.gpt.knowledge[0].unread == (
        "it cannot be downloaded: the API refuses the key (401) "
        "(a key that may read the GPTs of this workspace expected)"
    )
    assert second.source == "compliance:ws-1/g-2"


def test_files_that_the_api_keeps_back_are_unread(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """A list that says there is more of it is not the whole."""
    assert knowledge(compliance, gpt("g-1", files=files(more=True))) == (
        KnowledgeFile("more files", unread="the API holds more files than it listed"),
    )


def test_files_without_a_name_go_by_their_identifier(
    compliance: ComplianceApi, gpt: ApiGpt, store: Site
) -> None:
    """And each oddity of names is a remark."""
    store.say("/a", store.message("200 OK", body=b"x"))
    url = link(store, "/a")
    listed = [{"id": "file-1", "download_url": url}, {"download_url": url}]
    named = [{"id": f"file-{number}", "name": "a.md", "download_url": url} for number in (3, 4)]
    read = compliance.one(gpt("g-1", files={"data": [*listed, *named]}))
    assert isinstance(read, Listing)
    assert [file.name for file in read.gpt.knowledge] == ["file-1", "unnamed", "a.md", "a.md"]
    nameless = "the API gives no name of the file, and its id stands for it"
    assert read.remarks == (
        f"compliance:ws-1/g-1: {nameless}",
        f"compliance:ws-1/g-1: {nameless}",
        "compliance:ws-1/g-1: several knowledge files are called 'a.md'",
    )
