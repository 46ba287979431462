"""The servers of an mcp.json (Agent Plugins 1.0.0) as actions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gptreview.model.gpt import GptAction
from gptreview.model.listing import FieldPlace
from gptreview.reading.document import Document
from gptreview.reading.pointer import join
from gptreview.sources.gpt_folder import note_oddities, own_document
from gptreview.sources.inside import Inside
from gptreview.sources.nodes import FieldError, Keys, Notes
from gptreview.sources.origin import DocumentOrigin, placed, told

MCP_FILE = "mcp.json"


@dataclass(frozen=True, slots=True)
class McpServers:
    """What an mcp.json says."""

    actions: tuple[GptAction, ...] = ()
    places: tuple[FieldPlace, ...] = ()
    """Of each action."""
    remarks: tuple[str, ...] = ()
    says_more: bool = False
    """Whether it holds text that is in no action."""


def read_servers(files: Inside) -> McpServers:
    """An action for each server of the package; none where there is no mcp.json.

    A single server's schema is the file's own text; one of several is its part of the file,
    written anew, so that no server is scanned under the others' names.

    Raises:
        InputError: The file cannot be read, or is no mcp.json.
    """
    if not files.there(MCP_FILE):
        return McpServers()
    document = own_document(MCP_FILE, files)
    origin = DocumentOrigin(document)
    notes = Notes()
    keys = Keys(document.value, "", notes)
    try:
        keys.text("$schema")
        servers = keys.get("mcpServers")
        names = servers.mapping() if servers else {}
        note_oddities(document, keys)
    except FieldError as error:
        raise placed(error, origin) from error
    if not names:
        notes.add("", "no servers under mcpServers")
    says_more = bool(keys.unknown())
    keys.note_unknown()
    texts = _texts(document, names)
    lines = origin.lines(texts)
    return McpServers(
        actions=tuple(_action(text, files) for text in texts.values()),
        places=tuple(
            FieldPlace(origin.file, lines[pointer], exact=not pointer) for pointer in texts
        ),
        remarks=told(notes, origin),
        says_more=says_more,
    )


def _texts(document: Document, servers: Mapping[str, Any]) -> dict[str, str]:
    """By pointer, the text that stands for each server; the empty pointer is the whole file."""
    if len(servers) == 1:
        return {"": document.text}
    return {
        join("/mcpServers", name): json.dumps(
            {"mcpServers": {name: server}}, indent=2, ensure_ascii=False
        )
        for name, server in servers.items()
    }


def _action(text: str, files: Inside) -> GptAction:
    content = files.given(text.encode())
    return GptAction("" if content.unread else text, unread=content.unread)
