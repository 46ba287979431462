"""The one server that the GPT builder takes."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, Rule, shortened
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_INVALID: Final = Rule(
    "server.missing",
    Level.ERROR,
    Standing.REPORTED,
    citations.VALIDATOR_REPORT,
    "Give `servers` exactly one entry with the API's public https URL.",
    refuses=True,
)
_TEMPLATE: Final = Rule(
    "server.template",
    Level.ERROR,
    Standing.REPORTED,
    citations.VALIDATOR_REPORT,
    "Write the URL out, with the value of every variable in its place.",
    refuses=True,
)
_NO_ORIGIN: Final = Rule(
    "server.origin",
    Level.ERROR,
    Standing.REPORTED,
    citations.ORIGIN_REPORT,
    "Use https, a lower-case host and no port: https://api.example.com/base.",
    refuses=True,
)
_IGNORED: Final = Rule(
    "server.ignored",
    Level.WARNING,
    Standing.REPORTED,
    citations.ORIGIN_REPORT,
    "Use https, a lower-case host and no port, or remove the entry.",
)
_PRIVATE: Final = Rule(
    "server.private",
    Level.ERROR,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#use-tls-and-https",
    "Name a host that ChatGPT can reach from the internet.",
    refuses=True,
)
_SEVERAL: Final = Rule(
    "server.several",
    Level.WARNING,
    Standing.REPORTED,
    citations.METHOD_REPORT,
    "Keep the one server that the action shall call.",
)
_HOSTS: Final = Rule(
    "server.several_hosts",
    Level.WARNING,
    Standing.REPORTED,
    citations.METHOD_REPORT,
    "Remove it, or make a second action for the second host.",
)


def check_servers(examination: Examination) -> str:
    """Report on ``servers``; the host that the action will call, empty where there is none."""
    servers = examination.document.get("servers")
    entries = [
        (join("/servers", index, "url"), server["url"])
        for index, server in enumerate(servers if isinstance(servers, list) else ())
        if isinstance(server, dict) and isinstance(server.get("url"), str)
    ]
    usable = [(pointer, url, host) for pointer, url in entries if (host := _host(url))]
    if not usable:
        _report_none(examination, entries)
        return ""
    host = usable[0][2]
    _report_hosts(examination, usable, host)
    same = [(pointer, url) for pointer, url, other in usable if other == host]
    return host if _check_origin(examination, same, host) else ""


def _host(url: str) -> str:
    """Lower-case host of an absolute http URL; empty for any other text."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") else ""


def _report_none(examination: Examination, entries: list[tuple[str, str]]) -> None:
    pointer = entries[0][0] if entries else "/servers" * ("servers" in examination.document)
    examination.report(_INVALID, "Could not find a valid URL in `servers`", pointer)


def _report_hosts(examination: Examination, usable: list[tuple[str, str, str]], host: str) -> None:
    if len(usable) > 1:
        message = f"Multiple servers found, using {shortened(usable[0][1])}"
        examination.report(_SEVERAL, message, "/servers")
    for pointer, url, other in usable:
        if other != host:
            message = f"Found multiple hostnames, dropping {shortened(url)}"
            examination.report(_HOSTS, message, pointer)


def _check_origin(examination: Examination, entries: list[tuple[str, str]], host: str) -> bool:
    pointer, first = entries[0]
    if "{" in first:
        message = f"server URL {shortened(first)} has variables, which the builder does not fill"
        examination.report(_TEMPLATE, message, pointer)
        return False
    root = f"https://{f'[{host}]' if ':' in host else host}"
    outside = [(pointer, url) for pointer, url in entries if not _is_under(url, root)]
    if len(outside) == len(entries):
        message = f"None of the provided servers is under the root origin {shortened(root)}"
        examination.report(_NO_ORIGIN, message, pointer)
    for pointer, url in outside:
        message = f"Server URL {shortened(url)} is not under the root origin {shortened(root)}"
        examination.report(_IGNORED, f"{message}; ignoring it", pointer)
    if len(outside) == len(entries):
        return False
    if _is_private(host):
        examination.report(_PRIVATE, f"{host} cannot be reached from the internet", pointer)
        return False
    return True


def _is_under(url: str, root: str) -> bool:
    rest = url.strip().removeprefix(root)
    return rest != url.strip() and (not rest or rest[0] in "/?#")


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
