"""The entry to this room: a part of a listing in, its text and what stayed unread out."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.extract.limits import ExtractLimits
from gptreview.model.segment import Artifact, Segment, Unread


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read of one artifact, and everything that was not."""

    segments: tuple[Segment, ...]
    unread: tuple[Unread, ...]


def extract(artifact: Artifact, limits: ExtractLimits = ExtractLimits()) -> Extraction:
    """Take the text out of an artifact; whatever its bytes are, this ends and raises nothing."""
    if len(artifact.data) > limits.max_bytes:
        reason = f"{len(artifact.data):,} bytes, over the budget of {limits.max_bytes:,}"
        return Extraction((), (Unread(artifact.field, reason, code="too-large"),))
    try:
        text = artifact.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Extraction((), (Unread(artifact.field, "not UTF-8", code="unknown-type"),))
    return Extraction((Segment(artifact.field, artifact.kind, text),), ())
