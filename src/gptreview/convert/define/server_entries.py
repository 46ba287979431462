"""The entries of a ``servers`` array, whatever is written there instead of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gptreview.convert.define.servers import LONGEST_URL
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import json_kind, shortened
from gptreview.net.url import mask_url
from gptreview.reading.pointer import join

_AFTER = "/servers/0/url"
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def server_urls(servers: Any, pointer: str, stage: Stage) -> Iterator[tuple[str, str]]:
    """URL and pointer of each entry of a ``servers`` array, variables filled with defaults."""
    for entry, place in _entries(servers, pointer):
        if isinstance(entry, str):
            stage.repair(
                "server.bare_url",
                "a server is a text, expected an object with its url; read as the url",
                before=place,
                after=_AFTER,
            )
            yield entry, place
        elif isinstance(entry, Mapping) and isinstance(entry.get("url"), str):
            _tell_fields(entry, place, stage)
            url_place = join(place, "url")
            yield _filled(entry["url"], entry.get("variables"), url_place, stage), url_place
        else:
            found = "it has no url" if isinstance(entry, Mapping) else f"it is {json_kind(entry)}"
            stage.loss(
                "server.unreadable",
                f"a server could not be read: {found}; left out",
                before=place,
                after=None,
            )


def _tell_fields(entry: Mapping[str, Any], place: str, stage: Stage) -> None:
    for key, value in entry.items():
        if key not in ("url", "variables") and value:
            stage.loss(
                "server.field_dropped",
                f"{shortened(key)} of a server has no use in a GPT action; left out",
                before=join(place, key),
                after=None,
            )


def _entries(servers: Any, pointer: str) -> Iterator[tuple[Any, str]]:
    """Each entry with its pointer; a single one may stand without its array."""
    if isinstance(servers, list):
        yield from ((server, join(pointer, index)) for index, server in enumerate(servers))
    elif servers is not None:
        yield servers, pointer


def _filled(url: str, variables: Any, place: str, stage: Stage) -> str:
    """The URL with the defaults of its variables; as it stands where that makes it too long."""
    if not isinstance(variables, Mapping) or len(url) > LONGEST_URL:
        return url

    def default(match: re.Match[str]) -> str:
        variable = variables.get(match[1])
        value = variable.get("default") if isinstance(variable, Mapping) else None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return match[0]
        text = str(value)
        return match[0] if len(text) > LONGEST_URL else text

    filled = _VARIABLE.sub(default, url)
    if filled == url or len(filled) > LONGEST_URL:
        return url
    stage.repair(
        "server.variables",
        f"server {mask_url(url)} has variables; their defaults were filled in: {mask_url(filled)}",
        before=place,
        after=_AFTER,
    )
    return filled
