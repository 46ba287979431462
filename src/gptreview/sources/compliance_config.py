"""A GPT as the ChatGPT Compliance API describes it, its files named and not yet fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, Visibility
from gptreview.sources.gpt_fields import note_same_names
from gptreview.sources.gpt_files import knowledge_name
from gptreview.sources.inside import Inside
from gptreview.sources.nodes import FieldError, Keys, Node, shown

_IDENTIFIER = re.compile(r"[!-~]{1,200}")
_EXPECTED = ("name", "instructions", "files", "tools")
"""Keys of a configuration that hold what a review is about; the API may say null, not nothing."""
_CUSTOM_ACTION = "custom_action"
# The vendor publishes no list: the words that public clients and exports show, in ours.
_CAPABILITIES = {
    "browser": "web_browsing",
    "browsing": "web_browsing",
    "web_browser": "web_browsing",
    "python": "code_interpreter",
    "dalle": "image_generation",
    "image_gen": "image_generation",
}
_AUTH = {
    "none": AuthType.NONE,
    "api_key": AuthType.API_KEY,
    "service_http": AuthType.API_KEY,
    "user_http": AuthType.API_KEY,
    "oauth": AuthType.OAUTH,
}


@dataclass(frozen=True, slots=True)
class FileLink:
    """A knowledge file and where it can be fetched for a while."""

    id: str
    """Empty where the API gives none."""
    name: str
    url: str = field(default="", repr=False)
    """Signed, so not to be shown; empty where the API gives none."""


@dataclass(frozen=True, slots=True)
class GptConfig:
    """One item of a page."""

    gpt: Gpt
    """Without its knowledge."""
    files: tuple[FileLink, ...]
    more_files: bool
    """Whether the API holds files that it did not list."""


def read_id(node: Node) -> str:
    """The identifier of an item.

    Raises:
        FieldError: The item is no mapping, or has none that can be used as a cursor.
    """
    keys = node.keys()
    identifier = keys.text("id")
    if not _IDENTIFIER.fullmatch(identifier):
        raise FieldError("/id", "no usable id", expected="up to 200 ASCII characters, no space")
    return identifier


def read_config(node: Node, budget: Inside) -> GptConfig:
    """The GPT of an item; keys that nobody asked for are left alone, the API has many.

    Args:
        node: The item.
        budget: Counts the actions.

    Raises:
        FieldError: A value is missing or of the wrong kind.
    """
    keys, identifier = node.keys(), read_id(node)
    newest = _newest(keys.get("latest_config"))
    _note_missing(newest)
    config = newest.keys()
    tools, more_tools = _list(config.get("tools"))
    files, more_files = _list(config.get("files"))
    links = tuple(map(_link, files))
    actions = _actions(tools, budget)
    if more_tools:
        actions.append(GptAction("", unread="the API holds more tools than it listed"))
    note_same_names([link.name for link in links], config)
    gpt = Gpt(
        id=identifier,
        name=_name(config),
        description=config.text("description"),
        instructions=config.text("instructions"),
        conversation_starters=config.texts("conversation_starters"),
        capabilities=_capabilities(tools),
        categories=config.texts("categories"),
        actions=tuple(actions),
        builder=Builder(name=keys.text("builder_name")),
        visibility=_visibility(keys.get("sharing")),
    )
    return GptConfig(gpt, links, more_files)


def read_links(node: Node) -> tuple[FileLink, ...]:
    """The files of an item alone.

    Raises:
        FieldError: A value is missing or of the wrong kind.
    """
    files, _ = _list(_newest(node.keys().get("latest_config")).keys().get("files"))
    return tuple(map(_link, files))


def _newest(node: Node | None) -> Node:
    """The configuration that was made last; the first where the API does not date them all."""
    configs = node.keys().get("data") if node else None
    found = configs.items() if configs else []
    if not found:
        raise FieldError("/latest_config", "no configuration", expected="at least one in its data")
    made = [_created(config) for config in found]
    if None in made:
        return found[0]
    return max(zip(made, found, strict=True), key=itemgetter(0))[1]


def _created(config: Node) -> float | None:
    """Seconds since 1970; None where the API says it in another way or not at all."""
    moment = config.mapping().get("created_at")
    return moment if type(moment) is float else float(moment) if type(moment) is int else None


def _note_missing(config: Node) -> None:
    for key in _EXPECTED:
        if key not in config.mapping():
            config.notes.add(config.pointer, f"the API gives no {key}")


def _name(config: Keys) -> str:
    name = config.text("name")
    if not name:
        config.notes.add(config.pointer, "the GPT has no name")
    return name


def _list(node: Node | None) -> tuple[Sequence[Node], bool]:
    """The items of a list object, and whether there are more than it shows."""
    if node is None:
        return (), False
    keys = node.keys()
    items, more = keys.get("data"), keys.get("has_more")
    if items is None:
        raise FieldError(f"{node.pointer}/data", "no data", expected="a list")
    return items.items(), more is not None and more.flag()


def _link(node: Node) -> FileLink:
    keys = node.keys()
    identifier, name, url = keys.text("id"), keys.text("name"), keys.text("download_url")
    if not name:
        node.notes.add(node.pointer, "the API gives no name of the file, and its id stands for it")
    return FileLink(identifier, knowledge_name(name or identifier or "unnamed"), url)


def _word(node: Node, key: str) -> str:
    return node.keys().text(key).strip().lower().replace("-", "_").replace(" ", "_")


def _kind(tool: Node) -> str:
    kind = _word(tool, "type")
    if not kind:
        raise FieldError(f"{tool.pointer}/type", "a tool without a type", expected="a word")
    return kind


def _capabilities(tools: Sequence[Node]) -> tuple[str, ...]:
    kinds = {kind for tool in tools if (kind := _kind(tool)) != _CUSTOM_ACTION}
    return tuple(sorted({_CAPABILITIES.get(kind, kind) for kind in kinds}))


def _actions(tools: Sequence[Node], budget: Inside) -> list[GptAction]:
    return [_action(tool, budget) for tool in tools if _kind(tool) == _CUSTOM_ACTION]


def _action(tool: Node, budget: Inside) -> GptAction:
    keys = tool.keys()
    schema = keys.text("action_openapi_raw")
    unread = budget.given(schema.encode()).unread if schema else "the API gives no schema for it"
    return GptAction(
        schema="" if unread else schema,
        auth=_auth(tool),
        privacy_policy_url=keys.text("action_privacy_policy_url"),
        unread=unread,
    )


def _auth(tool: Node) -> ActionAuth | None:
    word = _word(tool, "auth_type")
    if not word:
        return None
    if word not in _AUTH:
        tool.notes.add(tool.pointer, f"the auth_type {shown(word)} is unknown")
        return None
    return ActionAuth(_AUTH[word])


def _visibility(node: Node | None) -> Visibility | None:
    if node is None:
        return None
    word = node.keys().text("visibility")
    known = {each.value: each for each in Visibility}
    if word and word not in known:
        node.notes.add(node.pointer, f"the visibility {shown(word)} is unknown")
    return known.get(word)
