"""Publications as a JSON Feed, version 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from gptreview.model.feed import Feed
from gptreview.model.finding import Wording
from gptreview.model.public import PublicListing
from gptreview.render.public_words import headline, sentences, tag_of

VERSION: Final = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE: Final = "application/feed+json"
TITLE: Final = Wording("Published GPT reviews", "已发布的 GPT 审核结论")


def feed_json(feed: Feed) -> str:
    """The document; the same feed gives the same text."""
    document: dict[str, Any] = {
        "version": VERSION,
        "title": TITLE.of(feed.language),
        "home_page_url": feed.base_url,
        "feed_url": feed.self_url,
    }
    if feed.next_url:
        document["next_url"] = feed.next_url
    document["language"] = tag_of(feed.language)
    document["items"] = [_item(feed, each) for each in feed.listings]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def rfc3339(moment: dt.datetime) -> str:
    """A moment as both feeds write it, in UTC."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _item(feed: Feed, listing: PublicListing) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": feed.id_of(listing),
        "url": feed.page_url(listing.number),
        "title": headline(listing, feed.language),
        "content_text": sentences(listing, feed.language),
    }
    if listing.changed_at is not None:
        item["date_published"] = rfc3339(listing.changed_at)
    tags = [str(listing.state), *filter(None, (listing.outcome,)), *listing.categories]
    return {**item, "tags": list(map(str, tags))}
