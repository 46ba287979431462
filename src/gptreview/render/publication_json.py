"""How a publication ended, and who is told of it, as JSON for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

from gptreview.model.publication import DeliveryReport, PublicationCounts, Subscriber
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import escaped

_RUN: Final = "gptreview/publication-run/v1"
_SUBSCRIBERS: Final = "gptreview/subscribers/v1"


def run_json(counts: PublicationCounts, report: DeliveryReport) -> str:
    """``schema``, the counts of both, and ``failed`` subscribers, and what is ``held``.

    ``held`` is how many of those that are ``waiting`` other processes are delivering, and
    ``held_by`` says which.
    """
    value = {
        "schema": _RUN,
        **asdict(counts),
        "delivered": report.delivered,
        "waiting": report.waiting,
        "failed": [asdict(each) | {"due_at": _moment(each.due_at)} for each in report.failed],
        "held": sum(each.waiting for each in report.held),
        "held_by": [asdict(each) for each in report.held],
    }
    return escaped(pretty_json(value))


def subscribers_json(subscribers: Iterable[Subscriber]) -> str:
    """``schema`` and ``subscribers``, by key."""
    rows = [
        asdict(each)
        | {"since": _moment(each.since), "ended_at": each.ended_at and _moment(each.ended_at)}
        for each in subscribers
    ]
    return escaped(pretty_json({"schema": _SUBSCRIBERS, "subscribers": rows}))


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
