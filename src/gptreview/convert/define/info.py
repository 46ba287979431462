"""Title, version and description of an API."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.convert.ledger import Stage
from gptreview.convert.wording import quoted
from gptreview.model.action import JsonObject


@dataclass(frozen=True, slots=True)
class Info:
    """What the GPT builder needs of the Info Object."""

    title: str
    version: str
    description: str


def read_info(document: JsonObject, title: str, stage: Stage) -> Info:
    """The Info Object's texts; ``title`` stands in where it has none."""
    info = document.get("info")
    known = info if isinstance(info, dict) else {}
    place = "/info" if "info" in document else None
    return Info(
        _required(known, "title", title, place, stage),
        _required(known, "version", "1.0.0", place, stage),
        read_text(known.get("description")),
    )


def read_text(value: object) -> str:
    """A text without surrounding space; numbers as they are written, anything else empty."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _required(info: JsonObject, key: str, stand_in: str, place: str | None, stage: Stage) -> str:
    text = read_text(info.get(key))
    if text:
        return text
    found = "is missing" if info.get(key) in (None, "") else "cannot be read as text"
    stage.repair(
        f"info.{key}",
        f"info.{key} {found}, the GPT builder requires it; {quoted(stand_in)} stands in",
        before=place,
        after=f"/info/{key}",
    )
    return stand_in
