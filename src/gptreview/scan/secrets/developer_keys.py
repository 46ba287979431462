"""Keys of code hosts, package indexes and AI services.

Shapes as their issuers, or services that screen for them, publish them:
https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
https://docs.gitlab.com/security/tokens/#token-prefixes
https://github.com/pypi/warehouse (its tokens are macaroons)
https://huggingface.co/docs/hub/security-tokens
https://openrouter.ai/docs/guides/features/guardrails/secret-formats (OpenAI, Anthropic, OpenRouter)
"""

from __future__ import annotations

from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.secrets.checksums import has_crc32_tail
from gptreview.scan.secrets.samples import is_random
from gptreview.scan.secrets.secret import Clue, Secret
from gptreview.scan.secrets.shapes import AS_CARD, Judgement, drawn, prefixed, shape

_OPENAI_MARK: Final = "T3BlbkFJ"  # base64 of the letters "OpenAI"
_GITLAB_PREFIXES: Final = ("pat", "dt", "rt", "cbt", "ptt", "ft", "imt", "soat", "oas", "agent")
_LIKELY: Final = Judgement(Confidence.MEDIUM)


def _checksummed(body: str) -> Judgement | None:
    """Sure where the checksum holds; one that does not was mistyped or made up."""
    if len(body) == 36 and has_crc32_tail(body):
        return AS_CARD
    return _LIKELY if is_random(body) else None


def _openai(body: str) -> Judgement | None:
    if _OPENAI_MARK in body:
        return AS_CARD
    return _LIKELY if is_random(body) else None


def _anthropic(body: str) -> Judgement | None:
    return drawn(body) if body.endswith("AA") else _LIKELY if is_random(body) else None


DEVELOPER_KEYS: Final[tuple[Clue, ...]] = (
    *(
        prefixed(Secret.GITHUB, f"gh{kind}_", "A-Za-z0-9", least=36, judge=_checksummed)
        for kind in "pousr"
    ),
    prefixed(Secret.GITHUB, "github_pat_", "A-Za-z0-9_", least=60),
    *(prefixed(Secret.GITLAB, f"gl{kind}-", "A-Za-z0-9_.-", least=20) for kind in _GITLAB_PREFIXES),
    prefixed(Secret.NPM, "npm_", "A-Za-z0-9", least=36, judge=_checksummed),
    # A macaroon that begins with its version and where it is for: the index, or its test site.
    prefixed(Secret.PYPI, "pypi-AgEIcHlwaS5vcmc", "A-Za-z0-9_-", least=50),
    prefixed(Secret.PYPI, "pypi-AgENdGVzdC5weXBpLm9yZw", "A-Za-z0-9_-", least=50),
    prefixed(Secret.HUGGING_FACE, "hf_", "A-Za-z0-9", least=34, judge=lambda _: AS_CARD),
    prefixed(Secret.ANTHROPIC, "sk-ant-", "A-Za-z0-9_-", least=80, judge=_anthropic),
    *(
        prefixed(Secret.OPENAI, f"sk-{kind}-", "A-Za-z0-9_-", least=32, judge=_openai)
        for kind in ("proj", "svcacct", "admin")
    ),
    shape(
        Secret.OPENAI,
        f"{_OPENAI_MARK}[A-Za-z0-9]{{20}}",
        51,
        rf"(?P<public>sk-)(?P<value>[A-Za-z0-9]{{20}}{_OPENAI_MARK}[A-Za-z0-9]{{20}})",
        judge=lambda _: AS_CARD,
    ),
    prefixed(Secret.AI_KEY, "sk-or-v1-", "0-9a-f", least=64),
    # DeepSeek, DashScope, Moonshot and others write theirs like OpenAI's first ones.
    shape(
        Secret.AI_KEY,
        "(?:^|[^A-Za-z0-9_-])sk-[A-Za-z0-9]{12}",
        15,
        r"(?<![A-Za-z0-9_-])(?P<public>sk-)(?P<value>[A-Za-z0-9]{32,64})(?![A-Za-z0-9_-])",
    ),
)
