"""The entry to this room: a part of a listing in, its text and what stayed unread out."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.extract.intake import Intake
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.reader import read_field, read_file
from gptreview.model.segment import Artifact, FieldKind, Segment, Unread

_DEFAULT = ExtractLimits()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read of one artifact, and everything that was not."""

    segments: tuple[Segment, ...]
    unread: tuple[Unread, ...]


def extract(artifact: Artifact, limits: ExtractLimits = _DEFAULT) -> Extraction:
    """Take the text out of an artifact; whatever its bytes are, this ends and raises nothing."""
    if len(artifact.data) > limits.max_bytes:
        reason = f"{len(artifact.data):,} bytes, over the budget of {limits.max_bytes:,}"
        return Extraction((), (Unread(artifact.field, reason, code="too-large"),))
    intake = Intake(artifact, limits)
    if artifact.kind is FieldKind.KNOWLEDGE:
        read_file(intake, artifact.data)
    else:
        read_field(intake, artifact.data)
    return Extraction(tuple(intake.segments()), tuple(intake.unread))
