"""docs/notices.md: its tables are the program's, and its examples run as they stand."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.model.webhook import WEBHOOK_KINDS
from gptreview.settings import Settings
from gptreview.signatures.webhook import new_secret, signed_headers
from gptreview.store.cursors import LoggedEvent
from gptreview.usecases.notices.queue_calls import webhook_document


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "notices.md").read_text(encoding="utf-8")


@pytest.fixture
def is_genuine(page: str) -> Callable[..., bool]:
    """The receiver's function, as the page has it."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    found: Callable[..., bool] = names["is_genuine"]
    return found


def test_the_page_names_every_setting_of_mail(page: str) -> None:
    """Each has a row, with its default."""
    rows = dict(re.findall(r"^\| `(GPTREVIEW_SMTP_\w+)` \|.*\| (.*) \|$", page, re.MULTILINE))
    assert set(rows) == {
        f"GPTREVIEW_{name.upper()}" for name in Settings.model_fields if name.startswith("smtp_")
    }
    assert (rows["GPTREVIEW_SMTP_PORT"], rows["GPTREVIEW_SMTP_TLS"]) == ("`587`", "`starttls`")


def test_the_page_has_the_payload_of_every_kind(page: str) -> None:
    """In the order of the table that the program goes by."""
    rows = re.findall(r"^\| `([a-z]+\.[a-z]+)` \| (.*) \|$", page, re.MULTILINE)
    shown = {kind: tuple(re.findall(r"`(\w+)`", keys)) for kind, keys in rows}
    assert shown == dict(WEBHOOK_KINDS)


def test_the_example_is_what_a_call_says(page: str) -> None:
    """To the key."""
    (text,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    shown = json.loads(text)
    at = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    event = LoggedEvent(812, at, "account:1", "decision.made", "decision:7", shown["payload"])
    assert webhook_document(event) == shown


def test_the_receiver_takes_a_call_once(is_genuine: Callable[..., bool]) -> None:
    """What was replayed, is old, or was forged, is refused."""
    secret, now, seen = new_secret(), int(time.time()), set[str]()
    headers = signed_headers([secret], "webhook:1/event:812", now, b"{}")
    assert not is_genuine(secret, headers, b"{ }", seen)
    assert not is_genuine(new_secret(), headers, b"{}", seen)
    assert is_genuine(secret, headers, b"{}", seen)
    assert not is_genuine(secret, headers, b"{}", seen)
    old = signed_headers([secret], "webhook:1/event:813", now - 301, b"{}")
    assert not is_genuine(secret, old, b"{}", seen)
