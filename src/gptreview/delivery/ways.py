"""The ways there are: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.delivery import Sink
from gptreview.delivery.folder import FolderSink, overlap, require_unused, resolved_folder


@dataclass(frozen=True, slots=True)
class Way:
    """How to reach subscribers of one kind."""

    resolved: Callable[[str], str]
    """What the user names, as the registry keeps it; an `InputError` where it cannot be used."""
    require_unused: Callable[[str], None]
    """An `InputError` where somebody was told before, by what the registry keeps."""
    overlap: Callable[[str, str], bool]
    """Whether two subscribers would write into each other's, by what the registry keeps."""
    opened: Callable[[str], Sink]
    """The subscriber's end, by what the registry keeps; touches nothing yet."""


WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {"folder": Way(resolved_folder, require_unused, overlap, FolderSink)}
)
