"""The registry as JSON, for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from gptreview.errors import GptReviewError
from gptreview.model.registry import (
    KeptVerdict,
    ListedVersion,
    ListingHistory,
    RegisteredListing,
    RegistryCounts,
    SyncCounts,
)
from gptreview.model.registry_diff import VersionDiff
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import error_object, escaped

_LISTINGS: Final = "gptreview/registry/v1"
_LISTING: Final = "gptreview/registry-listing/v1"
_DIFF: Final = "gptreview/registry-diff/v1"
_SYNC: Final = "gptreview/registry-sync/v1"
_RETIRE: Final = "gptreview/registry-retire/v1"


def listings_json(
    listings: Iterable[RegisteredListing], counts: RegistryCounts, *, after: int | None
) -> str:
    """``schema``, ``listings``, ``next`` (what --after takes, or null) and ``counts``."""
    value = {
        "schema": _LISTINGS,
        "listings": list(map(_listing, listings)),
        "next": after,
        "counts": {
            "listings": counts.listings,
            "vanished": counts.vanished,
            "outcomes": {outcome or "none": number for outcome, number in counts.outcomes},
        },
    }
    return escaped(pretty_json(value))


def retired_json(source: str, vanished: int) -> str:
    """``schema``, ``source`` and how many of its listings ``vanished``."""
    return escaped(pretty_json({"schema": _RETIRE, "source": source, "vanished": vanished}))


def history_json(history: ListingHistory) -> str:
    """``schema``, the fields of the listing, and ``versions``, the oldest first."""
    versions = [_version(each) for each in history.versions]
    value = {"schema": _LISTING, **_listing(history.listing), "versions": versions}
    return escaped(pretty_json(value))


def diff_json(diff: VersionDiff) -> str:
    """``schema``, ``listing``, ``before`` and ``after`` (versions), ``changes`` and ``verdicts``.

    ``verdicts`` has the two that were compared, null where there is none, ``same_standard``, and
    the findings that ``came`` and ``went``.
    """
    verdicts = diff.verdicts
    value = {
        "schema": _DIFF,
        "listing": _listing(diff.listing),
        "before": _version(diff.before),
        "after": _version(diff.after),
        "changes": [asdict(change) for change in diff.changes],
        "verdicts": {
            "before": verdicts.before and _verdict(verdicts.before),
            "after": verdicts.after and _verdict(verdicts.after),
            "same_standard": verdicts.same_standard,
            "came": [asdict(each) for each in verdicts.came],
            "went": [asdict(each) for each in verdicts.went],
        },
    }
    return escaped(pretty_json(value))


def sync_object(
    source: str, run: int, counts: SyncCounts, *, resumed: bool, error: GptReviewError | None
) -> dict[str, Any]:
    """One source of `syncs_json`."""
    return {
        "source": source,
        "run": run,
        **asdict(counts),
        "resumed": resumed,
        "error": error and error_object(error),
    }


def syncs_json(syncs: Sequence[Mapping[str, Any]], notices: Sequence[str]) -> str:
    """``schema``, ``sources`` (one a sync) and ``notices``: entries not taken as they are."""
    value = {"schema": _SYNC, "sources": list(syncs), "notices": list(notices)}
    return escaped(pretty_json(value))


def _listing(each: RegisteredListing) -> dict[str, Any]:
    return asdict(each) | {
        "outcome": each.outcome or None,
        "first_seen": _moment(each.first_seen),
        "changed_at": _moment(each.changed_at),
        "last_seen": _moment(each.last_seen),
        "vanished_at": each.vanished_at and _moment(each.vanished_at),
    }


def _version(each: ListedVersion) -> dict[str, Any]:
    return {
        "number": each.number,
        "content_digest": each.content_digest,
        "seen_at": _moment(each.seen_at),
        "verdicts": [_verdict(verdict) for verdict in each.verdicts],
    }


def _verdict(each: KeptVerdict) -> dict[str, Any]:
    return asdict(each) | {"made_at": _moment(each.made_at)}


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
