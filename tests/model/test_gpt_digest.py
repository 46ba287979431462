"""A GPT's digest stands for its content and for nothing else."""

from __future__ import annotations

import dataclasses
import re

import pytest

from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Visibility

GPT = Gpt(
    name="Trip planner",
    id="g-1",
    description="Plans trips",
    instructions="Plan the trip.",
    conversation_starters=("Three days in Lyon",),
    capabilities=("web_browsing",),
    categories=("travel",),
    knowledge=(KnowledgeFile("tips.md", b"Book early."),),
    actions=(GptAction("openapi: 3.1.0", ActionAuth(), "https://example.com/privacy"),),
    builder=Builder("Example Ltd", "example.com", "dns"),
    visibility=Visibility.GPT_STORE,
    improve_models=False,
)


def test_the_digest_is_the_same_for_the_same_content() -> None:
    """It names its algorithm, and the identifier does not count."""
    digest = GPT.content_digest()
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest)
    assert dataclasses.replace(GPT).content_digest() == digest
    assert dataclasses.replace(GPT, id="g-2").content_digest() == digest


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Trip Planner"},
        {"description": ""},
        {"instructions": "Plan the trip.\n"},
        {"conversation_starters": ()},
        {"capabilities": ("code_interpreter",)},
        {"categories": ()},
        {"knowledge": (KnowledgeFile("tips.txt", b"Book early."),)},
        {"knowledge": (KnowledgeFile("tips.md", b"Book late."),)},
        {"knowledge": (KnowledgeFile("tips.md", unread="there is no such file"),)},
        {"actions": (GptAction("openapi: 3.1.1", ActionAuth(), "https://example.com/privacy"),)},
        {"actions": (GptAction("openapi: 3.1.0", None, "https://example.com/privacy"),)},
        {"actions": (GptAction("openapi: 3.1.0", ActionAuth(AuthType.OAUTH)),)},
        {"actions": (dataclasses.replace(GPT.actions[0], schema_url="https://example.com/s"),)},
        {"actions": (dataclasses.replace(GPT.actions[0], lost=("host",)),)},
        {"builder": Builder("Example Ltd", "example.com")},
        {"visibility": None},
        {"improve_models": None},
    ],
    ids=str,
)
def test_every_part_of_the_content_counts(change: dict[str, object]) -> None:
    """Whatever a reviewer would have to look at again changes the digest."""
    changed = dataclasses.replace(GPT, **change)  # type: ignore[arg-type]
    assert changed.content_digest() != GPT.content_digest()


def test_later_fields_leave_older_digests_alone() -> None:
    """A content that says nothing in them has the digest that it had before they came."""
    assert GPT.content_digest() == (
        "sha256:97768f2911120f8e215b69a4abe4e081020cf5170a76d7386bc0589714aafc08"
    )


def test_what_is_large_or_personal_stays_out_of_the_repr() -> None:
    """Instructions, schemas and the bytes of knowledge do not end in logs."""
    assert not {"Plan the trip.", "openapi: 3.1.0", "Book early."} & set(repr(GPT).split("'"))
