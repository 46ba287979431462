"""A listing's parts as text, and what of them stayed unread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gptreview.extract.extract import Extraction, extract
from gptreview.extract.limits import ExtractLimits
from gptreview.model.gpt import Gpt
from gptreview.model.segment import Artifact, FieldKind, Segment, Unread


@dataclass(frozen=True, slots=True)
class ListingText:
    """Everything in a listing that scanners can look at, and everything that they cannot."""

    segments: tuple[Segment, ...]
    unread: tuple[Unread, ...]
    artifacts: int
    """Parts of the listing that hold anything."""


def read_listing(gpt: Gpt, limits: ExtractLimits) -> ListingText:
    """The texts of a listing, field by field, in a fixed order."""
    parts = [*_texts(gpt, limits), *_knowledge(gpt, limits), *_actions(gpt, limits)]
    return ListingText(
        segments=tuple(segment for part in parts for segment in part.segments),
        unread=tuple(unread for part in parts for unread in part.unread),
        artifacts=len(parts),
    )


def _texts(gpt: Gpt, limits: ExtractLimits) -> Iterator[Extraction]:
    for kind, text in (
        (FieldKind.NAME, gpt.name),
        (FieldKind.DESCRIPTION, gpt.description),
        (FieldKind.INSTRUCTIONS, gpt.instructions),
        (FieldKind.STARTERS, "\n".join(gpt.conversation_starters)),
    ):
        if text:
            yield _written(str(kind), kind, text, limits)


def _knowledge(gpt: Gpt, limits: ExtractLimits) -> Iterator[Extraction]:
    for file in gpt.knowledge:
        field = f"knowledge:{file.name}"
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
    """A text that came as text, inside the same budget as a file."""
    return extract(Artifact(field, kind, field, text.encode("utf-8", "replace")), limits)
