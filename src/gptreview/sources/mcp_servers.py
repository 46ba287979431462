"""The MCP servers of an agent plugin package as actions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gptreview.errors import InputError
from gptreview.model.gpt import GptAction
from gptreview.model.listing import FieldPlace
from gptreview.reading.document import Document
from gptreview.reading.pointer import join
from gptreview.sources.gpt_folder import note_oddities, own_document
from gptreview.sources.inside import Inside
from gptreview.sources.nodes import FieldError, Keys, Notes
from gptreview.sources.origin import DocumentOrigin, placed, told
from gptreview.sources.walk import path_text

MCP_FILES = ("mcp.json", ".mcp.json")
"""Agent Plugins 1.0.0 has the first, Codex and Claude Code the second."""
_SERVERS = "mcpServers"
_START = ("command", "url")
"""Keys of a server, one of which every server has."""


@dataclass(slots=True)
class McpServers:
    """What the files of a package, and its manifest, say of MCP servers."""

    actions: list[GptAction] = field(default_factory=list)
    places: list[FieldPlace] = field(default_factory=list)
    """Of each action."""
    remarks: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    """Files that hold text which is in no action."""
    files: list[str] = field(default_factory=list)
    """Every file that was looked at."""

    def add(self, pointers: Mapping[str, str], origin: DocumentOrigin, files: Inside) -> None:
        """An action for each text, which stands at its pointer."""
        lines = origin.lines(pointers)
        for pointer, text in pointers.items():
            content = files.given(text.encode())
            action = GptAction("" if content.unread else text, unread=content.unread)
            self.actions.append(action)
            self.places.append(FieldPlace(origin.file, lines[pointer], exact=not pointer))


def read_servers(named: Iterable[str], files: Inside) -> McpServers:
    """An action for each server of the package; none where no file names any.

    A single server's schema is the file's own text; one of several is its part of the file,
    written anew, so that no server is scanned under the others' names. A file that cannot be
    read is an unread action.

    Args:
        named: Files that the manifest names beside those of the usual names.
        files: The package.
    """
    servers = McpServers()
    for path in dict.fromkeys((*MCP_FILES, *named)):
        if files.holds(path) or (path in MCP_FILES and files.there(path)):
            _read_file(path, files, servers)
    return servers


def read_inline_servers(document: Document, files: Inside, servers: McpServers) -> None:
    """The servers that a manifest holds itself, as an mcp.json would."""
    value = document.value.get(_SERVERS)
    pointer = f"/{_SERVERS}"
    for index, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
        if isinstance(each, dict):
            at = pointer if index is None else join(pointer, index)
            inner = each.get(_SERVERS)
            entries = inner if isinstance(inner, dict) else each
            top = join(at, _SERVERS) if isinstance(inner, dict) else at
            servers.add(_apart(entries, top), DocumentOrigin(document), files)


def _read_file(path: str, files: Inside, servers: McpServers) -> None:
    notes = Notes()
    servers.files.append(path)
    try:
        document = own_document(path, files)
        origin = DocumentOrigin(document)
        try:
            texts, says_more = _texts(document, notes)
        except FieldError as error:
            raise placed(error, origin) from error
    except InputError as error:
        place = files.place(path)
        where = error.where.removeprefix(place).removeprefix(": ")
        what = f"{where}: {error.found}" if where else error.found
        reason = f"{path_text(path)}, which names its MCP servers, cannot be read ({what})"
        servers.actions.append(GptAction("", unread=reason))
        servers.places.append(FieldPlace(place))
        servers.papers.append(path)
        return
    servers.add(texts, origin, files)
    servers.remarks += told(notes, origin)
    servers.papers += [path] if says_more else []


def _texts(document: Document, notes: Notes) -> tuple[dict[str, str], bool]:
    """By pointer the text of each server, and whether the file says more than that.

    Raises:
        FieldError: The file is no list of servers.
    """
    keys = Keys(document.value, "", notes)
    if _is_bare(document.value):
        for name in document.value:
            keys.get(name)
        note_oddities(document, keys)
        return _apart(document.value, ""), False
    keys.text("$schema")
    node = keys.get(_SERVERS)
    names = node.mapping() if node else {}
    note_oddities(document, keys)
    if not names:
        notes.add("", f"no servers under {_SERVERS}")
    says_more = bool(keys.unknown())
    keys.note_unknown()
    if len(names) == 1:
        return {"": document.text}, says_more
    return _apart(names, f"/{_SERVERS}"), says_more


def _is_bare(value: Mapping[str, Any]) -> bool:
    """Whether the file's root maps names to servers, as Claude Code takes it as well."""
    return bool(value) and all(
        isinstance(each, dict) and any(key in each for key in _START) for each in value.values()
    )


def _apart(servers: Mapping[str, Any], top: str) -> dict[str, str]:
    """By pointer, each server as the only one of a file."""
    return {
        join(top, name): json.dumps({_SERVERS: {name: server}}, indent=2, ensure_ascii=False)
        for name, server in servers.items()
    }
