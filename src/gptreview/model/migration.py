"""The result of migrating one plugin: files, every change, and what a person must still do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gptreview.model.action import ActionAuth
from gptreview.model.change import Change
from gptreview.model.plugin import PluginManifest


@dataclass(frozen=True, slots=True)
class OperationOutcome:
    """What became of one operation of the source."""

    method: str
    """Upper case; ``*`` where a whole path could not be read."""
    path: str
    pointer: str
    """JSON pointer in the source document."""
    operation_id: str
    file: str = ""
    """The action file that holds it, relative to the bundle; empty where it was left out."""
    code: str = ""
    """Where it does not work: the code of the loss, ``operation.incomplete`` where it is there."""
    reason: str = ""
    """Where it does not work: why, in one clause."""

    @property
    def usable(self) -> bool:
        """Whether it works in the GPT builder with every input that the source gives it."""
        return bool(self.file) and not self.code


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that only a person can supply before the bundle works."""

    code: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class ActionFile:
    """One action as it goes into the GPT editor."""

    file: str
    """Path relative to the bundle, ``/`` separated."""
    server: str
    operations: int


@dataclass(frozen=True, slots=True)
class Migration:
    """One plugin, migrated."""

    name: str
    """Name of the bundle folder."""
    source: str
    """The manifest as the user named it; never an absolute path."""
    manifest: PluginManifest
    auth: ActionAuth
    actions: tuple[ActionFile, ...]
    operations: tuple[OperationOutcome, ...]
    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    spec_source: str = ""
    """The OpenAPI document as the user named it; empty where there is none."""
    spec_version: str = ""
    """What the document says it is: ``3.0.1``, ``2.0``."""
    asked_auth: ActionAuth | None = None
    """What the document requires where the manifest says that nothing is."""
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Text by path relative to the bundle."""
