"""What is said of each thing that an action's document gives away."""

from __future__ import annotations

from typing import Final

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_DESCRIBE: Final = Wording(
    "Say what the operation does and what its inputs mean, and nothing about what the model does.",
    "请只说明接口的功能和参数含义，不要规定模型的行为。",
)
_DROP_INPUT: Final = Wording(
    "Remove the input; let users sign in with OAuth, or pay on the service's own page.",
    "请删除该参数；登录请使用 OAuth，付款请在服务自己的页面完成。",
)
_OWN_HOST: Final = Wording(
    "Serve the API over https from a public host name of your own.",
    "请使用自有的公开域名，并通过 https 提供接口。",
)
_ASK: Final = Wording(
    "Remove x-openai-isConsequential or set it to true, so that the user is asked first.",
    "请删除 x-openai-isConsequential 或将其设为 true，以便先询问用户。",
)


def _card(
    name: str,
    title: str,
    category: Category,
    severity: Severity,
    confidence: Confidence,
    en: str,
    zh: str,
    fix: Wording,
    clause: str,
) -> Card:
    return Card(
        f"action-{name}", title, category, severity, confidence, Wording(en, zh), fix, clause
    )


INSTRUCTION: Final = _card(
    "instruction", "Order to the model", Category.INJECTION, _MEDIUM, Confidence.MEDIUM,
    "A description tells the model how to behave instead of what the operation does.",
    "描述文字在指挥模型如何行事，而不是说明接口功能。",
    _DESCRIBE, "security/injection",
)  # fmt: skip
HIDDEN_INSTRUCTION: Final = _card(
    "hidden-instruction", "Order where nobody reads", Category.INJECTION, _HIGH, Confidence.MEDIUM,
    "An extension, sample or default value tells the model how to behave.",
    "扩展字段、示例或默认值中藏有指挥模型的文字。",
    _DESCRIBE, "security/injection",
)  # fmt: skip
EXFILTRATION: Final = _card(
    "exfiltration", "Order to hand data over", Category.INJECTION, _HIGH, Confidence.MEDIUM,
    "A description makes the model hand over what the user does not expect to be sent.",
    "描述文字让模型交出用户意料之外的数据。",
    _DESCRIBE, "security/exfiltration",
)  # fmt: skip
CREDENTIALS: Final = _card(
    "takes-credentials", "Takes credentials", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "An operation takes a password, one-time code or private key out of the chat.",
    "接口通过对话收取密码、验证码或私钥。",
    _DROP_INPUT, "security/exfiltration",
)  # fmt: skip
PAYMENT: Final = _card(
    "takes-payment-data", "Takes payment data", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "An operation takes card or bank account data out of the chat.",
    "接口通过对话收取银行卡或银行账户信息。",
    _DROP_INPUT, "security/exfiltration",
)  # fmt: skip
ADDRESS: Final = _card(
    "server-address", "Server without a name", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "The action calls a bare IP address, so nobody can tell who runs it.",
    "操作直接调用 IP 地址，无法得知由谁运营。",
    _OWN_HOST, "actions/server",
)  # fmt: skip
PRIVATE: Final = _card(
    "server-private", "Private server", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "The action calls a host that only a local network knows.",
    "操作调用的是仅在本地网络中可用的主机。",
    _OWN_HOST, "actions/server",
)  # fmt: skip
INSECURE: Final = _card(
    "server-insecure", "Server without https", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "What the action sends travels unencrypted.",
    "操作发送的数据未经加密传输。",
    _OWN_HOST, "actions/server",
)  # fmt: skip
CATCHER: Final = _card(
    "server-catcher", "Request catcher as server", Category.INJECTION, _HIGH, Confidence.MEDIUM,
    "The action calls a service that only records what is sent to it.",
    "操作调用的服务仅用于记录收到的数据。",
    _OWN_HOST, "security/exfiltration",
)  # fmt: skip
TUNNEL: Final = _card(
    "server-tunnel", "Tunnel as server", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "The action calls a tunnel or test service, behind which anything can be.",
    "操作调用内网穿透或测试服务，其背后可能是任何程序。",
    _OWN_HOST, "actions/server",
)  # fmt: skip
LOOKALIKE: Final = _card(
    "server-lookalike", "Look-alike host name", Category.FRAUD, _HIGH, Confidence.MEDIUM,
    "The host name has foreign letters that pass for Latin ones.",
    "域名中混用了与拉丁字母外形相似的字符。",
    _OWN_HOST, "actions/server",
)  # fmt: skip
SEVERAL: Final = _card(
    "server-several", "Servers of several owners", Category.USAGE, _LOW, Confidence.MEDIUM,
    "One action calls hosts of several domains.",
    "同一操作调用了多个域名下的主机。",
    Wording("Make one action for each domain.", "请为每个域名单独创建操作。"), "actions/server",
)  # fmt: skip
FOREIGN: Final = _card(
    "server-foreign", "Server of somebody else", Category.USAGE, _LOW, Confidence.MEDIUM,
    "The action calls a domain that is not the builder's.",
    "操作调用的域名不属于该 GPT 的开发者。",
    Wording("Say in the description whose service it is.", "请在描述中说明该服务由谁提供。"),
    "actions/server",
)  # fmt: skip
OAUTH: Final = _card(
    "oauth-domain", "Sign-in on another domain", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "Users would sign in on a domain that is not the API's, or without https.",
    "用户将在与接口不同的域名上登录，或登录地址未使用 https。",
    Wording(
        "Serve the OAuth endpoints over https from the API's own domain.",
        "请通过 https 在接口自己的域名上提供 OAuth 端点。",
    ),
    "actions/oauth-domains",
)  # fmt: skip
UNASKED: Final = _card(
    "unasked-change", "Change without asking", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "An operation that changes something is marked as one that needs no confirmation.",
    "会产生变更的接口被标记为无需确认。",
    _ASK, "actions/least-surprise",
)  # fmt: skip
CHANGING_GET: Final = _card(
    "changing-get", "GET that changes something", Category.USAGE, _MEDIUM, Confidence.MEDIUM,
    "By its name the operation changes something, yet as a GET it is called without asking.",
    "从名称看该接口会产生变更，但作为 GET 调用时不会询问用户。",
    Wording(
        "Make it a POST or DELETE, or set x-openai-isConsequential to true.",
        "请改用 POST 或 DELETE，或将 x-openai-isConsequential 设为 true。",
    ),
    "actions/least-surprise",
)  # fmt: skip

CARDS: Final = tuple(
    sorted(
        (
            INSTRUCTION, HIDDEN_INSTRUCTION, EXFILTRATION, CREDENTIALS, PAYMENT, ADDRESS, PRIVATE,
            INSECURE, CATCHER, TUNNEL, LOOKALIKE, SEVERAL, FOREIGN, OAUTH, UNASKED, CHANGING_GET,
        ),
        key=lambda card: card.id,
    )
)  # fmt: skip
