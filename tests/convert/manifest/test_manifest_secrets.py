"""Secrets of a manifest; every value here is made up and put together when the test runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.parse import parse_manifest
from gptreview.convert.manifest.secrets import find_secrets
from gptreview.convert.migration import parse_plugin
from gptreview.convert.redact import Redactor
from gptreview.errors import InputError
from gptreview.model.plugin import PluginAuth, PluginManifest
from gptreview.reading.document import read_mapping

Json = dict[str, Any]
Parse = Callable[[Json], tuple[PluginManifest, list[tuple[str, str, str, str]]]]

TOKEN = "".join(["deadbeef"] * 4)
SECRET = "-".join(["not", "a", "real", "secret", "99"])
AWS = "AKIAIOSFODNN7EXAMPLE"


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"auth": {"verification_tokens": {"openai": TOKEN}}}, {TOKEN}),
        ({"auth": {"verification_tokens": [TOKEN, {"x": SECRET}]}}, {TOKEN, SECRET}),
        ({"auth": {"verification_tokens": TOKEN}}, {TOKEN}),
        ({"auth": {"verification_tokens": {TOKEN: "openai"}}}, {TOKEN}),
        ({"verification_tokens": {TOKEN: SECRET}}, {TOKEN, SECRET}),
        ({"auth": {"client_secret": f" {SECRET}\n"}}, {SECRET}),
        ({"auth": {"clientSecret": SECRET, "client_id": TOKEN}}, {SECRET}),
        ({"x": {"API-Key": SECRET, "apikey": TOKEN}}, {SECRET, TOKEN}),
        ({"password": SECRET}, {SECRET}),
        ({"passwd": SECRET}, {SECRET}),
        ({"pwd": SECRET}, {SECRET}),
        ({"key_passphrase": SECRET}, {SECRET}),
        ({"privateKey": SECRET}, {SECRET}),
        ({"access_token": SECRET}, {SECRET}),
        ({"credentials": {"user": SECRET, "more": [TOKEN]}}, {SECRET, TOKEN}),
        ({"key": SECRET, "keyboard": TOKEN}, {SECRET}),
        ({"token": 4711081547}, {"4711081547"}),
        ({"token": {"valid": True, "nothing": None}}, set()),
        ({"token_exchange_method": SECRET, "tokenizer": TOKEN}, set()),
        ({"secret": "short-1"}, set()),
        ({"secret": "password"}, set()),
        ({"secret": "Changeme"}, set()),
        ({"secret": "CHANGEME"}, set()),
        ({"api_key_url": "https://boats.net/keys"}, set()),
        ({"description_for_human": SECRET}, set()),
    ],
)
def test_what_counts_as_a_secret(manifest: Json, where: Json, found: set[str]) -> None:
    """Values under telling keys do, wherever they stand; short ones, words and addresses do not."""
    assert find_secrets({**manifest, **where}) == found


def test_too_many_secrets_are_refused(manifest: Json) -> None:
    """A manifest with more secrets than can be searched for in every text is no plugin's."""
    manifest["token"] = [f"{SECRET}-{number}" for number in range(101)]
    document = read_mapping(json.dumps(manifest).encode(), name="ai-plugin.json")
    with pytest.raises(InputError) as caught:
        parse_plugin(document, Stage())
    assert str(caught.value) == (
        "101 different tokens and secrets; expected 100 at most in a plugin manifest; remove them: "
        "none of them is needed to migrate"
    )


def test_auth_does_not_show_its_secrets(parse: Parse, manifest: Json) -> None:
    """Neither repr nor equality reveals a secret: of the tokens, only who had one is kept."""
    manifest["auth"] = {"type": "none", "verification_tokens": {"openai": SECRET}}
    auth = parse(manifest)[0].auth
    assert SECRET not in f"{auth!r} {auth}"
    assert auth == PluginAuth(token_platforms=("openai",))


@pytest.mark.parametrize(
    "root",
    [
        {AWS: 1, "openapi": 2},
        {TOKEN: 1, "openapi": 2},
        {"client_secret": SECRET, SECRET: 1, "openapi": 2},
        {"token": "abcdefgh_ijklmnop", "abcdefgh_ijklmnop": 1, "openapi": 2},
        {"_".join(["npm", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ"]): 1, "openapi": 2},
    ],
    ids=str,
)
def test_refusing_a_mapping_names_no_secret(root: Json) -> None:
    """The keys that an error lists hold nothing that is, or looks like, a secret."""
    with pytest.raises(InputError) as caught:
        parse_manifest(root, Stage())
    named = {"client_secret", "token", "openapi"} & root.keys()
    assert caught.value.found == (
        f"no plugin manifest: its keys are {', '.join(sorted(named))} and {len(root) - len(named)} "
        "more"
    )


def test_secrets_survive_nowhere(manifest: Json) -> None:
    """A token repeated in texts, keys, URLs and numbers of the manifest is in no result of it."""
    number = 4711081547
    manifest["auth"] = {
        "type": f"oauth {SECRET}",
        "authorization_type": AWS,
        "client_url": f"https://jo:{SECRET}@boats.net/a?client_secret=other-made-up",
        "authorization_url": f"https://boats.net/{TOKEN}",
        "scope": f"read,{SECRET}",
        "authorization_content_type": TOKEN,
        "token_exchange_method": TOKEN,
        "custom_auth_header": [TOKEN],
        "verification_tokens": {TOKEN: "x", "openai": str(number)},
        SECRET: 1,
        "client_secret": SECRET,
    }
    manifest["api"] |= {"type": AWS, "url": f"https://{TOKEN}.boats.net", TOKEN: SECRET}
    manifest["name_for_human"] = f"Boats {TOKEN}"
    manifest["contact_email"] = number
    manifest["x-" + AWS] = {TOKEN: TOKEN}
    secrets = find_secrets(manifest)
    redactor, stage = Redactor(secrets), Stage()
    assert secrets == {TOKEN, SECRET, str(number)}
    result = parse_manifest(redactor.value(manifest, stage), stage)
    everything = f"{result!r} {stage.changes!r} {stage.origins!r}"
    for secret in (TOKEN, SECRET, AWS, str(number), "other-made-up", "jo:"):
        assert secret not in everything
    assert result.auth.client_url == "https://boats.net/a?client_secret=[removed]"
