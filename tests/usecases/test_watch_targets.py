"""What is watched for a listing, and where."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from gptreview.model.gpt import Builder, Gpt, GptAction
from gptreview.model.watches import WatchKind, WatchTarget
from gptreview.reading.document import ReadLimits
from gptreview.usecases.watch_targets import address_of, watch_targets

LIMITS = ReadLimits()


def _gpt(*actions: GptAction, builder: Builder = Builder()) -> Gpt:  # noqa: B008 - frozen
    return Gpt("Trains", actions=actions, builder=builder)


def _targets(gpt: Gpt, source: Gpt | None = None) -> list[tuple[str, str, str]]:
    found = watch_targets(gpt, source or gpt, LIMITS)
    return [(str(each.kind), each.shown, each.place) for each in found]


def _document(*urls: str, **more: Any) -> str:
    return json.dumps({"openapi": "3.1.0", "servers": [{"url": url} for url in urls], **more})


def test_everything_that_an_action_names() -> None:
    """Addresses in one spelling, hosts once, whole URLs apart from what is shown of them."""
    action = GptAction(
        _document(
            "https://API.example.com/v1", "https://api.example.com/v2", "https://two.example"
        ),
        privacy_policy_url=" https://example.com/privacy ",
        schema_url="https://example.com/openapi.json?key=hush#top",
    )
    found = watch_targets(_gpt(action), _gpt(action), LIMITS)
    assert _targets(_gpt(action)) == [
        ("spec", "https://example.com/openapi.json?…", "action:0"),
        ("privacy", "https://example.com/privacy", "action:0"),
        ("host", "api.example.com", "action:0"),
        ("host", "two.example", "action:0"),
    ]
    assert found[0].address == "https://example.com/openapi.json?key=hush"
    assert "hush" not in repr(found)
    assert [each.host for each in found[:2]] == ["example.com"] * 2
    other = watch_targets(_gpt(action), _gpt(dataclasses.replace(action, schema="")), LIMITS)
    assert [each.digest for each in found] == [each.digest for each in other]
    assert found[0].own_digest != other[0].own_digest
    assert address_of(_gpt(action), WatchKind.SPEC, "action:0") == found[0].address
    assert address_of(_gpt(action), WatchKind.PRIVACY, "action:0") == found[1].address


@pytest.mark.parametrize(
    "action",
    [
        GptAction(""),
        GptAction("no: [document"),
        GptAction(_document("http://api.example.com", "/v1", "https://{tenant}.example.com")),
        GptAction("", privacy_policy_url="http://example.com/privacy"),
        GptAction("", schema_url="https://ann:hush@example.com/openapi.json"),
        GptAction("", schema_url="openapi.yaml"),
        GptAction("", privacy_policy_url="https://\ud800.example/"),
    ],
    ids=["nothing", "damaged", "no https host", "http", "credentials", "relative", "half"],
)
def test_what_cannot_be_asked_is_not_watched(action: GptAction) -> None:
    """Only https URLs and hosts are; the review tells of the others."""
    assert _targets(_gpt(action)) == []


def test_hosts_are_bounded() -> None:
    """A document that names very many is no reason to ask them all."""
    urls = [f"https://h{number}.example" for number in range(60)]
    assert len(_targets(_gpt(GptAction(_document(*urls))))) == 50


def test_proofs_are_those_of_the_source() -> None:
    """What was lost is watched on: it may come back."""
    proven = _gpt(builder=Builder("Example Ltd", "Example.com", "dns"))
    lost = _gpt(builder=Builder("Example Ltd", "Example.com"))
    expected = [
        ("dns", "example.com", "builder"),
        ("proof", "https://example.com/.well-known/openai-apps-challenge", "builder"),
    ]
    assert _targets(proven) == _targets(lost, proven) == expected
    assert _targets(lost) == []
    assert _targets(_gpt(builder=Builder("Example Ltd", "localhost", "dns"))) == []


def test_address_that_is_named_no_more() -> None:
    """It is empty, whoever asks."""
    assert address_of(_gpt(), WatchKind.SPEC, "action:0") == ""
    assert address_of(_gpt(GptAction("")), WatchKind.PRIVACY, "action:0") == ""


def test_digest_is_of_the_whole_address() -> None:
    """Two queries are two watches."""
    one, two = (
        WatchTarget(WatchKind.SPEC, f"https://example.com/?{key}", "", "example.com", "action:0")
        for key in "ab"
    )
    assert one.digest != two.digest
