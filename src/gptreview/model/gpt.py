"""A listing: everything that a published GPT is made of, addressed by its content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from gptreview.model.action import ActionAuth

_LATER: Final = frozenset({"schema_url", "lost"})
"""Fields of an action that older digests do not know."""


class Visibility(StrEnum):
    """Who can open the GPT, in the words of the ChatGPT Compliance API."""

    INVITE_ONLY = "invite-only"
    WORKSPACE_WITH_LINK = "workspace-with-link"
    WORKSPACE = "workspace"
    ANYONE_WITH_LINK = "anyone-with-link"
    GPT_STORE = "gpt-store"


class Verification(StrEnum):
    """What OpenAI's builder profile takes as proof (help article 8798878, on publishing a GPT)."""

    DNS = "dns"
    """Of the domain: a TXT record that OpenAI asks for."""
    BILLING = "billing"
    """Of the name: it is the one on the bills."""


@dataclass(frozen=True, slots=True)
class Builder:
    """Who publishes the GPT."""

    name: str = ""
    domain: str = ""
    """The builder's own domain, without scheme."""
    verified: str = ""
    """A `Verification`; empty where nothing is proven."""


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """A file that the GPT may look things up in."""

    name: str
    data: bytes = field(default=b"", repr=False)
    unread: str = ""
    """Why the bytes are not here, in one clause; empty where they are."""


class Loss(StrEnum):
    """What an action can lose while nobody touches the listing."""

    HOST = "host"
    """A host that it calls leads nowhere."""
    PRIVACY = "privacy"
    """Its privacy policy cannot be opened."""


@dataclass(frozen=True, slots=True)
class GptAction:
    """An API that the GPT may call."""

    schema: str = field(repr=False)
    """The OpenAPI document as its author wrote it."""
    auth: ActionAuth | None = None
    """None where the listing does not say."""
    privacy_policy_url: str = ""
    unread: str = ""
    """Why the schema is not here, in one clause; empty where it is."""
    schema_url: str = ""
    """Where the schema was imported from; empty where the listing does not say."""
    lost: tuple[str, ...] = ()
    """What the action depended on and is there no more, sorted: each a `Loss`."""


@dataclass(frozen=True, slots=True)
class Gpt:
    """A snapshot of one GPT. What a source does not say is empty or None, never guessed."""

    name: str
    id: str = ""
    """The store's or workspace's identifier; not part of the content."""
    description: str = ""
    instructions: str = field(default="", repr=False)
    conversation_starters: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    """Names of those that are switched on, sorted."""
    categories: tuple[str, ...] = ()
    knowledge: tuple[KnowledgeFile, ...] = ()
    actions: tuple[GptAction, ...] = ()
    builder: Builder = Builder()
    visibility: Visibility | None = None
    improve_models: bool | None = None
    """Whether chats may be used to improve models; None where the listing does not say."""

    def content_digest(self) -> str:
        """``sha256:`` and 64 hex digits: the same content has the same digest, from any source."""
        content = {
            "name": self.name,
            "description": self.description,
            "instructions": self.instructions,
            "conversation_starters": self.conversation_starters,
            "capabilities": self.capabilities,
            "categories": self.categories,
            "knowledge": [
                (file.name, hashlib.sha256(file.data).hexdigest(), file.unread)
                for file in self.knowledge
            ],
            "actions": [action_fields(action) for action in self.actions],
            "builder": asdict(self.builder),
            "visibility": self.visibility,
            "improve_models": self.improve_models,
        }
        text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}"


def action_fields(action: GptAction) -> dict[str, Any]:
    """What counts of an action: fields that came later do where they say something."""
    fields = asdict(action)
    return {key: value for key, value in fields.items() if value or key not in _LATER}
