"""A listing's parts as text, and what of them stayed unread."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gptreview.extract.extract import Extraction, extract
from gptreview.extract.limits import ExtractLimits
from gptreview.model.gpt import Gpt
from gptreview.model.segment import Artifact, FieldKind, Segment, Unread

_MAX_BYTES: Final = 4
"""Of one character in UTF-8."""


@dataclass(frozen=True, slots=True)
class ListingText:
    """Everything in a listing that scanners can look at, and everything that they cannot."""

    segments: tuple[Segment, ...]
    unread: tuple[Unread, ...]
    artifacts: int
    """Parts of the listing that hold anything."""


def read_listing(gpt: Gpt, limits: ExtractLimits, knowledge: Sequence[str] = ()) -> ListingText:
    """The texts of a listing, field by field, in a fixed order.

    Args:
        gpt: The listing.
        limits: What each part of it may ask for.
        knowledge: Field of each knowledge file; by default its name says it.
    """
    fields = knowledge or [f"knowledge:{file.name}" for file in gpt.knowledge]
    parts = [*_texts(gpt, limits), *_knowledge(gpt, limits, fields), *_actions(gpt, limits)]
    segments = tuple(segment for part in parts for segment in part.segments)
    unread = tuple(unread for part in parts for unread in part.unread)
    if not unread and all(not segment.text.strip() for segment in segments):
        # A pass would say that somebody has looked at something.
        unread = (Unread("listing", "there is nothing in it to review", code="empty"),)
    return ListingText(segments, unread, artifacts=len(parts))


def _texts(gpt: Gpt, limits: ExtractLimits) -> Iterator[Extraction]:
    for kind, text in (
        (FieldKind.NAME, gpt.name),
        (FieldKind.DESCRIPTION, gpt.description),
        (FieldKind.INSTRUCTIONS, gpt.instructions),
        (FieldKind.STARTERS, "\n".join(gpt.conversation_starters)),
    ):
        if text:
            # Its source has its own limit of bytes; that of uploaded files is another setting.
            yield _written(str(kind), kind, text, replace(limits, max_bytes=sys.maxsize))


def _knowledge(gpt: Gpt, limits: ExtractLimits, fields: Sequence[str]) -> Iterator[Extraction]:
    for file, field in zip(gpt.knowledge, fields, strict=True):
        if file.unread:
            yield Extraction((), (Unread(field, file.unread),))
        elif file.data:
            yield extract(Artifact(field, FieldKind.KNOWLEDGE, file.name, file.data), limits)


def _actions(gpt: Gpt, limits: ExtractLimits) -> Iterator[Extraction]:
    for index, action in enumerate(gpt.actions):
        field = f"action:{index}"
        if action.unread:
            yield Extraction((), (Unread(field, action.unread),))
        elif action.schema:
            yield _written(field, FieldKind.ACTIONS, action.schema, limits)


def _written(field: str, kind: FieldKind, text: str, limits: ExtractLimits) -> Extraction:
    """A text that came as text, inside the budget."""
    if len(text) <= min(limits.max_characters, limits.max_bytes // _MAX_BYTES) and _sound(text):
        return Extraction((Segment(field, kind, text),), ())
    return extract(Artifact(field, kind, field, text.encode("utf-8", "replace")), limits)


def _sound(text: str) -> bool:
    """Whether all of it is characters: a JSON line may hold half of one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
