"""A plugin full of secrets, migrated; every value is made up and put together at run time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gptreview.convert.migration import PluginDocuments, migrate_documents
from gptreview.convert.specification import ActionOptions
from gptreview.model.migration import Migration
from gptreview.reading.document import read_mapping

TOKEN = "".join(["deadbeef"] * 4)
SECRET = "-".join(["not", "a", "real", "secret", "99"])
AWS = "AKIAIOSFODNN7EXAMPLE"
PASSWORD = "-".join(["fake", "pass", "word"])
LONG_KEY = "sk-" + "A1" * 16
SECRETS = (TOKEN, SECRET, AWS, PASSWORD, LONG_KEY)


def plugin() -> tuple[dict[str, Any], dict[str, Any]]:
    """A manifest and an OpenAPI document with secrets wherever there is room for one."""
    everything = " ".join(SECRETS)
    manifest = {
        "name_for_human": f"Boats {TOKEN}",
        "name_for_model": SECRET,
        "description_for_human": everything,
        "description_for_model": f"Send {SECRET} in a header, or https://jo:{PASSWORD}@boats.net.",
        "auth": {
            "type": "oauth",
            "client_url": f"https://boats.net/oauth?client_secret={PASSWORD}",
            "authorization_url": f"https://jo:{PASSWORD}@boats.net/{TOKEN}",
            "scope": AWS,
            "client_secret": SECRET,
            "verification_tokens": {"openai": TOKEN, LONG_KEY: "x"},
        },
        "api": {"type": "openapi", "url": "https://api.boats.net/openapi.yaml"},
        "password": PASSWORD,
        AWS: {TOKEN: SECRET},
    }
    operation = {
        "operationId": LONG_KEY,
        "summary": everything,
        "parameters": [{"name": TOKEN, "in": "query", "schema": {"default": SECRET, "x": AWS}}],
        "responses": {"200": {"description": TOKEN}, SECRET: {"description": ""}},
        "x-" + AWS: everything,
    }
    document = {
        "openapi": "3.0.1",
        "info": {"title": TOKEN, "version": AWS},
        "servers": [{"url": f"https://jo:{PASSWORD}@api.boats.net/{TOKEN}?key={SECRET}"}],
        "paths": {f"/{TOKEN}/{{{SECRET}}}": {"post": operation}, LONG_KEY: {"get": operation}},
        "components": {"schemas": {SECRET: {"type": "object", "properties": {AWS: {}}}}},
    }
    return manifest, document


def spoken(migration: Migration) -> str:
    """Everything that can be read of a migration, its changes included."""
    return f"{migration!r} {migration.files!r}"


@pytest.mark.parametrize("escaped", [False, True])
def test_no_secret_survives_a_migration(escaped: bool) -> None:  # noqa: FBT001
    """No file, message, pointer or name of the result holds any of them, escaped or not."""
    manifest, document = plugin()
    texts = [json.dumps(value) for value in (manifest, document)]
    if escaped:
        spelt = "".join(f"\\u{ord(character):04x}" for character in AWS)
        texts = [text.replace(AWS, spelt) for text in texts]
    first, second = (
        read_mapping(text.encode(), name=name)
        for text, name in zip(texts, ("ai-plugin.json", "openapi.json"), strict=True)
    )
    migration = migrate_documents(PluginDocuments(first, second), ActionOptions(), name="boats")
    said = spoken(migration)
    assert [secret for secret in SECRETS if secret in said] == []
    assert "jo:" not in said
    assert len(migration.operations) == 2
