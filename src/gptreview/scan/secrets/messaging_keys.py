"""Keys of chat, mail and telephone services, and webhooks that carry their key in the address.

Shapes as published:
https://docs.slack.dev/authentication/tokens and https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
https://core.telegram.org/bots/api#authorizing-your-bot
https://discord.com/developers/docs/reference#authentication (a bot's token begins with its ID)
https://www.twilio.com/docs/iam/api-keys and https://www.twilio.com/docs/glossary/what-is-a-sid
https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
https://developer.work.weixin.qq.com/document/path/91770
https://open.dingtalk.com/document/robots/custom-robot-access
https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from gptreview.scan.secrets.samples import is_random, is_sample
from gptreview.scan.secrets.secret import Clue, Secret, Span
from gptreview.scan.secrets.shapes import AS_CARD, Judgement, prefixed, shape

_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TWILIO_TOKEN: Final = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])")
_NEAR: Final = 200


def _discord(token: str) -> Judgement | None:
    """Its first part is the bot's ID, a number, in base64."""
    first = token.partition(".")[0]
    try:
        owner = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
    except (binascii.Error, ValueError):
        return None
    return AS_CARD if re.fullmatch(rb"[0-9]{17,20}", owner) else None


def _twilio(text: str, end: int) -> Iterator[Span]:
    """An account's token has nothing but hexadecimal digits: it is believed beside its SID."""
    for start, stop in ((end, end + _NEAR), (end - _NEAR, end)):
        found = _TWILIO_TOKEN.search(text, max(0, start), stop)
        if found is not None and is_random(found[0]) and not is_sample(found[0]):
            yield Span(Secret.TWILIO, *found.span())
            return


def _webhook(address: str, body: str) -> Clue:
    """A webhook by the literal beginning of its address and the expression of its secret."""
    literal = re.escape(address)
    return shape(
        Secret.WEBHOOK,
        f"{literal}[0-9A-Za-z]{{4}}",
        len(address) + 4,
        f"(?P<public>{literal})(?P<value>{body})",
        judge=lambda value: AS_CARD if is_random(value, least=2.5) else None,
    )


MESSAGING_KEYS: Final[tuple[Clue, ...]] = (
    *(
        prefixed(Secret.SLACK, f"xox{kind}-", "A-Za-z0-9-", least=24)
        for kind in ("a", "b", "o", "p", "r", "s")
    ),
    prefixed(Secret.SLACK, "xoxe.xoxp-", "A-Za-z0-9-", least=40),
    prefixed(Secret.SLACK, "xapp-", "A-Za-z0-9-", least=40),
    shape(
        Secret.TELEGRAM,
        "[0-9]{8}:AA[A-Za-z0-9_-]{12}",
        25,
        r"(?<![0-9A-Za-z])(?P<public>)(?P<value>[0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])",
        slack=2,
    ),
    shape(
        Secret.DISCORD,
        r"[A-Za-z0-9_-]{20}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}",
        63,
        r"(?<![A-Za-z0-9_-])(?P<public>)(?P<value>[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}"
        r"\.[A-Za-z0-9_-]{27,40})",
        judge=_discord,
        slack=5,
    ),
    Clue("(?:^|[^A-Za-z0-9])AC[0-9a-f]{32}", _twilio, cost=10),
    shape(
        Secret.SENDGRID,
        r"SG\.[A-Za-z0-9_-]{16}",
        19,
        r"(?P<public>SG\.)(?P<value>[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])",
    ),
    shape(
        Secret.MAILGUN,
        "(?:^|[^A-Za-z0-9_-])key-[0-9a-f]{16}",
        20,
        "(?<![0-9A-Za-z_-])(?P<public>key-)(?P<value>[0-9a-f]{32})(?![0-9A-Za-z])",
    ),
    shape(
        Secret.MAILGUN,
        "[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}",
        50,
        "(?<![0-9A-Za-z-])(?P<public>)(?P<value>[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})(?![0-9A-Za-z-])",
    ),
    _webhook("hooks.slack.com/services/", "T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{18,40}"),
    _webhook(
        "hooks.slack.com/workflows/",
        "T[A-Z0-9]{6,14}/[A-Z0-9]{6,14}/[0-9]{8,24}/[A-Za-z0-9]{18,40}",
    ),
    _webhook("discord.com/api/webhooks/", "[0-9]{17,20}/[A-Za-z0-9_-]{60,80}"),
    _webhook("discordapp.com/api/webhooks/", "[0-9]{17,20}/[A-Za-z0-9_-]{60,80}"),
    _webhook("qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", _UUID),
    _webhook("oapi.dingtalk.com/robot/send?access_token=", "[0-9a-f]{64}"),
    _webhook("open.feishu.cn/open-apis/bot/v2/hook/", _UUID),
    _webhook("open.larksuite.com/open-apis/bot/v2/hook/", _UUID),
    prefixed(Secret.WEBHOOK, "SEC", "0-9a-f", least=64),
)
