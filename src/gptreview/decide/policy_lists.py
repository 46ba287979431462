"""The lists of a policy: clauses, what a workspace allows, and waivers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from gptreview.decide.defects import Defects, shown
from gptreview.decide.domain import canonical_host, host_of
from gptreview.model.finding import Wording
from gptreview.model.policy import AllowList, Clause, Waiver
from gptreview.reading.pointer import join

_CLAUSE_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CLAUSE_KEYS: Final = ("title", "text", "date", "source")
_WAIVER_KEYS: Final = ("rule_id", "evidence_digest", "owner", "reason", "expires")
_ALLOW_HOSTS: Final = ("action_domains", "own_domains", "builder_domains")
_ALLOW_NAMES: Final = ("gpt_ids", "builders")
_NO_WORDING: Final = Wording("", "")


def read_clauses(value: Any, pointer: str, defects: Defects) -> dict[str, Clause]:
    """Clauses by their id, in the order of the file."""
    if not isinstance(value, dict):
        defects.add(pointer, shown(value), expected="a mapping from clause ids to clauses")
        return {}
    return {id: _clause(id, each, join(pointer, id), defects) for id, each in value.items()}


def _clause(id: str, value: Any, pointer: str, defects: Defects) -> Clause:
    if not _CLAUSE_ID.fullmatch(id):
        defects.add(
            pointer, f"{shown(id)} is no clause id", expected="an id like usage-policies/fraud"
        )
    fields = defects.mapping(value, pointer, keys=_CLAUSE_KEYS, needed=_CLAUSE_KEYS)
    given = {key: (item, join(pointer, key)) for key, item in fields.items()}
    return Clause(
        id=id,
        title=_wording(*given["title"], defects) if "title" in given else _NO_WORDING,
        text=_wording(*given["text"], defects) if "text" in given else _NO_WORDING,
        date=_date(*given["date"], defects) if "date" in given else dt.date.min,
        source=_source(*given["source"], defects) if "source" in given else "",
    )


def read_allow_list(value: Any, pointer: str, defects: Defects) -> AllowList:
    """What a workspace lets in; a list that is not there allows everything."""
    lists = defects.mapping(value, pointer, keys=(*_ALLOW_HOSTS, *_ALLOW_NAMES))
    read = {
        key: tuple(
            _host(item, at, defects) if key in _ALLOW_HOSTS else defects.text(item, at)
            for at, item in defects.items(each, join(pointer, key), expected="a list of texts")
        )
        for key, each in lists.items()
    }
    return AllowList(**read)


def read_waivers(value: Any, pointer: str, defects: Defects) -> tuple[Waiver, ...]:
    """The waivers in the order of the file; whether one has expired is not the file's matter."""
    items = defects.items(value, pointer, expected="a list of waivers, empty for none")
    return tuple(_waiver(item, at, defects) for at, item in items)


def _waiver(value: Any, pointer: str, defects: Defects) -> Waiver:
    fields = defects.mapping(value, pointer, keys=_WAIVER_KEYS, needed=_WAIVER_KEYS)
    texts = {
        key: defects.text(fields[key], join(pointer, key)) if key in fields else ""
        for key in ("rule_id", "evidence_digest", "owner", "reason")
    }
    if texts["evidence_digest"] and not _DIGEST.fullmatch(texts["evidence_digest"]):
        defects.add(
            join(pointer, "evidence_digest"),
            shown(texts["evidence_digest"]),
            expected="sha256: and 64 hex digits",
            next_step="copy evidence_digest from the finding in the JSON report",
        )
    expires = dt.date.min
    if "expires" in fields:
        expires = _date(fields["expires"], join(pointer, "expires"), defects)
    return Waiver(expires=expires, **texts)


def _wording(value: Any, pointer: str, defects: Defects) -> Wording:
    """A sentence in both languages; a plain text stands for both."""
    if isinstance(value, str):
        text = defects.text(value, pointer)
        return Wording(text, text)
    sentences = defects.mapping(value, pointer, keys=("en", "zh"), needed=("en", "zh"))
    read = {key: defects.text(item, join(pointer, key)) for key, item in sentences.items()}
    return Wording(read.get("en", ""), read.get("zh", ""))


def _date(value: Any, pointer: str, defects: Defects) -> dt.date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass  # the 30th of February
    defects.add(pointer, shown(value), expected="a date like 2026-12-31")
    return dt.date.min


def _source(value: Any, pointer: str, defects: Defects) -> str:
    url = defects.text(value, pointer, expected="an https URL")
    if url and not (url.startswith("https://") and host_of(url)):
        defects.add(pointer, shown(url), expected="an https URL")
    return url


def _host(value: Any, pointer: str, defects: Defects) -> str:
    text = defects.text(value, pointer, expected="a host like example.com")
    host = canonical_host(text)
    if text and "." not in host:
        defects.add(
            pointer,
            shown(text),
            expected="a host like example.com",
            next_step="leave out scheme, port, path and wildcard: subdomains are included",
        )
    return host
