"""Which of the servers in sight an operation is called on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gptreview.convert.define.servers import Server, read_server, server_urls
from gptreview.convert.ledger import Stage

_AFTER = "/servers/0/url"


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """The chosen URL, or why there is none."""

    url: str
    problem: str = ""


def choose_server(
    document: Mapping[str, Any], api_url: str, override: str, stage: Stage
) -> ServerChoice:
    """The document's own server: the override, else the best listed one, else api.url's origin.

    Of several usable ones the manifest's own host wins, then the order in the document.
    """
    if override:
        return _overridden(document, override, stage)
    listed = list(server_urls(document.get("servers"), "/servers", stage))
    judged = [(read_server(url, api_url), url, place) for url, place in listed]
    usable = sorted((entry for entry in judged if entry[0].url), key=lambda entry: entry[0].moved)
    if usable:
        home = urlsplit(api_url).hostname if "://" in api_url else None
        chosen = next((e for e in usable if urlsplit(e[0].url).hostname == home), usable[0])
        _report_choice(chosen, judged, stage)
        return ServerChoice(chosen[0].url)
    return _from_manifest(judged, api_url, stage)


def own_server(owner: Mapping[str, Any], pointer: str, api_url: str, stage: Stage) -> Server | None:
    """The server that a path item or an operation names for itself; None where it names none."""
    judged = [
        read_server(url, api_url)
        for url, _ in server_urls(owner.get("servers"), f"{pointer}/servers", stage)
    ]
    return next((server for server in judged if server.url), judged[0] if judged else None)


def _overridden(document: Mapping[str, Any], override: str, stage: Stage) -> ServerChoice:
    server = read_server(override)
    if not server.url:
        return ServerChoice("", server.problem)
    stage.repair(
        "server.override",
        f"server {server.url} was given by hand and stands in for what the document says",
        before="/servers" if "servers" in document else None,
        after=_AFTER,
    )
    return ServerChoice(server.url)


def _report_choice(
    chosen: tuple[Server, str, str], judged: list[tuple[Server, str, str]], stage: Stage
) -> None:
    server, written, place = chosen
    if server.repaired:
        stage.repair(
            _code("server.normalised", server),
            f"server became {server.url}: {server.repaired}",
            before=place,
            after=_AFTER,
        )
    elif server.url != written:
        stage.mapping(
            "server.completed",
            f"server is written as {server.url} (absolute, no trailing slash)",
            before=place,
            after=_AFTER,
        )
    for other, _, elsewhere in judged:
        if elsewhere != place and other.url != server.url:
            stage.loss(
                "server.dropped",
                f"the GPT builder takes one server; {server.url} was kept and "
                f"{other.url or other.problem} was left out",
                before=elsewhere,
                after=None,
            )


def _from_manifest(
    judged: list[tuple[Server, str, str]], api_url: str, stage: Stage
) -> ServerChoice:
    own = read_server(_origin(api_url)) if "://" in api_url else Server("", "")
    if not own.url:
        reasons = dict.fromkeys([s.problem for s, _, _ in judged] + [own.problem])
        problem = "; ".join(reason for reason in reasons if reason)
        return ServerChoice("", problem or "neither the document nor the manifest names a server")
    found = judged[0][0].problem if judged else "the document names no server"
    stage.repair(
        _code("server.from_manifest", own),
        f"{found}; the manifest's api.url gives {own.url}"
        + (f" ({own.repaired})" if own.repaired else ""),
        before=judged[0][2] if judged else None,
        after=_AFTER,
    )
    return ServerChoice(own.url)


def _code(usual: str, server: Server) -> str:
    """A server that is not yet there where it must be is told by a code of its own."""
    return "server.moved" if server.moved else usual


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
