"""The kinds of secret, and the nouns that the detectors of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from gptreview.model.finding import Confidence, Severity


class Secret(StrEnum):
    """A kind of secret; of two that overlap, the one named first here is told."""

    GOOGLE_SERVICE_ACCOUNT = "google-service-account"
    PRIVATE_KEY = "private-key"
    AWS_SECRET = "aws-secret-key"  # noqa: S105 - names of kinds, like those below
    ALIBABA_SECRET = "alibaba-secret-key"  # noqa: S105
    TENCENT_SECRET = "tencent-secret-key"  # noqa: S105
    AZURE = "azure-key"
    GITHUB = "github-token"
    GITLAB = "gitlab-token"
    NPM = "npm-token"
    PYPI = "pypi-token"
    HUGGING_FACE = "hugging-face-token"
    ANTHROPIC = "anthropic-key"
    OPENAI = "openai-key"
    STRIPE = "stripe-key"
    GOOGLE_OAUTH = "google-oauth-secret"
    GOOGLE_API = "google-api-key"
    SLACK = "slack-token"
    TELEGRAM = "telegram-bot-token"
    DISCORD = "discord-bot-token"
    TWILIO = "twilio-auth-token"
    SENDGRID = "sendgrid-key"
    MAILGUN = "mailgun-key"
    WEBHOOK = "chat-webhook"
    AWS_ID = "aws-key-id"
    ALIBABA_ID = "alibaba-key-id"
    TENCENT_ID = "tencent-key-id"
    AI_KEY = "ai-service-key"
    DATABASE_URL = "database-url"
    JWT = "jwt"
    BASIC = "basic-credentials"
    BEARER = "bearer-token"
    URL_CREDENTIALS = "url-credentials"
    ASSIGNMENT = "assigned-secret"


RANK: Final = {secret: rank for rank, secret in enumerate(Secret)}


class Span(NamedTuple):
    """A secret in a text; offsets count code points, the end is exclusive."""

    secret: Secret
    start: int
    end: int
    public: int = 0
    """Code points at its start that anybody may see: the issuer's prefix, a webhook's host."""
    confidence: Confidence | None = None
    """Where it differs from the card's."""
    severity: Severity | None = None


class Clue(NamedTuple):
    """A cheap necessary condition, and who looks closely where it ends."""

    expression: str
    """In the syntax that Hyperscan and RE2 share; ends once for each candidate."""
    find: Callable[[str, int], Iterator[Span]]
    """Takes the text and the place where the expression ended."""
    caseless: bool = False
    cost: int = 1
    """What a look costs, against the other clues."""
