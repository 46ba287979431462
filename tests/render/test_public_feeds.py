"""Badges and feeds of publications: what they say, and that nothing breaks out of them."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring

from gptreview.model.decision import Action
from gptreview.model.feed import Feed
from gptreview.model.finding import Category, Wording
from gptreview.model.public import (
    PublicClause,
    PublicDecision,
    PublicListing,
    PublicPolicy,
    PublicState,
)
from gptreview.model.verdict import Outcome
from gptreview.render import badge_svg as badges
from gptreview.render.badge_svg import Look, badge_svg
from gptreview.render.feed_atom import feed_atom
from gptreview.render.feed_json import feed_json

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
PASSED = PublicListing(
    number=7,
    profile="content",
    state=PublicState.PUBLISHED,
    shown_id="g-7",
    name="Alpine Walks",
    outcome=Outcome.PASS,
    version=3,
    changed_at=AT,
    revision=2,
    policy=PublicPolicy("house", "2"),
)
FAILED = replace(
    PASSED,
    number=8,
    name="Bright Returns",
    outcome=Outcome.FAIL,
    changed_at=AT - dt.timedelta(days=1),
    categories=(Category.FRAUD,),
    clauses=(PublicClause("c/fraud", Wording("No fraud", "禁止欺诈")),),
    decision=PublicDecision(Action.REMOVE),
)
WITHDRAWN = PublicListing(
    9, "content", PublicState.WITHDRAWN, "g-9", "Gone", "a person must decide", changed_at=AT
)
NOTHING = PublicListing(10, "content", PublicState.NONE)
HOSTILE = replace(
    PASSED,
    name="<script>alert(1)</script>\"'&\x00\x1b\n",
    policy=PublicPolicy('"><script>', "&<\x07"),
)
STALE = replace(PASSED, state=PublicState.STALE, reason="the version moved on")
LOOKS = [
    badges.PASS,
    badges.FAIL,
    badges.STALE_PASS,
    badges.STALE_FAIL,
    badges.NONE,
    badges.WITHDRAWN,
    *badges.RESTRICTED.values(),
]


def _feed(*listings: PublicListing, language: str = "en", next_url: str = "") -> Feed:
    base = "https://review.example.com"
    return Feed(
        listings,
        base,
        f"{base}/feed",
        lambda number: f"{base}/listings/{number}",
        language,
        next_url,
    )


def _luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb``: WCAG 2.2, its glossary."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _words(svg: str) -> list[str]:
    return [each.text for each in fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("listing", "words", "zh"),
    [
        (PASSED, "pass", "通过"),
        (FAILED, "fail", "未通过"),
        (STALE, "pass, stale", "通过（已过期）"),
        (replace(FAILED, state=PublicState.STALE), "fail, stale", "未通过（已过期）"),
        (WITHDRAWN, "withdrawn", "已撤回"),
        (NOTHING, "no verdict", "无结论"),
        (replace(PASSED, outcome=Outcome.REVIEW), "no verdict", "无结论"),
        (
            replace(PASSED, decision=PublicDecision(Action.AGE_RESTRICT)),
            "pass, age-restricted",
            "通过，有年龄限制",
        ),
        (replace(PASSED, decision=PublicDecision(Action.NO_VIOLATION)), "pass", "通过"),
    ],
    ids=[
        "pass", "fail", "stale pass", "stale fail", "withdrawn", "none", "review",
        "restricted", "no violation",
    ],
)  # fmt: skip
def test_badge_says_the_outcome(listing: PublicListing, words: str, zh: str) -> None:
    """In words, in both languages."""
    assert _words(badge_svg(listing)) == ["GPT review", words]
    assert _words(badge_svg(listing, "zh")) == ["GPT 审核", zh]


def test_badge_says_all_of_it_to_those_who_do_not_see_it() -> None:
    """Its title and its label are one sentence, and the drawing is hidden from readers."""
    svg = badge_svg(PASSED)
    root = fromstring(svg)
    told = "GPT review: pass; version 3; policy house 2; 2026-03-01"
    assert (root.get("role"), root.get("aria-label"), root[0].text) == ("img", told, told)
    assert (root[0].tag, root[-1].get("aria-hidden")) == (
        "{http://www.w3.org/2000/svg}title",
        "true",
    )
    assert fromstring(badge_svg(PASSED, "zh"))[0].text == (
        "GPT 审核: 通过；第 3 版；政策 house 2；2026-03-01"
    )
    assert fromstring(badge_svg(NOTHING))[0].text == "GPT review: no verdict"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.words.en)
def test_badge_can_be_read(look: Look) -> None:
    """White words have a contrast of 4.5 to their ground at least (WCAG 2.2, 1.4.3)."""
    assert 1.05 / (_luminance(look.color) + 0.05) >= 4.5


def test_badge_loads_nothing_and_runs_nothing() -> None:
    """It has no reference, no id that another badge of a page could have, and no open sign."""
    svg = badge_svg(HOSTILE)
    assert "script>" not in svg
    assert re.search(r"href|url\(|\sid=|style|on\w+=", svg) is None
    assert fromstring(svg)[0].text == (
        'GPT review: pass; version 3; policy "><script> &<\ufffd; 2026-03-01'
    )
    assert svg == badge_svg(HOSTILE)


def test_json_feed() -> None:
    """It is what version 1.1 asks for, the newest first."""
    feed = _feed(PASSED, FAILED, WITHDRAWN, next_url="https://review.example.com/feed?after=1-1")
    assert json.loads(feed_json(feed)) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Published GPT reviews",
        "home_page_url": "https://review.example.com",
        "feed_url": "https://review.example.com/feed",
        "next_url": "https://review.example.com/feed?after=1-1",
        "language": "en",
        "items": [
            {
                "id": "tag:review.example.com,2026-01-01:listings/7/content/2",
                "url": "https://review.example.com/listings/7",
                "title": "Alpine Walks: Pass",
                "content_text": "Version 3, policy house 2.",
                "date_published": "2026-03-01T12:00:00Z",
                "tags": ["published", "pass"],
            },
            {
                "id": "tag:review.example.com,2026-01-01:listings/8/content/2",
                "url": "https://review.example.com/listings/8",
                "title": "Bright Returns: Fail",
                "content_text": "Version 3, policy house 2. Categories: Fraud. "
                "Policy clauses: No fraud. Decided by a person: Remove.",
                "date_published": "2026-02-28T12:00:00Z",
                "tags": ["published", "fail", "fraud"],
            },
            {
                "id": "tag:review.example.com,2026-01-01:listings/9/content/0",
                "url": "https://review.example.com/listings/9",
                "title": "Gone: Withdrawn",
                "content_text": "Reason: a person must decide.",
                "date_published": "2026-03-01T12:00:00Z",
                "tags": ["withdrawn"],
            },
        ],
    }


def test_json_feed_in_chinese_and_empty() -> None:
    """A listing without a name has a number; a feed without items is one."""
    document = json.loads(feed_json(_feed(STALE, NOTHING, language="zh")))
    assert document["language"] == "zh-Hans"
    assert [(each["title"], each["content_text"]) for each in document["items"]] == [
        ("Alpine Walks：通过；已过期：版本已更新", "第 3 版，政策 house 2。原因：版本已更新。"),
        ("条目 10：未发布审核结论", "未发布审核结论"),
    ]
    assert "date_published" not in document["items"][1]
    empty = json.loads(feed_json(_feed()))
    assert (empty["items"], "next_url" in empty) == ([], False)


def test_atom_feed() -> None:
    """Whole, as RFC 4287 wants it: ids, dates, a link to itself, an author."""
    assert (
        feed_atom(_feed(FAILED, next_url="https://review.example.com/feed?after=1-1"))
        == """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:review.example.com,2026-01-01:publications/en</id>
  <title>Published GPT reviews</title>
  <updated>2026-02-28T12:00:00Z</updated>
  <link rel="self" type="application/atom+xml" href="https://review.example.com/feed" />
  <link rel="alternate" type="text/html" href="https://review.example.com" />
  <link rel="next" type="application/atom+xml" href="https://review.example.com/feed?after=1-1" />
  <author>
    <name>gptreview</name>
  </author>
  <entry>
    <id>tag:review.example.com,2026-01-01:listings/8/content/2</id>
    <title>Bright Returns: Fail</title>
    <updated>2026-02-28T12:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://review.example.com/listings/8" />
    <category term="fraud" />
    <content type="text">Version 3, policy house 2. Categories: Fraud. \
Policy clauses: No fraud. Decided by a person: Remove.</content>
  </entry>
</feed>
"""
    )


def test_atom_feed_holds_hostile_names() -> None:
    """Markup is text, and what XML has no place for is replaced."""
    title = fromstring(feed_atom(_feed(HOSTILE))).find(".//{*}entry/{*}title").text
    assert title == "<script>alert(1)</script>\"'&\ufffd\ufffd\ufffd: Pass"


@pytest.mark.parametrize(
    ("base", "authority"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "localhost"),
        ("", "localhost"),
        ("https://Review.Example.com/gpts", "review.example.com"),
    ],
    ids=["port", "IPv6", "none", "path"],
)
def test_ids_have_the_host(base: str, authority: str) -> None:
    """Of a tag URI's authority there is a DNS name alone (RFC 4151, section 2.1)."""
    feed = replace(_feed(), base_url=base)
    assert feed.id == f"tag:{authority},2026-01-01:publications/en"
    assert "<updated>2026-01-01T00:00:00Z</updated>" in feed_atom(feed)
