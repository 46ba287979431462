"""The listing around the actions: gpt.yaml and instructions.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from gptreview.convert.ledger import Stage
from gptreview.convert.limits import GPT_DESCRIPTION, GPT_NAME, INSTRUCTIONS
from gptreview.convert.targets.gpt_action.descriptions import Overflow
from gptreview.convert.targets.gpt_action.split import Part
from gptreview.errors import InputError
from gptreview.model.action import ActionAuth, JsonObject
from gptreview.model.plugin import PluginManifest
from gptreview.net.url import HttpsUrl

GPT_FILE = "gpt.yaml"
INSTRUCTIONS_FILE = "instructions.md"
# C0 and DEL but for tab and line feed: a terminal obeys them, and a model cannot read them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNSAFE = re.compile(r"[^a-z0-9._-]+")


def file_names(parts: Sequence[Part]) -> list[str]:
    """``actions/HOST.openapi.yaml``, with the part's label where one host has several."""
    hosts = [_slug(urlsplit(part.server).hostname or "server") for part in parts]
    names: list[str] = []
    for host, part in zip(hosts, parts, strict=True):
        stem = f"{host}-{_slug(part.label)}" if part.label else host
        name, number = stem, 2
        while f"actions/{name}.openapi.yaml" in names:
            name, number = f"{stem}-{number}", number + 1
        names.append(f"actions/{name}.openapi.yaml")
    return names


def gpt_listing(
    manifest: PluginManifest, auth: ActionAuth, files: Sequence[str], stage: Stage
) -> JsonObject:
    """gpt.yaml as a value; the privacy URL is left to the builder's own word."""
    listing: JsonObject = {
        "schema": "gpt/v1",
        "name": manifest.name_for_human,
        "description": manifest.description_for_human,
        "instructions": INSTRUCTIONS_FILE,
        "conversation_starters": [],
        "capabilities": {
            "web_browsing": False,
            "code_interpreter": False,
            "image_generation": False,
        },
        "actions": [
            {"schema": file, **_imported_from(manifest), "auth": auth_fields(auth)}
            for file in files
        ],
    }
    _warn_length(manifest.name_for_human, GPT_NAME, "name", stage)
    _warn_length(manifest.description_for_human, GPT_DESCRIPTION, "description", stage)
    return listing


def auth_fields(auth: ActionAuth) -> JsonObject:
    """The authentication dialog's fields, without what must be entered anew."""
    fields = {
        "type": auth.type.value,
        "scheme": auth.scheme,
        "header": auth.header,
        "authorization_url": auth.authorization_url,
        "token_url": auth.token_url,
        "scope": auth.scope,
        "token_exchange_method": auth.token_exchange_method,
    }
    return {key: value for key, value in fields.items() if value}


def _imported_from(manifest: PluginManifest) -> JsonObject:
    """Where the document can be looked at again; what may hold a secret is left out."""
    try:
        url = HttpsUrl.parse(manifest.api_url)
    except InputError:  # relative, or no https; one with credentials is refused too
        return {}
    return {} if "?" in url.target else {"schema_url": str(url)}


def instructions_text(manifest: PluginManifest, overflow: Sequence[Overflow], stage: Stage) -> str:
    """The plugin's words to the model, unchanged, then what did not fit into the actions.

    Control characters alone are taken out, which no editor's text field takes.
    """
    blocks = [
        _without_controls(manifest.description_for_model, "/description_for_model", stage),
        _without_controls(overflow_text(overflow), None, stage),
    ]
    text = "\n\n".join(block.strip("\n") for block in blocks if block) + "\n"
    if len(text) > INSTRUCTIONS:
        stage.loss(
            "instructions.too_long",
            f"the instructions have {len(text)} characters; the GPT editor is said to accept "
            f"{INSTRUCTIONS}: shorten them or move a part into a knowledge file",
            before="/description_for_model",
            after=f"{INSTRUCTIONS_FILE}#",
        )
    return text


def overflow_text(overflow: Sequence[Overflow]) -> str:
    """Text that did not fit into the actions, by operation; empty where there is none."""
    blocks: list[str] = []
    operation = ""
    for note in overflow:
        if note.operation_id != operation:
            operation = note.operation_id
            blocks.append(f"### {operation}")
        label = "" if note.subject == "description" else f"{note.subject}: "
        blocks.append(f"{label}{note.text}")
    return "\n\n".join(["## More about the actions", *blocks]) + "\n" if blocks else ""


def _without_controls(text: str, before: str | None, stage: Stage) -> str:
    """The text with line breaks as line feeds, and without any other control character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean, removed = _CONTROL.subn("", lines)
    if removed:
        stage.repair(
            "instructions.control_characters",
            f"control characters (such as escape or null) were taken out: {removed} in all",
            before=before,
            after=f"{INSTRUCTIONS_FILE}#",
        )
    return clean


def _warn_length(text: str, limit: int, field: str, stage: Stage) -> None:
    if len(text) > limit:
        stage.loss(
            f"gpt.{field}_too_long",
            f"the {field} has {len(text)} characters; the GPT editor is said to accept {limit}: "
            "shorten it there",
            before=f"/{field}_for_human",
            after=f"{GPT_FILE}#/{field}",
        )


def _slug(text: str) -> str:
    return _UNSAFE.sub("-", text.lower()).strip("-.")[:64] or "action"
