"""What is said of each kind of secret."""

from __future__ import annotations

from typing import Final, NamedTuple

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.scan.secrets.secret import Secret

_CLAUSE: Final = "security/secrets"
_FIX: Final = Wording(
    "Revoke it and remove it; a new one belongs into the action's authentication settings.",
    "请吊销并删除；新的凭据应填写在操作的身份验证设置中。",
)


class _Kind(NamedTuple):
    title: str
    en: str
    zh: str
    severity: Severity
    confidence: Confidence


_CRITICAL, _HIGH, _MEDIUM = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM
_SURE, _LIKELY, _UNSURE = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
_KINDS: Final = {
    Secret.GOOGLE_SERVICE_ACCOUNT: _Kind(
        "Google service account", "the private key of a Google service account",
        "Google 服务账号私钥", _CRITICAL, _SURE,
    ),
    Secret.PRIVATE_KEY: _Kind("Private key", "a private key", "私钥", _CRITICAL, _SURE),
    Secret.AWS_SECRET: _Kind(
        "AWS secret key", "an AWS secret access key", "AWS 访问密钥（Secret Access Key）",
        _CRITICAL, _SURE,
    ),
    Secret.ALIBABA_SECRET: _Kind(
        "Alibaba Cloud secret", "an Alibaba Cloud AccessKey secret", "阿里云 AccessKey Secret",
        _CRITICAL, _SURE,
    ),
    Secret.TENCENT_SECRET: _Kind(
        "Tencent Cloud secret", "a Tencent Cloud SecretKey", "腾讯云 SecretKey", _CRITICAL, _SURE,
    ),
    Secret.AZURE: _Kind("Azure key", "an Azure key", "Azure 密钥", _CRITICAL, _SURE),
    Secret.GITHUB: _Kind("GitHub token", "a GitHub token", "GitHub 令牌", _HIGH, _SURE),
    Secret.GITLAB: _Kind("GitLab token", "a GitLab token", "GitLab 令牌", _HIGH, _SURE),
    Secret.NPM: _Kind("npm token", "an npm token", "npm 令牌", _HIGH, _SURE),
    Secret.PYPI: _Kind("PyPI token", "a PyPI token", "PyPI 令牌", _HIGH, _SURE),
    Secret.HUGGING_FACE: _Kind(
        "Hugging Face token", "a Hugging Face token", "Hugging Face 令牌", _HIGH, _SURE
    ),
    Secret.ANTHROPIC: _Kind(
        "Anthropic key", "an Anthropic API key", "Anthropic API 密钥", _HIGH, _SURE
    ),
    Secret.OPENAI: _Kind("OpenAI key", "an OpenAI API key", "OpenAI API 密钥", _HIGH, _SURE),
    Secret.STRIPE: _Kind("Stripe key", "a Stripe key", "Stripe 密钥", _CRITICAL, _SURE),
    Secret.GOOGLE_OAUTH: _Kind(
        "Google OAuth secret", "a Google OAuth client secret",
        "Google OAuth 客户端密钥", _HIGH, _SURE
    ),
    Secret.GOOGLE_API: _Kind("Google API key", "a Google API key", "Google API 密钥", _HIGH, _SURE),
    Secret.SLACK: _Kind("Slack token", "a Slack token", "Slack 令牌", _HIGH, _SURE),
    Secret.TELEGRAM: _Kind(
        "Telegram bot token", "a Telegram bot token", "Telegram 机器人令牌", _HIGH, _SURE
    ),
    Secret.DISCORD: _Kind(
        "Discord bot token", "a Discord bot token", "Discord 机器人令牌", _HIGH, _SURE
    ),
    Secret.TWILIO: _Kind(
        "Twilio auth token", "a Twilio auth token", "Twilio 认证令牌", _HIGH, _LIKELY
    ),
    Secret.SENDGRID: _Kind("SendGrid key", "a SendGrid API key", "SendGrid API 密钥", _HIGH, _SURE),
    Secret.MAILGUN: _Kind("Mailgun key", "a Mailgun API key", "Mailgun API 密钥", _HIGH, _LIKELY),
    Secret.WEBHOOK: _Kind(
        "Chat webhook", "a webhook that lets anybody post to a chat", "可向群聊发送消息的 Webhook",
        _HIGH, _LIKELY,
    ),
    Secret.AWS_ID: _Kind(
        "AWS key ID", "an AWS access key ID, half of a key pair", "AWS 访问密钥 ID（密钥对之一）",
        _MEDIUM, _LIKELY,
    ),
    Secret.ALIBABA_ID: _Kind(
        "Alibaba Cloud key ID", "an Alibaba Cloud AccessKey ID, half of a key pair",
        "阿里云 AccessKey ID（密钥对之一）", _MEDIUM, _LIKELY,
    ),
    Secret.TENCENT_ID: _Kind(
        "Tencent Cloud key ID", "a Tencent Cloud SecretId, half of a key pair",
        "腾讯云 SecretId（密钥对之一）", _MEDIUM, _LIKELY,
    ),
    Secret.AI_KEY: _Kind(
        "AI service key", "the API key of an AI service", "AI 服务的 API 密钥", _HIGH, _LIKELY
    ),
    Secret.DATABASE_URL: _Kind(
        "Database address with password", "the address of a database with its password",
        "带密码的数据库连接地址", _CRITICAL, _LIKELY,
    ),
    Secret.JWT: _Kind(
        "JSON Web Token", "a JSON Web Token", "JSON Web Token（JWT）", _MEDIUM, _LIKELY
    ),
    Secret.BASIC: _Kind(
        "Basic credentials", "a user name and password in the form of the Basic scheme",
        "Basic 认证的用户名和密码", _HIGH, _LIKELY,
    ),
    Secret.BEARER: _Kind("Bearer token", "a bearer token", "Bearer 令牌", _HIGH, _LIKELY),
    Secret.URL_CREDENTIALS: _Kind(
        "Credentials in an address", "an address with a key or password in it",
        "含有密钥或密码的网址", _MEDIUM, _LIKELY,
    ),
    Secret.ASSIGNMENT: _Kind(
        "Password or key", "what looks like a password or key", "疑似密码或密钥", _MEDIUM, _UNSURE
    ),
}  # fmt: skip


def card(secret: Secret) -> Card:
    """The card of one kind."""
    kind = _KINDS[secret]
    return Card(
        id=f"secret-{secret.value}",
        title=kind.title,
        category=Category.SECRETS,
        severity=kind.severity,
        confidence=kind.confidence,
        message=Wording(
            f"Contains {kind.en}: whoever can open the GPT can use it.",
            f"含有{' ' if kind.zh[0].isascii() else ''}{kind.zh}：能打开该 GPT 的人都可能盗用。",
        ),
        fix=_FIX,
        clause=_CLAUSE,
    )


def all_cards() -> tuple[Card, ...]:
    """Every card, sorted by id."""
    return tuple(sorted(map(card, Secret), key=lambda each: each.id))
