"""Which of the servers in sight an operation is called on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gptreview.convert.define.server_entries import server_urls
from gptreview.convert.define.servers import Server, read_server
from gptreview.convert.ledger import Stage
from gptreview.net.url import mask_url

_AFTER = "/servers/0/url"
_BEFORE_PATH = re.compile(r"\A(?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*|[^/?#]+)")
_BASE_PATH = re.compile(r"(?:/[\w.~-]+)+", re.ASCII)
_NAMED_SERVERS = 3  # in one message
_NAMED_REASONS = 2  # different ones of listed servers in one message


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """The chosen URL, or why there is none."""

    url: str
    problem: str = ""
    base_path: str = ""
    """Where there is none: the path of what the document names."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """One entry of ``servers``."""

    server: Server
    written: str
    place: str


def choose_server(
    document: Mapping[str, Any], api_url: str, override: str, stage: Stage
) -> ServerChoice:
    """The document's own server: the override, else the best listed one, else api.url's origin.

    Of several usable ones the manifest's own host wins, then the order in the document.
    """
    if override:
        return _overridden(document, override, stage)
    listed = [
        _Listed(read_server(url, api_url), url, place)
        for url, place in server_urls(document.get("servers"), "/servers", stage)
    ]
    home = read_server("/", api_url) if api_url else Server("")
    usable = sorted((e for e in listed if e.server.url), key=lambda entry: entry.server.moved)
    if usable:
        own_host = urlsplit(home.url).hostname
        chosen = next((e for e in usable if urlsplit(e.server.url).hostname == own_host), usable[0])
        _report_choice(chosen, listed, stage)
        return ServerChoice(chosen.server.url)
    return _from_manifest(listed, home, api_url, stage)


def own_server(owner: Mapping[str, Any], pointer: str, api_url: str, stage: Stage) -> Server | None:
    """The server that a path item or an operation names for itself; None where it names none."""
    judged = [
        read_server(url, api_url) for url, _ in server_urls(owner.get("servers"), pointer, stage)
    ]
    return next((server for server in judged if server.url), judged[0] if judged else None)


def _overridden(document: Mapping[str, Any], override: str, stage: Stage) -> ServerChoice:
    server = read_server(override)
    if not server.url:
        return ServerChoice("", server.problem)
    written = [mask_url(url) for url, _ in server_urls(document.get("servers"), "", Stage())]
    more = f" and {len(written) - _NAMED_SERVERS} more" if len(written) > _NAMED_SERVERS else ""
    stage.repair(
        "server.override",
        f"server {server.url} was given by hand; "
        + (
            f"it replaces {', '.join(url or repr(url) for url in written[:_NAMED_SERVERS])}{more}"
            if written
            else "the document names none"
        ),
        before="/servers" if "servers" in document else None,
        after=_AFTER,
    )
    return ServerChoice(server.url)


def _report_choice(chosen: _Listed, listed: list[_Listed], stage: Stage) -> None:
    server = chosen.server
    if server.repaired:
        stage.repair(
            _code("server.normalised", server),
            f"server became {server.url}: {server.repaired}",
            before=chosen.place,
            after=_AFTER,
        )
    elif server.url != chosen.written:
        stage.mapping(
            "server.completed",
            f"server is written as {server.url} (absolute, no trailing slash)",
            before=chosen.place,
            after=_AFTER,
        )
    _report_others([entry for entry in listed if entry is not chosen], server.url, stage)


def _report_others(others: list[_Listed], kept: str, stage: Stage) -> None:
    for other in others:
        if other.server.url != kept:
            stage.loss(
                "server.dropped",
                f"the GPT builder takes one server; {kept} was kept and "
                f"{_shown(other)} was left out",
                before=other.place,
                after=None,
            )


def _shown(listed: _Listed) -> str:
    """A server as it is written, and why it could not be used."""
    written = mask_url(listed.written) or "''"
    return written if listed.server.url else f"{written} ({listed.server.problem})"


def _from_manifest(listed: list[_Listed], home: Server, api_url: str, stage: Stage) -> ServerChoice:
    if not home.url:
        reasons = list(dict.fromkeys(entry.server.problem for entry in listed))[:_NAMED_REASONS]
        if api_url:
            reasons.append(f"the manifest's api.url: {read_server(api_url).problem}")
        problem = "; ".join(reasons) or "neither the document nor the manifest names a server"
        return ServerChoice("", problem, _base_path(listed))
    found = listed[0].server.problem if listed else "the document names no server"
    stage.repair(
        _code("server.from_manifest", home),
        f"{found}; the manifest's api.url gives {home.url}"
        + (f" ({home.repaired})" if home.repaired else ""),
        before=listed[0].place if listed else None,
        after=_AFTER,
    )
    _report_others(listed[1:], home.url, stage)
    return ServerChoice(home.url)


def _base_path(listed: list[_Listed]) -> str:
    """The path of the first server that has one; empty where it cannot be read."""
    paths = (_BEFORE_PATH.sub("", each.written.strip(), count=1) for each in listed)
    return next((path for path in map(_plain_path, paths) if path), "")


def _plain_path(path: str) -> str:
    plain = path.partition("?")[0].partition("#")[0].rstrip("/")
    return plain if _BASE_PATH.fullmatch(plain) else ""


def _code(usual: str, server: Server) -> str:
    """A server that is not yet there where it must be is told by a code of its own."""
    return "server.moved" if server.moved else usual
