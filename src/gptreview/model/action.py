"""The intermediate form: one API as operations, whatever it came from and whatever it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

JsonObject = dict[str, Any]


class AuthType(StrEnum):
    """Authentication types of the GPT editor."""

    NONE = "none"
    API_KEY = "api_key"
    OAUTH = "oauth"


@dataclass(frozen=True, slots=True)
class ActionAuth:
    """What the GPT editor's authentication dialog asks for; secrets are entered there anew."""

    type: AuthType = AuthType.NONE
    scheme: str = ""
    """API key only: ``bearer``, ``basic`` or ``custom``."""
    header: str = ""
    """API key with ``custom``: the header's name."""
    authorization_url: str = ""
    token_url: str = ""
    scope: str = ""
    """OAuth scopes, separated by single spaces."""
    token_exchange_method: str = ""
    """OAuth: ``default`` (POST request) or ``basic`` (Basic authorization header)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call. References to parameters, bodies and responses are already resolved."""

    operation_id: str
    method: str
    """Lower case: get, put, post, delete, patch, head, options or trace."""
    path: str
    pointer: str
    """JSON pointer of the operation in the OpenAPI 3.1 document it was taken from."""
    server: str
    """Absolute URL without a trailing slash; empty where none is known."""
    summary: str = ""
    description: str = ""
    parameters: tuple[JsonObject, ...] = ()
    """OpenAPI 3.1 Parameter Objects: path-level ones included, none by reference."""
    request_body: JsonObject | None = None
    responses: Mapping[str, Any] = field(default_factory=dict)
    authenticated: bool = True
    """False where the source says that this operation takes no credentials."""
    consequential: bool | None = None
    """x-openai-isConsequential as the source wrote it; None where it says nothing."""
    tags: tuple[str, ...] = ()
    shortfalls: tuple[str, ...] = ()
    """Inputs or demands of the source that were lost: it may be called, and not as it should be."""


@dataclass(frozen=True, slots=True)
class UnreadOperation:
    """An operation that is there and could not be read."""

    method: str
    """Lower case; ``*`` where a whole path could not be read."""
    path: str
    pointer: str
    """JSON pointer in the document."""
    code: str
    """Of the loss that tells it."""
    reason: str
    """Why, in one clause."""


@dataclass(frozen=True, slots=True)
class ActionDefinition:
    """An API ready for any target: a GPT action, an agent plugin, function tools."""

    title: str
    version: str
    description: str
    operations: tuple[Operation, ...]
    auth: ActionAuth
    schemas: Mapping[str, Any] = field(default_factory=dict)
    """OpenAPI 3.1 ``components.schemas``; operations refer to them by ``$ref``."""
    unread: tuple[UnreadOperation, ...] = ()
    asked_auth: ActionAuth | None = None
    """What the source's operations require where ``auth`` is none all the same."""
    base_path: str = ""
    """Path of the source's server, where that has no public host."""
