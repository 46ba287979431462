"""Keys of clouds and payment services.

Shapes as published:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
https://awsteele.com/blog/2020/09/26/aws-access-key-format.html (the alphabet of AWS key IDs)
https://docs.cloud.google.com/docs/authentication/api-keys
https://docs.stripe.com/keys#types-of-api-keys
https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string
https://learn.microsoft.com/en-us/rest/api/storageservices/create-account-sas
https://help.aliyun.com/zh/ram/user-guide/create-an-accesskey-pair
https://cloud.tencent.com/document/product/598/40488
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gptreview.model.finding import Confidence, Severity
from gptreview.scan.secrets.samples import entropy, is_random, is_sample
from gptreview.scan.secrets.secret import Clue, Secret, Span
from gptreview.scan.secrets.shapes import AS_CARD, Judgement, prefixed, shape

_HEX: Final = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_NEAR: Final = 400
"""Code points before and after an ID between which its secret is looked for."""
_SIGNATURE: Final = re.compile(r"[A-Za-z0-9%+/]{40,80}(?:%3D|=)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A public ID and the secret that belongs to it, which has no mark of its own."""

    id: Secret
    secret: Secret
    expression: re.Pattern[str]
    """The ID; its first four letters are its prefix."""
    lead: int
    body: re.Pattern[str]
    """The secret, where it stands alone."""

    def find(self, text: str, end: int) -> Iterator[Span]:
        match = self.expression.match(text, max(0, end - self.lead))
        if match is None or is_sample(match[0]):
            return
        yield Span(self.id, *match.span(), 4)
        for start, stop in (
            (match.end(), match.end() + _NEAR),
            (match.start() - _NEAR, match.start()),
        ):
            for found in self.body.finditer(text, max(0, start), stop):
                if _is_secret(found[0]):
                    yield Span(self.secret, *found.span())
                    return


def _is_secret(value: str) -> bool:
    """A digest in hexadecimal beside an ID is no secret, nor is a path or a sample."""
    return (
        is_random(value, least=3.5)
        and not _HEX.fullmatch(value)
        and any(map(str.isupper, value))
        and any(map(str.islower, value))
        and not is_sample(value)
    )


def _pair(ids: Secret, secret: Secret, prefix: str, body: str, lead: int, size: int) -> Clue:
    letters = "A-Za-z0-9+/" if size == 40 else "A-Za-z0-9"
    return Clue(
        f"(?:^|[^A-Za-z0-9]){prefix}{body.partition('{')[0]}{{12}}",
        _Pair(
            ids,
            secret,
            re.compile(rf"(?<![A-Za-z0-9]){prefix}{body}(?![A-Za-z0-9])"),
            lead,
            re.compile(rf"(?<![A-Za-z0-9+/=_-])[{letters}]{{{size}}}(?![A-Za-z0-9+/=_-])"),
        ).find,
        cost=15,
    )


def _api_key(body: str) -> Judgement | None:
    return AS_CARD if entropy(body) > 3 else None


def _account_key(body: str) -> Judgement | None:
    return AS_CARD if is_random(body, least=4) else None


def _testing(body: str) -> Judgement | None:
    return Judgement(Confidence.MEDIUM, Severity.LOW) if is_random(body) else None


def _shared_access(text: str, end: int) -> Iterator[Span]:
    """A signature that says beside it which version it is and until when it holds.

    Most have run out when somebody reviews them, so a person decides.
    """
    found = _SIGNATURE.match(text, end - 12)
    if found is None:
        return
    # What stands between the white space on both sides: the address, or most of it.
    before = text[max(0, end - _NEAR) : end].rsplit(maxsplit=1)[-1]
    around = before + text[end : end + _NEAR].split(maxsplit=1)[0]
    if "sv=" not in around or "se=" not in around:
        return
    if is_random(found[0]) and not is_sample(found[0]):
        yield Span(Secret.AZURE, found.start(), found.end(), 0, Confidence.LOW)


CLOUD_KEYS: Final[tuple[Clue, ...]] = (
    _pair(Secret.AWS_ID, Secret.AWS_SECRET, "A[KS]IA", "[A-Z2-7]{16}", 16, 40),
    _pair(Secret.ALIBABA_ID, Secret.ALIBABA_SECRET, "LTAI", "[A-Za-z0-9]{12,20}", 16, 30),
    _pair(Secret.TENCENT_ID, Secret.TENCENT_SECRET, "AKID", "[A-Za-z0-9]{32}", 16, 32),
    prefixed(Secret.GOOGLE_API, "AIza", "A-Za-z0-9_-", least=35, judge=_api_key),
    prefixed(Secret.GOOGLE_OAUTH, "GOCSPX-", "A-Za-z0-9_-", least=28, judge=_api_key),
    *(
        prefixed(Secret.STRIPE, f"{kind}_live_", "A-Za-z0-9", least=24, judge=_api_key)
        for kind in ("sk", "rk")
    ),
    *(
        prefixed(Secret.STRIPE, f"{kind}_test_", "A-Za-z0-9", least=24, judge=_testing)
        for kind in ("sk", "rk")
    ),
    prefixed(Secret.STRIPE, "whsec_", "A-Za-z0-9+/", least=32),
    shape(
        Secret.AZURE,
        "(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{16}",
        32,
        r"(?P<public>(?:Account|SharedAccess)Key=)(?P<value>[A-Za-z0-9+/]{43}(?:[A-Za-z0-9+/]{43}=)?=)",
        judge=_account_key,
        slack=5,
    ),
    Clue("[?&;]sig=[A-Za-z0-9%+/]{12}", _shared_access, cost=8),
    # Microsoft Entra's client secrets: three characters, a digit, "Q~" and the rest.
    shape(
        Secret.AZURE,
        "[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{16}",
        22,
        r"(?P<public>)(?P<value>[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34})(?![A-Za-z0-9_.~-])",
    ),
)
