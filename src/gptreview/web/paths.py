"""Paths that visitors give: only places of ours are gone to."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(path: str, default: str = "/") -> str:
    """The path with its query, where it leads nowhere else; the default otherwise."""
    is_plain = path.isascii() and path.isprintable() and "\\" not in path
    if not is_plain or not path.startswith("/") or path.startswith("//"):
        return default
    try:
        parts = urlsplit(path)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else path
