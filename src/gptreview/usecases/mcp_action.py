"""An action that is an MCP server: what can be said of it without asking it."""

from __future__ import annotations

from typing import Final

from gptreview.model.segment import Unread
from gptreview.reading.document import Document

_LONGEST_NAME: Final = 40


def mcp_servers(document: Document) -> tuple[str, ...]:
    """Names of the MCP servers that a document configures; none where it is anything else."""
    servers = document.value.get("mcpServers")
    if not isinstance(servers, dict) or "openapi" in document.value or "swagger" in document.value:
        return ()
    return tuple(servers)


def mcp_unread(field: str, name: str) -> Unread:
    """What no scanner has seen of a server: its tools' names and descriptions are its own."""
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 3]}..."
    return Unread(
        field,
        f"the tools of the MCP server {short!r} are known only by asking it",
        code="mcp-server",
    )
