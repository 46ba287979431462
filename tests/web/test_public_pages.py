"""What anybody sees: the first page, listings, verdicts, badges, feeds."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.publishing import Newsroom
from tests.web.conftest import BASE, SignIn, Site
from tests.web.reporting import listed

_VARIES = "Cookie, Accept-Language"
_ATOM = "{http://www.w3.org/2005/Atom}"


def test_first_page_shows_what_is_new(site: Site, newsroom: Newsroom) -> None:
    """It says so where nothing is published, and links to the newest verdicts afterwards."""
    visitor = site.visitor()
    before = visitor.get("/").text
    listed(newsroom)
    after = visitor.get("/").text
    assert "Nothing is published yet" in before
    assert ('href="/listings/1"' in after, 'href="/listings/2"' in after) == (True, True)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", [1, 2]), ("query=fail", [2]), ("outcome=pass", [1]), ("after=1", [2]), ("query=zz", [])],
    ids=["all", "name", "outcome", "later", "none"],
)
def test_listings_are_searched(
    site: Site, newsroom: Newsroom, query: str, numbers: list[int]
) -> None:
    """The list holds what was asked for, and nothing else."""
    listed(newsroom)
    text = site.visitor().get(f"/listings?{query}").text
    assert [each for each in (1, 2) if f'href="/listings/{each}"' in text] == numbers


def test_listings_are_paged(site: Site, newsroom: Newsroom) -> None:
    """What does not fit on a page is on the next one, and the question goes along."""
    newsroom.have(**{f"a{number:02}": "same" for number in range(51)})
    newsroom.judge("same", "pass")
    newsroom.publish()
    visitor = site.visitor()
    first, second = (visitor.get(f"/listings?query=same{each}").text for each in ("", "&after=50"))
    assert 'href="/listings?query=same&amp;after=50"' in first
    assert 'href="/listings/51"' in second
    assert 'href="/listings?query=same"' in second


@pytest.mark.parametrize(
    "query",
    ["outcome=maybe", "after=-1", "after=x", f"after={2**64}", "query=" + "x" * 101, "query=%00"],
    ids=["outcome", "negative", "word", "huge", "long", "control"],
)
def test_wrong_questions_are_told(site: Site, query: str) -> None:
    """A question that makes no sense is answered with a page that says so."""
    answer = site.visitor().get(f"/listings?{query}")
    assert (answer.status_code, "That cannot be taken" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/listings/3", 404),
        ("/listings/0", 404),
        ("/listings/x", 404),
        (f"/listings/{2**53}", 404),
        ("/listings/1;drop table", 404),
        ("/listings/..%2f..%2fetc", 404),
        ("/listings/1%20or%201=1", 404),
        ("/listings/1/statement.json", 404),
        ("/nothing", 404),
    ],
    ids=["none", "zero", "word", "huge", "sql", "path", "or", "unsigned", "nothing"],
)
def test_what_there_is_not(site: Site, newsroom: Newsroom, path: str, status: int) -> None:
    """There is a page for what does not exist, and no other answer."""
    listed(newsroom)
    assert site.visitor().get(path).status_code == status


def test_verdict_is_shown(site: Site, newsroom: Newsroom) -> None:
    """The page has the outcome, what it is held against, and the ways to report and to embed."""
    listed(newsroom)
    text = site.visitor().get("/listings/2").text
    assert "This version breaks the policy." in text
    assert 'class="chip ">Fraud' in text
    assert 'href="/listings/2/report"' in text
    assert 'src="/listings/2/badge.svg"' in text


def test_pages_are_in_the_browsers_language(site: Site, newsroom: Newsroom) -> None:
    """The answer says which language it is in, and by what it was chosen."""
    listed(newsroom)
    answer = site.visitor(language="zh-CN").get("/listings/2")
    assert 'lang="zh-Hans"' in answer.text
    assert answer.headers["content-language"] == "zh-Hans"
    assert answer.headers["vary"] == "Cookie, Accept-Language"


def test_signed_statement_is_given(site: Site, newsroom: Newsroom) -> None:
    """Where a verdict was signed, the statement is there to be saved."""
    from sqlalchemy import select

    from gptreview.store.tables.publications import PublicationRow

    listed(newsroom)
    with site.database.writing() as session:
        row = session.scalars(select(PublicationRow).order_by(PublicationRow.id)).first()
        assert row is not None
        row.document = {**row.document, "statement": {"payload": "x"}}
    answer = site.visitor().get("/listings/1/statement.json")
    assert answer.json() == {"payload": "x"}
    assert answer.headers["content-disposition"] == 'attachment; filename="listing-1.json"'


def test_badge_is_kept_for_a_while(site: Site, newsroom: Newsroom) -> None:
    """A badge says how long it holds and can be asked about, and may be shown anywhere."""
    listed(newsroom)
    visitor = site.visitor()
    first = visitor.get("/listings/2/badge.svg")
    again = visitor.get(
        "/listings/2/badge.svg", headers={"if-none-match": f'"x", W/{first.headers["etag"]}'}
    )
    shown = ("content-type", "cache-control", "content-security-policy")
    assert [first.headers[each] for each in (*shown, "cross-origin-resource-policy")] == [
        "image/svg+xml",
        "public, max-age=300",
        "default-src 'none'; sandbox",
        "cross-origin",
    ]
    assert ">fail</text>" in first.text
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    ("language", "query", "word", "varies"),
    [
        ("en", "", "fail", _VARIES),
        ("zh", "", "未通过", _VARIES),
        ("en", "?lang=zh", "未通过", ""),
        ("zh", "?lang=en", "fail", ""),
        ("en", "?lang=xx", "fail", _VARIES),
    ],
    ids=["browser", "chinese browser", "asked chinese", "asked english", "unknown"],
)
def test_badge_speaks(
    site: Site, newsroom: Newsroom, language: str, query: str, word: str, varies: str
) -> None:
    """A badge is in the language that its address asks for, else in the browser's."""
    listed(newsroom)
    answer = site.visitor(language=language).get(f"/listings/2/badge.svg{query}")
    assert f">{word}</text>" in answer.text
    assert answer.headers.get("vary", "") == varies


def test_badge_of_nothing(site: Site, newsroom: Newsroom) -> None:
    """A listing without a verdict has a badge that says so; none has none."""
    newsroom.have(draft="hidden")
    visitor = site.visitor()
    assert ">no verdict</text>" in visitor.get("/listings/1/badge.svg").text
    assert visitor.get("/listings/9/badge.svg").status_code == 404


def test_json_feed(site: Site, newsroom: Newsroom) -> None:
    """It names itself, its pages, and each verdict; who has it is told so."""
    listed(newsroom)
    visitor = site.visitor()
    answer = visitor.get("/feed.json?lang=en")
    feed = answer.json()
    again = visitor.get("/feed.json?lang=en", headers={"if-none-match": answer.headers["etag"]})
    assert answer.headers["content-type"] == "application/feed+json"
    assert feed["feed_url"] == "http://127.0.0.1:8000/feed.json?lang=en"
    assert [each["url"] for each in feed["items"]] == [
        "http://127.0.0.1:8000/listings/2",
        "http://127.0.0.1:8000/listings/1",
    ]
    assert again.status_code == 304


def test_atom_feed(site: Site, newsroom: Newsroom) -> None:
    """The same as Atom, in the language of whoever reads it."""
    listed(newsroom)
    answer = site.visitor(language="zh").get("/feed.atom")
    root = ElementTree.fromstring(answer.text)  # noqa: S314 - of our own
    links = [each.get("href") for each in root.iterfind(f"{_ATOM}entry/{_ATOM}link")]
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert links == ["http://127.0.0.1:8000/listings/2", "http://127.0.0.1:8000/listings/1"]


def test_feeds_go_on(site: Site, newsroom: Newsroom) -> None:
    """What does not fit in a feed is at the address of the next one."""
    newsroom.have(**{f"a{number:02}": "same" for number in range(51)})
    newsroom.judge("same", "pass")
    newsroom.publish()
    visitor = site.visitor()
    first = visitor.get("/feed.json").json()
    second = visitor.get(first["next_url"].removeprefix("http://127.0.0.1:8000")).json()
    assert [len(each["items"]) for each in (first, second)] == [50, 1]
    assert second["feed_url"] == first["next_url"]


def test_feeds_refuse_other_places(site: Site) -> None:
    """A place in the list that nobody gave out is no place."""
    assert site.visitor().get("/feed.json?after=x").status_code == 422


def test_machines_are_answered(site: Site) -> None:
    """Whoever watches over the program is told that it works, crawlers what they may read."""
    visitor = site.visitor()
    health, robots = visitor.get("/healthz"), visitor.get("/robots.txt")
    assert (health.status_code, health.text) == (200, "ok\n")
    assert "Disallow: /listings/*/report" in robots.text
    assert "Allow: /feed." in robots.text
    assert robots.headers["content-type"].startswith("text/plain")


def test_shortcuts_are_written_down(site: Site, signed_in: SignIn) -> None:
    """There is a page of all shortcuts, also without a script."""
    text = site.visitor().get("/shortcuts").text
    assert text.count("<kbd>") == 20
    assert "Claim the case" in signed_in("rowan", "reviewer").get("/shortcuts").text


def test_language_goes_back_to_the_page(site: Site) -> None:
    """The switch goes back to the page with its query; from an answer to a form, to its page."""
    visitor = site.visitor()
    page = visitor.get("/listings?query=a").text
    answer = visitor.post("/status", {"code": "x"}, headers={"referer": f"{BASE}/status?x=1"})
    foreign = visitor.post("/status", {"code": "x"}, headers={"referer": "https://evil.example/a"})
    assert 'name="back" value="/listings?query=a"' in page
    assert 'name="back" value="/status?x=1"' in answer.text
    assert 'name="back" value="/"' in foreign.text
