"""A list of changes that programs read again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from gptreview.model.public import PublicListing


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest transitions, and where they and the feed itself are to be found."""

    listings: tuple[PublicListing, ...]
    """The newest first; of each the last transition, and so none without `changed_at`."""
    base_url: str
    """Public address of the web face, ``https://review.example.com``."""
    self_url: str
    """Of this very document."""
    page_url: Callable[[int], str]
    """Of the page of the listing with this number."""
    language: str = "en"
    next_url: str = ""
    """Of the document with older ones; empty where there is none."""
    since: dt.date = dt.date(2026, 1, 1)
    """A day on which the base URL's host was its operator's (RFC 4151, section 2.1). It is part of
    every id: with another one, readers take everything for new."""

    @property
    def id(self) -> str:
        """Of the feed, wherever it is found."""
        return self._tag(f"publications/{self.language}")

    def id_of(self, listing: PublicListing) -> str:
        """Of one transition: never another one's, and never a second one."""
        return self._tag(f"listings/{listing.number}/{listing.profile}/{listing.revision}")

    @property
    def updated(self) -> dt.datetime:
        """When the newest transition was made; the beginning of `since` where there is none."""
        moments = [each.changed_at for each in self.listings if each.changed_at is not None]
        return max(moments, default=dt.datetime.combine(self.since, dt.time(), dt.UTC))

    def _tag(self, specific: str) -> str:
        """A tag URI: its authority is a DNS name, which neither ports nor IPv6 addresses are."""
        parts = urlsplit(self.base_url)
        host = parts.hostname or "localhost"
        authority = "localhost" if ":" in host else host
        return f"tag:{authority},{self.since.isoformat()}:{specific}"
