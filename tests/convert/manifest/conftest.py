"""A sound manifest to be spoilt, and what the parser says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.parse import parse_manifest
from gptreview.model.plugin import PluginManifest

Json = dict[str, Any]
Told = list[tuple[str, str, str, str | None]]
Parse = Callable[[Json], tuple[PluginManifest, Told]]


@pytest.fixture
def manifest() -> Json:
    """An ai-plugin.json that there is nothing to say about."""
    return {
        "schema_version": "v1",
        "name_for_human": "Boat Finder",
        "name_for_model": "boats",
        "description_for_human": "Finds boats.",
        "description_for_model": "Finds boats by harbour.",
        "auth": {"type": "none"},
        "api": {"type": "openapi", "url": "https://api.boats.net/openapi.yaml"},
        "logo_url": "https://boats.net/logo.png",
        "contact_email": "hello@boats.net",
        "legal_info_url": "https://boats.net/legal",
    }


@pytest.fixture
def parse() -> Parse:
    """The parsed manifest, and each change as kind, code, message and pointer in the manifest."""

    def parsed(root: Json) -> tuple[PluginManifest, Told]:
        stage = Stage()
        result = parse_manifest(root, stage)
        assert {change.after for change in stage.changes} <= {None}
        return result, [
            (
                change.kind.value,
                change.code,
                change.message,
                change.before.pointer if change.before else None,
            )
            for change in stage.changes
        ]

    return parsed
