"""How a publication and its subscribers are told to people."""

from __future__ import annotations

import datetime as dt

from gptreview.model.publication import (
    DeliveryReport,
    FailedDelivery,
    HeldDelivery,
    PublicationCounts,
    Subscriber,
)
from gptreview.render.publication_text import run_text, subscribers_text

NOW = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)


def test_a_run_in_colours_and_without_control_characters() -> None:
    """What did not arrive stands out; an error that came from elsewhere moves no cursor."""
    failed = FailedDelivery("site", "no\x1b[2J room", 2, NOW)
    held = HeldDelivery("store", "process 7 on a\x1b[2Jb", 1_000)
    report = DeliveryReport(1_234, 1_002, (failed,), (held,))
    assert run_text(PublicationCounts(1_234, 2, 3, 4), report, color=True) == (
        "listings: 1,234 published, 2 stale, 3 withdrawn, 4 unchanged\n"
        "outbox: 1,234 delivered, 1,002 waiting\n"
        "\x1b[31;1mnot delivered to site\x1b[0m: no\\x1b[2J room; 2 attempts, "
        "again from 2026-05-04 12:30:00 UTC on, or at once with --retry\n"
        "process 7 on a\\x1b[2Jb is delivering to store, for which 1,000 waited still\n"
    )


def test_subscribers_on_a_narrow_terminal() -> None:
    """Places are cut where there is no room for them."""
    site = Subscriber("site", "folder", "/srv/verdicts/of/the/site", "content", NOW, None, 1_000)
    assert subscribers_text([site], color=True, width=60) == (
        "\x1b[1mkey   audience  since       waiting  way\x1b[0m\n"
        "site  content   2026-05-04  1,000    folder /srv/verdicts/o…\n"
    )
