"""The servers that an API description names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gptreview.reading.pointer import join

_METHODS: Final = ("get", "put", "post", "delete", "patch")


def named_servers(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pointer and URL of every server that the document names, in any version."""
    host = document.get("host")
    if isinstance(host, str):  # Swagger 2.0
        schemes = document.get("schemes")
        insecure = isinstance(schemes, list) and schemes and "https" not in schemes
        yield "/host", f"{'http' if insecure else 'https'}://{host}"
    yield from _entries(document, "")
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if not isinstance(item, dict):
            continue
        yield from _entries(item, join("/paths", path))
        for method in _METHODS:
            yield from _entries(item.get(method), join("/paths", path, method))


def _entries(holder: Any, pointer: str) -> Iterator[tuple[str, str]]:
    servers = holder.get("servers") if isinstance(holder, dict) else None
    for index, server in enumerate(servers if isinstance(servers, list) else ()):
        url = server.get("url") if isinstance(server, dict) else None
        if isinstance(url, str):
            yield join(pointer, "servers", index, "url"), url
