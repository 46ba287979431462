"""A migration as JSON: every mapping, repair and loss, with both its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gptreview import __version__
from gptreview.model.change import Change, Place
from gptreview.model.migration import Migration
from gptreview.net.url import mask_url
from gptreview.render.json_text import pretty_json

SCHEMA = "gptreview/migration/v1"


def migration_json(migration: Migration, digests: Mapping[str, str]) -> str:
    """migration.json; the same migration gives the same bytes.

    Args:
        migration: What was done.
        digests: SHA-256 of every other file of the bundle, by its path.
    """
    value = {
        "schema": SCHEMA,
        "generator": f"gptreview {__version__}",
        "bundle": migration.name,
        "source": {
            "plugin": f"{migration.manifest.name_for_model} {mask_url(migration.manifest.api_url)}",
            "manifest": migration.source,
            "spec": migration.spec_source or None,
            "spec_version": migration.spec_version or None,
        },
        "auth": {key: item for key, item in asdict(migration.auth).items() if item},
        "actions": [asdict(action) for action in migration.actions],
        "operations": [
            {key: item for key, item in asdict(entry).items() if item}
            for entry in migration.operations
        ],
        "gaps": [asdict(gap) for gap in migration.gaps],
        "summary": dict(sorted(Counter(change.kind.value for change in migration.changes).items())),
        "changes": [change_value(change) for change in migration.changes],
        "files": dict(digests),
    }
    return pretty_json(value)


def change_value(change: Change) -> dict[str, Any]:
    """One change as JSON; absent places are null, an absent operation is left out."""
    value: dict[str, Any] = {
        "kind": change.kind.value,
        "code": change.code,
        "message": change.message,
        "before": _place(change.before),
        "after": _place(change.after),
    }
    return {**value, "operation": change.operation} if change.operation else value


def _place(place: Place | None) -> dict[str, str] | None:
    return None if place is None else {"file": place.file, "pointer": place.pointer}
