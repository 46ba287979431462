"""ai-plugin.json as ChatGPT read it, the auth object apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.model.plugin import PluginAuth, PluginManifest

Json = dict[str, Any]
Parse = Callable[[Json], tuple[PluginManifest, list[tuple[str, str, str, str]]]]

BOATS = PluginManifest(
    name_for_human="Boat Finder",
    name_for_model="boats",
    description_for_human="Finds boats.",
    description_for_model="Finds boats by harbour.",
    auth=PluginAuth(),
    api_url="https://api.boats.net/openapi.yaml",
    logo_url="https://boats.net/logo.png",
    contact_email="hello@boats.net",
    legal_info_url="https://boats.net/legal",
)


def boats(**fields: Any) -> PluginManifest:
    """The sound manifest with other fields."""
    return replace(BOATS, **fields)


TEXTS = ("name_for_human", "name_for_model", "description_for_human", "description_for_model",
         "logo_url", "contact_email", "legal_info_url", "schema_version")  # fmt: skip


def test_a_sound_manifest_is_read_without_a_word(manifest: Json, parse: Parse) -> None:
    """Every field arrives where it belongs, and nothing is told."""
    assert parse(manifest) == (BOATS, [])


def test_space_around_texts_is_removed(manifest: Json, parse: Parse) -> None:
    """Spaces and line ends around a text mean nothing."""
    spaced = {
        key: f" \n{text}\t" if isinstance(text, str) else text for key, text in manifest.items()
    }
    spaced["api"] = {"type": " OpenAPI ", "url": " https://api.boats.net/openapi.yaml\n"}
    assert parse(spaced) == (BOATS, [])


@pytest.mark.parametrize("field", TEXTS[2:])
def test_optional_fields_may_be_missing(manifest: Json, parse: Parse, field: str) -> None:
    """A missing text is empty, a missing schema_version is v1; null counts as missing."""
    expected = boats(**{field: "v1" if field == "schema_version" else ""})
    assert parse({**manifest, field: None}) == (expected, [])
    del manifest[field]
    assert parse(manifest) == (expected, [])


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [(42, "42", "a number"), (1.5, "1.5", "a number"), (True, "true", "a boolean")],
)
def test_wrong_scalar_types_are_read_as_text(
    manifest: Json, parse: Parse, field: str, value: Any, text: str, kind: str
) -> None:
    """A number or boolean where a text belongs is taken for the text it is written as."""
    message = f"{field} is {kind} ({text}), expected text; read as text"
    assert parse({**manifest, field: value}) == (
        boats(**{field: text}),
        [("repair", "manifest.field_type", message, f"/{field}")],
    )


@pytest.mark.parametrize("field", TEXTS[2:])
@pytest.mark.parametrize(("value", "kind"), [([1], "an array"), ({"en": "x"}, "an object")])
def test_wrong_collections_are_left_out(
    manifest: Json, parse: Parse, field: str, value: Any, kind: str
) -> None:
    """An array or object where a text belongs says nothing that could be kept."""
    message = f"{field} is {kind}, expected text; left out"
    assert parse({**manifest, field: value}) == (
        boats(**{field: "v1" if field == "schema_version" else ""}),
        [("loss", "manifest.field_type", message, f"/{field}")],
    )


@pytest.mark.parametrize(
    ("names", "human", "model", "told"),
    [
        ({"name_for_human": "Boats"}, "Boats", "Boats", [("name_for_model", "Boats", "")]),
        ({"name_for_model": "boats"}, "boats", "boats", [("name_for_human", "boats", "")]),
        (
            {"name_for_human": " ", "name_for_model": ""}, "api.boats.net", "api.boats.net",
            [("name_for_human", "api.boats.net", "/name_for_human"),
             ("name_for_model", "api.boats.net", "/name_for_model")],
        ),
    ],
)  # fmt: skip
def test_missing_names(
    manifest: Json,
    parse: Parse,
    names: Json,
    human: str,
    model: str,
    told: list[tuple[str, str, str]],
) -> None:
    """One name stands in for the other, the API's host for both."""
    del manifest["name_for_human"], manifest["name_for_model"]
    assert parse({**manifest, **names}) == (
        replace(BOATS, name_for_human=human, name_for_model=model),
        [
            ("repair", "manifest.name_missing", f"{field} is missing; {name!r} stands in", place)
            for field, name, place in told
        ],
    )


@pytest.mark.parametrize("url", ["", "openapi.yaml", "https://[bad/openapi.yaml", "//[::1"])
def test_nothing_to_name_a_plugin_by(parse: Parse, url: str) -> None:
    """Without names or a host the plugin is called what it is: unnamed."""
    result, told = parse({"api": {"url": url}, "auth": {"type": "none"}})
    assert result == PluginManifest(
        "unnamed plugin", "unnamed plugin", "", "", PluginAuth(), api_url=url
    )
    assert [code for _, code, _, _ in told] == ["manifest.name_missing"] * 2


@pytest.mark.parametrize(
    ("api", "url", "told"),
    [
        (None, "", []),
        ({}, "", []),
        (
            "https://api.boats.net/openapi.yaml", "",
            [("loss", "manifest.field_type", "api is text, expected an object; left out", "/api")],
        ),
        (
            {"url": ["x"]}, "",
            [("loss", "manifest.field_type", "url is an array, expected text; left out",
              "/api/url")],
        ),
        ({"url": "/openapi.yaml", "has_user_authentication": False}, "/openapi.yaml", []),
        ({"url": "api.boats.net/openapi.yaml"}, "api.boats.net/openapi.yaml", []),
    ],
)  # fmt: skip
def test_odd_api_objects(
    manifest: Json, parse: Parse, api: Any, url: str, told: list[tuple[str, str, str, str]]
) -> None:
    """The URL is taken as it is written, relative or without a scheme; what is no URL is told."""
    assert parse({**manifest, "api": api}) == (replace(BOATS, api_url=url), told)


@pytest.mark.parametrize("kind", ["openapi", "OpenAPI", "", None])
def test_api_type_openapi(manifest: Json, parse: Parse, kind: str | None) -> None:
    """OpenAPI in any spelling, or nothing at all, is OpenAPI."""
    assert parse({**manifest, "api": {**manifest["api"], "type": kind}}) == (BOATS, [])


def test_api_type_unknown(manifest: Json, parse: Parse) -> None:
    """Another type is kept as it is written, and told."""
    message = "api.type is 'graphql', GPT actions know openapi only; read as openapi"
    assert parse({**manifest, "api": {**manifest["api"], "type": "graphql"}}) == (
        replace(BOATS, api_type="graphql"),
        [("loss", "manifest.api_type", message, "/api/type")],
    )


def test_unknown_manifest_fields(manifest: Json, parse: Parse) -> None:
    """Each field that plugin manifests do not have is named with its place; null says nothing."""
    manifest["version"] = "1"
    manifest["a/b~c"] = {}
    manifest["nothing"] = None
    manifest["long" * 50] = 1
    manifest["api"]["versions"] = []
    manifest["auth"]["pkce_required"] = True
    end = " is not a field of plugin manifests and has no place in a GPT; left out"
    code = "manifest.unknown_field"
    assert parse(manifest) == (
        BOATS,
        [
            ("loss", code, f"version{end}", "/version"),
            ("loss", code, f"a/b~c{end}", "/a~1b~0c"),
            ("loss", code, f"{('long' * 50)[:79]}…{end}", f"/{'long' * 50}"),
            ("loss", code, f"api.versions{end}", "/api/versions"),
            ("loss", code, f"auth.pkce_required{end}", "/auth/pkce_required"),
        ],
    )


@pytest.mark.parametrize(
    ("root", "found"),
    [
        ({}, "it is empty"),
        (
            {"swagger": 1, "openapi": 1, "paths": 1, "info": 1},
            "its keys are info, openapi, paths, swagger",
        ),
        (dict.fromkeys("abcdefgh", 1), "its keys are a, b, c, d, e, f and 2 more"),
        ({"12": 1, "": 2, "a b": 3}, "it has 3 other keys"),
        ({"title": 1, "x" * 17: 1}, "its keys are title and 1 more"),
    ],
)
def test_a_mapping_that_is_no_manifest(parse: Parse, root: Json, found: str) -> None:
    """Without any of a manifest's own fields it is refused, with the names of those it has."""
    with pytest.raises(InputError) as caught:
        parse(root)
    assert str(caught.value) == (
        f"no plugin manifest: {found}; expected name_for_human, name_for_model, "
        "description_for_model and api; name the ai-plugin.json itself; an OpenAPI document goes "
        "to `gptreview check --fix`"
    )
