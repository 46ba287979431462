"""A manifest and its OpenAPI document to a whole bundle, and what a person must still supply."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gptreview.convert.migration import PluginDocuments, migrate_documents
from gptreview.convert.specification import ActionOptions
from gptreview.errors import InputError
from gptreview.model.migration import Gap, Migration
from gptreview.reading.document import Document, read_mapping
from gptreview.render.migration_markdown import migration_markdown

Json = dict[str, Any]

_OK = {"200": {"description": "OK"}}
_OAUTH = {
    "type": "oauth",
    "client_url": "https://id.example.org/authorize",
    "authorization_url": "https://id.example.org/token",
    "scope": "a,b",
}


def _read(value: Json, name: str) -> Document:
    return read_mapping(json.dumps(value).encode(), name=name)


def _manifest(**fields: Any) -> Json:
    return {
        "schema_version": "v1",
        "name_for_human": "Boats",
        "name_for_model": "boats",
        "description_for_human": "Find boats.",
        "description_for_model": "Helps with boats.",
        "auth": {"type": "none"},
        "api": {"type": "openapi", "url": "https://boats.example.org/openapi.yaml"},
        **fields,
    }


def _spec(**fields: Any) -> Json:
    return {
        "openapi": "3.0.1",
        "info": {"title": "Boats", "version": "1"},
        "servers": [{"url": "https://boats.example.org"}],
        "paths": {"/boats": {"get": {"operationId": "listBoats", "responses": _OK}}},
        **fields,
    }


def _migrate(manifest: Json, spec: Json | None, **options: Any) -> Migration:
    documents = PluginDocuments(
        _read(manifest, "ai-plugin.json"), _read(spec, "openapi.json") if spec else None
    )
    return migrate_documents(documents, ActionOptions(**options), name="boats")


def test_a_whole_plugin_becomes_a_bundle() -> None:
    """Listing, instructions and action are written; nothing is missing."""
    migration = _migrate(_manifest(), _spec())
    action = "actions/boats.example.org.openapi.yaml"
    assert sorted(migration.files) == [action, "gpt.yaml", "instructions.md"]
    assert migration.files["instructions.md"] == "Helps with boats.\n"
    assert migration.files["gpt.yaml"] == (
        "schema: gpt/v1\n"
        "name: Boats\n"
        "description: Find boats.\n"
        "instructions: instructions.md\n"
        "conversation_starters: []\n"
        "capabilities:\n"
        "  web_browsing: false\n"
        "  code_interpreter: false\n"
        "  image_generation: false\n"
        "actions:\n"
        f"  - schema: {action}\n"
        "    schema_url: https://boats.example.org/openapi.yaml\n"
        "    auth:\n"
        "      type: none\n"
    )
    assert migration.files[action].startswith('openapi: "3.1.0"\ninfo:\n  title: Boats\n')
    assert migration.gaps == ()
    assert (migration.source, migration.spec_source, migration.spec_version) == (
        "ai-plugin.json",
        "openapi.json",
        "3.0.1",
    )
    assert {change.kind.value for change in migration.changes} == {"mapping"}


def test_a_manifest_alone_becomes_a_listing_with_a_gap() -> None:
    """Without its document there is no action, and the gap says where to get one."""
    migration = _migrate(_manifest(auth=_OAUTH), None)
    assert sorted(migration.files) == ["gpt.yaml", "instructions.md"]
    assert (migration.actions, migration.operations, migration.spec_source) == ((), (), "")
    assert [gap.code for gap in migration.gaps] == ["spec.missing"]
    assert "https://boats.example.org/openapi.yaml" in migration.gaps[0].next_step
    assert migration.auth.token_url == "https://id.example.org/token"  # noqa: S105 - an address


def test_the_next_step_shows_no_query_of_an_address() -> None:
    """A key in api.url's query is not repeated."""
    manifest = _manifest(api={"type": "openapi", "url": "https://boats.example.org/o.yaml?key=abc"})
    (gap,) = _migrate(manifest, None).gaps
    assert "https://boats.example.org/o.yaml" in gap.next_step
    assert "abc" not in gap.next_step
    (gap,) = _migrate(_manifest(api={}), None).gaps
    assert "the API owner" in gap.next_step


@pytest.mark.parametrize(
    ("auth", "codes"),
    [
        ({"type": "none"}, []),
        (_OAUTH, []),
        ({**_OAUTH, "client_url": ""}, ["auth.oauth_url"]),
        ({**_OAUTH, "client_url": "http://id.example.org/a"}, ["auth.oauth_url"]),
        ({**_OAUTH, "authorization_url": "https://[bad"}, ["auth.oauth_url"]),
        ({"type": "oauth"}, ["auth.oauth_url", "auth.oauth_url"]),
        ({"type": "service_http", "authorization_type": "bearer"}, []),
    ],
)
def test_oauth_addresses_that_cannot_be_used_are_gaps(auth: Json, codes: list[str]) -> None:
    """Each of the two must be an https URL; the gap calls it by the editor's name."""
    gaps = _migrate(_manifest(auth=auth), _spec()).gaps
    assert [gap.code for gap in gaps] == codes
    assert all("URL" in gap.message for gap in gaps)


def test_operations_without_a_public_server_are_a_gap() -> None:
    """Document and manifest name no public host, so somebody must."""
    manifest = _manifest(api={"type": "openapi", "url": "http://localhost:3000/openapi.yaml"})
    migration = _migrate(manifest, _spec(servers=[{"url": "http://localhost:3000/api/v1"}]))
    assert [(gap.code, gap.next_step) for gap in migration.gaps] == [
        ("server.none", "run migrate again with --server https://HOST/api/v1")
    ]
    assert "1 of 1 operations have no public https server (" in migration.gaps[0].message
    mended = _migrate(
        manifest, _spec(servers=[{"url": "http://localhost:3000"}]), server="https://b.example.org"
    )
    assert mended.gaps == ()
    assert [action.server for action in mended.actions] == ["https://b.example.org"]


def test_a_server_that_has_to_move_is_a_gap() -> None:
    """A port that actions cannot call is given up, and somebody must make the API answer."""
    migration = _migrate(_manifest(), _spec(servers=[{"url": "https://boats.example.org:8443"}]))
    assert [gap.code for gap in migration.gaps] == ["server.moved"]
    assert [action.server for action in migration.actions] == ["https://boats.example.org"]


def test_operations_that_cannot_work_are_a_gap() -> None:
    """They are counted, and the way out is named."""
    paths = {
        "/boats": {
            "get": {"operationId": "g", "responses": _OK},
            "head": {"operationId": "h", "responses": _OK},
        }
    }
    assert _migrate(_manifest(), _spec(paths=paths)).gaps == (
        Gap(
            "operations.left_out",
            "1 of 2 operations cannot work in the GPT builder",
            "see What was lost; change the API, or call them through a server of your own",
        ),
    )


def test_texts_that_do_not_fit_move_to_the_instructions() -> None:
    """The action keeps whole sentences, the instructions get the rest under the operation."""
    long = "This sentence says something about boats. " * 12
    paths = {"/boats": {"get": {"operationId": "g", "description": long, "responses": _OK}}}
    migration = _migrate(_manifest(), _spec(paths=paths))
    sentence = "This sentence says something about boats."
    rest = " ".join([sentence] * 5)
    assert migration.files["instructions.md"] == (
        f"Helps with boats.\n\n## More about the actions\n\n### g\n\n{rest}\n"
    )
    action = migration.files["actions/boats.example.org.openapi.yaml"]
    assert action.count(sentence) == 7


@pytest.mark.parametrize(
    "tokens", [{"openai": "0123456789abcdef"}, ["0123456789abcdef"], "0123456789abcdef"]
)
def test_verification_tokens_are_in_no_output(tokens: Any) -> None:
    """They are dropped by name, also where the document repeats them."""
    auth = {"type": "service_http", "authorization_type": "bearer", "verification_tokens": tokens}
    spec = _spec(info={"title": "0123456789abcdef", "version": "1"})
    migration = _migrate(_manifest(auth=auth, description_for_model="Say 0123456789abcdef."), spec)
    told = json.dumps([change.message for change in migration.changes])
    assert "0123456789abcdef" not in "".join(migration.files.values()) + told
    codes = [change.code for change in migration.changes]
    assert codes.count("manifest.verification_tokens") == 1
    assert "secret.removed" in codes
    assert "0123456789abcdef" not in repr(migration)


def test_changes_of_manifest_and_document_keep_their_files() -> None:
    """Each place names the file that it is in, in the source and in the bundle."""
    migration = _migrate(
        _manifest(auth=_OAUTH, logo_url="https://boats.example.org/l.png"), _spec()
    )
    places = {
        (change.before and change.before.file, change.after and change.after.file)
        for change in migration.changes
    }
    action = "actions/boats.example.org.openapi.yaml"
    assert places == {
        ("ai-plugin.json", None),
        ("ai-plugin.json", "gpt.yaml"),
        ("ai-plugin.json", "instructions.md"),
        (None, action),
    }
    swapped = {
        change.code: (
            change.before and change.before.pointer,
            change.after and change.after.pointer,
        )
        for change in migration.changes
        if change.code.startswith("auth.") and change.before
    }
    assert swapped == {
        "auth.client_url": ("/auth/client_url", "/actions/0/auth/authorization_url"),
        "auth.authorization_url": ("/auth/authorization_url", "/actions/0/auth/token_url"),
        "auth.scope": ("/auth/scope", "/actions/0/auth/scope"),
    }


@pytest.mark.parametrize(
    ("manifest", "spec", "where"),
    [
        ({"openapi": "3.0.0"}, None, "ai-plugin.json"),
        (_manifest(), {"openapi": "3.0.0", "paths": {}}, "openapi.json: /paths"),
    ],
)
def test_what_is_no_plugin_is_refused(manifest: Json, spec: Json | None, where: str) -> None:
    """A manifest that is none, or a document without operations, is an error with its place."""
    with pytest.raises(InputError) as raised:
        _migrate(manifest, spec)
    assert where in str(raised.value)


def test_operations_that_lost_an_input_are_a_gap() -> None:
    """Left out and incomplete are counted apart, of all operations that are there."""
    spec = _spec()
    spec["paths"] |= {
        "/crews": {
            "get": {"operationId": "c", "parameters": [{"$ref": "#/no"}]},
            "put": None,
        },
        "/docks": {"$ref": "docks.yaml"},
    }
    gaps = _migrate(_manifest(), spec).gaps
    assert [(gap.code, gap.message) for gap in gaps] == [
        ("operations.left_out", "2 of 4 operations cannot work in the GPT builder"),
        ("operations.incomplete", "1 of 4 operations lack an input or a credential that the "
                                  "document asks for"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("auth", "told"),
    [
        ({"type": "magic"}, "auth.type is 'magic'"),
        ({"type": ["none"]}, "type is an array, expected text"),
        ("bearer", "auth is text, expected an object"),
    ],
)
def test_unreadable_authentication_is_a_gap(auth: Any, told: str) -> None:
    """Nobody but the builder can say how the API is called then."""
    (gap,) = _migrate(_manifest(auth=auth), _spec()).gaps
    assert gap.code == "auth.unknown"
    assert told in gap.message
    assert gap.next_step.startswith("choose the authentication yourself")


@pytest.mark.parametrize(
    ("scheme", "asked"),
    [
        ({"type": "apiKey", "in": "header", "name": "X-API-Key"},
         "an API key in the header `X-API-Key`; if the API answers 401, choose API Key, Custom, "
         "that header."),
        ({"type": "http", "scheme": "basic"},
         "an API key of the kind Basic; if the API answers 401, choose API Key, Basic."),
        ({"type": "oauth2", "flows": {"authorizationCode": {}}},
         "OAuth; if the API answers 401, choose OAuth."),
    ],
)  # fmt: skip
def test_the_checklist_says_what_the_document_asks_for(scheme: Json, asked: str) -> None:
    """The manifest's none is kept, and what may be needed after all is told where it is chosen."""
    spec = _spec(components={"securitySchemes": {"a": scheme}}, security=[{"a": []}])
    migration = _migrate(_manifest(auth={"type": "none"}), spec)
    assert migration.gaps == ()
    assert (
        f"**Authentication**: None. The document itself asks for {asked}\n"
        in migration_markdown(migration)
    )


def test_repairs_of_what_was_left_out_are_not_listed() -> None:
    """Nothing was put right in an operation that is not there; migration.json has every change."""
    lost: Json = {"requestBody": {"content": {"text/plain": {}}}}
    spec = _spec()
    spec["paths"]["/crews"] = {"post": dict(lost)}
    spec["paths"]["/docks"] = {"get": {}}
    migration = _migrate(_manifest(), spec)
    repairs = {change.operation for change in migration.changes if change.kind == "repair"}
    assert repairs == {"POST /crews", "GET /docks"}
    right = migration_markdown(migration).partition("## What was put right")[2]
    assert "`GET /docks`: operationId is missing" in right
    assert "/crews" not in right
