"""What is said of each publishing fact that a listing lacks."""

from __future__ import annotations

from typing import Final

from gptreview.decide import publishing_clauses as clauses
from gptreview.model.finding import Card, Category, Confidence, Severity, Wording


def _card(
    id: str, title: str, clause: str, severity: Severity, message: Wording, fix: Wording
) -> Card:
    return Card(
        id=f"publishing-{id}",
        title=title,
        category=Category.PUBLISHING,
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        fix=fix,
        clause=clause,
    )


NAME_MISSING: Final = _card(
    "name-missing",
    "No name",
    clauses.LISTING_FACTS,
    Severity.HIGH,
    Wording(
        "A listing without a name cannot be found or reported.", "没有名称的 GPT 无法被查找或举报。"
    ),
    Wording("Give the GPT a name.", "为 GPT 填写名称。"),
)
DESCRIPTION_MISSING: Final = _card(
    "description-missing",
    "No description",
    clauses.LISTING_FACTS,
    Severity.MEDIUM,
    Wording(
        "Users cannot tell what the GPT does before they open it.",
        "用户在打开之前无法了解这个 GPT 的用途。",
    ),
    Wording("Describe in a sentence what the GPT does.", "用一句话说明 GPT 的用途。"),
)
VISIBILITY_UNKNOWN: Final = _card(
    "visibility-unknown",
    "Visibility not stated",
    clauses.LISTING_FACTS,
    Severity.MEDIUM,
    Wording("The listing does not say who can open the GPT.", "没有说明谁可以打开这个 GPT。"),
    Wording("State the visibility, for example gpt-store.", "写明可见范围，例如 gpt-store。"),
)
VISIBILITY_WIDER: Final = _card(
    "visibility-wider",
    "Open to more people than it is reviewed for",
    clauses.LISTING_FACTS,
    Severity.MEDIUM,
    Wording(
        "Anybody can open the GPT, and it is reviewed for people of one workspace only.",
        "任何人都可以打开这个 GPT，而审查只针对一个工作区的成员。",
    ),
    Wording(
        "Restrict the visibility, or review it with --profile public.",
        "缩小可见范围，或使用 --profile public 审查。",
    ),
)
BUILDER_UNVERIFIED: Final = _card(
    "builder-unverified",
    "Builder not verified",
    clauses.VERIFIED_BUILDER,
    Severity.HIGH,
    Wording(
        "Nobody has proved to be the builder of a GPT that the public can open.",
        "公众可以打开这个 GPT，但其开发者身份未经验证。",
    ),
    Wording(
        "Verify the domain or the name in the builder profile, then write in gpt.yaml which:"
        " `builder: {domain: example.com, verified: dns}` or"
        " `builder: {name: Example Ltd, verified: billing}`.",
        "在开发者资料中验证域名或姓名，然后在 gpt.yaml 中写明："
        "`builder: {domain: example.com, verified: dns}` 或"
        " `builder: {name: Example Ltd, verified: billing}`。",
    ),
)
EXTERNAL_GPT: Final = _card(
    "external-gpt",
    "External GPT not allowed",
    clauses.EXTERNAL_GPT,
    Severity.HIGH,
    Wording(
        "The GPT comes from outside, and the workspace's allow list does not name it.",
        "这个 GPT 来自外部，且不在工作区的允许名单中。",
    ),
    Wording(
        "Ask the policy's owner to allow the GPT, its builder or the builder's domain.",
        "请策略负责人把该 GPT、其开发者或开发者域名加入允许名单。",
    ),
)
PRIVACY_URL_MISSING: Final = _card(
    "privacy-url-missing",
    "Action without a privacy policy",
    clauses.PRIVACY_URL,
    Severity.HIGH,
    Wording(
        "Users cannot learn what happens to the data that the action receives.",
        "用户无法了解该操作收到的数据会被如何处理。",
    ),
    Wording("Enter the action's privacy policy URL.", "填写该操作的隐私政策网址。"),
)
PRIVACY_URL_UNUSABLE: Final = _card(
    "privacy-url-unusable",
    "Privacy policy that nobody can open",
    clauses.PRIVACY_URL,
    Severity.HIGH,
    Wording(
        "The privacy policy URL is not an https address on a public host.",
        "隐私政策网址不是公开主机上的 https 地址。",
    ),
    Wording("Give an https URL that anybody can open.", "提供任何人都能打开的 https 网址。"),
)
PRIVACY_URL_FOREIGN: Final = _card(
    "privacy-url-foreign",
    "Privacy policy on another domain",
    clauses.PRIVACY_URL,
    Severity.LOW,
    Wording(
        "The privacy policy stands on a domain of neither the action nor the builder.",
        "隐私政策所在域名既不属于该操作，也不属于开发者。",
    ),
    Wording(
        "Make sure that the policy covers this API, or link the API's own.",
        "确认该政策涵盖此 API，或改用 API 自己的隐私政策。",
    ),
)
PRIVACY_URL_GONE: Final = _card(
    "privacy-url-gone",
    "Privacy policy that is there no more",
    clauses.PRIVACY_URL,
    Severity.HIGH,
    Wording(
        "The privacy policy could be opened before, and repeated attempts now find nothing.",
        "该隐私政策以前可以打开，现在多次尝试都无法找到。",
    ),
    Wording(
        "Put the page back, or enter the URL where it is now.",
        "恢复该页面，或填写其现在的网址。",
    ),
)
ACTION_DOMAIN: Final = _card(
    "action-domain",
    "Action on a domain that is not allowed",
    clauses.ACTION_DOMAINS,
    Severity.HIGH,
    Wording(
        "The action calls a host that the workspace's allow list does not name.",
        "该操作调用的主机不在工作区的允许名单中。",
    ),
    Wording(
        "Call an allowed host, or ask the policy's owner to add this one.",
        "改用允许的主机，或请策略负责人添加该主机。",
    ),
)
ACTION_UNKNOWN: Final = _card(
    "action-host-unknown",
    "Action with an unknown host",
    clauses.ACTION_DOMAINS,
    Severity.MEDIUM,
    Wording(
        "The action's document does not say which host it calls.",
        "该操作的文档没有说明它调用哪个主机。",
    ),
    Wording("Name the server in the OpenAPI document.", "在 OpenAPI 文档中写明服务器地址。"),
)
HOST_GONE: Final = _card(
    "action-host-gone",
    "Action on a host that is there no more",
    clauses.ACTION_HOSTS,
    Severity.HIGH,
    Wording(
        "A host that the action calls no longer leads to a public address; whoever registers a"
        " name that was given up receives what users send.",
        "该操作调用的某个主机不再指向公共地址；若域名已被放弃，重新注册者将收到用户发送的数据。",
    ),
    Wording(
        "Bring the host back, or take the action out.",
        "恢复该主机，或删除该操作。",
    ),
)
UNASKED_FLOW: Final = _card(
    "data-unasked",
    "Data sent without asking",
    clauses.DATA_CONSENT,
    Severity.MEDIUM,
    Wording(
        "The action sends data to a third party without asking the user.",
        "该操作在不询问用户的情况下向第三方发送数据。",
    ),
    Wording(
        "Set x-openai-isConsequential to true, or leave it out.",
        "把 x-openai-isConsequential 设为 true，或将其删除。",
    ),
)
SHEET_INCOMPLETE: Final = _card(
    "data-sheet-incomplete",
    "Data flows not known",
    clauses.DATA_CONSENT,
    Severity.MEDIUM,
    Wording(
        "It is not known which data the action sends, or to whom.",
        "不清楚该操作会发送哪些数据，也不清楚发送给谁。",
    ),
    Wording(
        "Correct the OpenAPI document so that `gptreview check` reads every operation.",
        "修正 OpenAPI 文档，使 `gptreview check` 能读取每个操作。",
    ),
)
TRAINING_UNKNOWN: Final = _card(
    "training-unknown",
    "Use of chats not stated",
    clauses.DATA_CONSENT,
    Severity.MEDIUM,
    Wording(
        "The GPT's actions send data, and it does not say whether chats may be used to improve"
        " models.",
        "这个 GPT 的操作会发送数据，但没有说明对话是否可用于改进模型。",
    ),
    Wording(
        "Write in gpt.yaml `data_controls: {improve_models: false}`, or true.",
        "在 gpt.yaml 中写明 `data_controls: {improve_models: false}`（或 true）。",
    ),
)

PUBLISHING_CARDS: Final = tuple(
    sorted(
        (
            NAME_MISSING,
            DESCRIPTION_MISSING,
            VISIBILITY_UNKNOWN,
            VISIBILITY_WIDER,
            BUILDER_UNVERIFIED,
            EXTERNAL_GPT,
            PRIVACY_URL_MISSING,
            PRIVACY_URL_UNUSABLE,
            PRIVACY_URL_FOREIGN,
            PRIVACY_URL_GONE,
            ACTION_DOMAIN,
            ACTION_UNKNOWN,
            HOST_GONE,
            UNASKED_FLOW,
            SHEET_INCOMPLETE,
            TRAINING_UNKNOWN,
        ),
        key=lambda card: card.id,
    )
)
"""All of them, sorted by id."""
