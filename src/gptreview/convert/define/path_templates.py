"""Path templates: what is written as a key under ``paths``, and what can be called."""

from __future__ import annotations

import re

from gptreview.convert.define.servers import read_server
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import shortened
from gptreview.reading.pointer import join

_FULL_URL = re.compile(r"(?P<origin>https?://[^/?#{}]+)(?P<path>/?.*)", re.IGNORECASE | re.DOTALL)


def settle_path(written: str, server: str, place: str, stage: Stage) -> str:
    """The path with its leading slash, and without the server where it is a full URL there."""
    text = written.strip()
    own = _below(text, server)
    path = f"/{(text if own is None else own).removeprefix('/')}"
    if path == written:
        return path
    found = (
        "does not begin with a slash or has spaces around it"
        if own is None
        else "repeats the server"
    )
    stage.repair(
        "path.no_slash" if own is None else "path.full_url",
        f"path {shortened(written)} {found}; it is {shortened(path)} now",
        before=place,
        after=join("/paths", path),
    )
    return path


def why_uncallable(path: str) -> str:
    """Why nothing that is called can have this path, in one clause; empty where it can."""
    if _FULL_URL.fullmatch(path.removeprefix("/")):
        return "its path is a full URL on another server"
    if "?" in path or "#" in path:
        return (
            f"its path has a {'query' if '?' in path else 'fragment'} in it, which OpenAPI does "
            "not allow and no call keeps apart from the parameters"
        )
    return ""


def _below(text: str, server: str) -> str | None:
    """What follows the server in a full URL; None for anything else."""
    match = _FULL_URL.fullmatch(text)
    if match is None or not server:
        return None
    url = read_server(match["origin"]).url + match["path"]
    return url.removeprefix(server) if f"{url}/".startswith(f"{server}/") else None
