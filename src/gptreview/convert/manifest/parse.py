"""ai-plugin.json as ChatGPT read it: missing fields, extra fields and wrong types survive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.auth import parse_auth
from gptreview.convert.manifest.fields import read_mapping, read_text
from gptreview.errors import InputError
from gptreview.model.plugin import PluginManifest

_KNOWN = frozenset({
    "schema_version", "name_for_human", "name_for_model", "description_for_human",
    "description_for_model", "auth", "api", "logo_url", "contact_email", "legal_info_url",
})  # fmt: skip
_TELLING = frozenset({"name_for_human", "name_for_model", "description_for_model", "api"})
_KNOWN_API = frozenset({"type", "url", "is_user_authenticated", "has_user_authentication"})


def parse_manifest(root: Mapping[str, Any], stage: Stage) -> PluginManifest:
    """The manifest behind a parsed ai-plugin.json.

    Raises:
        InputError: Where nothing in the mapping says that it is a plugin manifest.
    """
    if not _TELLING & root.keys():
        raise InputError(
            f"no plugin manifest: its keys are {', '.join(sorted(map(str, root))[:6]) or 'none'}",
            expected="name_for_human, name_for_model, description_for_model and api",
            next_step="name the ai-plugin.json itself; "
            "an OpenAPI document goes to `gptreview check --fix`",
        )
    api = read_mapping(root, "api", "", stage)
    api_url = read_text(api, "url", "/api", stage)
    human, model = _names(root, api_url, stage)
    _report_unknown(root, api, stage)
    return PluginManifest(
        name_for_human=human,
        name_for_model=model,
        description_for_human=read_text(root, "description_for_human", "", stage),
        description_for_model=read_text(root, "description_for_model", "", stage),
        auth=parse_auth(root, stage),
        api_url=api_url,
        api_type=read_text(api, "type", "/api", stage) or "openapi",
        logo_url=read_text(root, "logo_url", "", stage),
        contact_email=read_text(root, "contact_email", "", stage),
        legal_info_url=read_text(root, "legal_info_url", "", stage),
        schema_version=read_text(root, "schema_version", "", stage),
    )


def _names(root: Mapping[str, Any], api_url: str, stage: Stage) -> tuple[str, str]:
    human = read_text(root, "name_for_human", "", stage)
    model = read_text(root, "name_for_model", "", stage)
    if human and model:
        return human, model
    name = human or model or urlsplit(api_url).hostname or "unnamed plugin"
    stage.repair(
        "manifest.name_missing",
        f"{'name_for_model' if human else 'name_for_human'} is missing; {name!r} stands in",
        before="",
        after=None,
    )
    return human or name, model or name


def _report_unknown(root: Mapping[str, Any], api: Mapping[str, Any], stage: Stage) -> None:
    for key in root:
        if key not in _KNOWN:
            stage.loss(
                "manifest.unknown_field",
                f"{key} is not a field of plugin manifests and has no place in a GPT; left out",
                before=f"/{key.replace('~', '~0').replace('/', '~1')}",
                after=None,
            )
    kind = api.get("type")
    if kind not in (None, "openapi"):
        stage.loss(
            "manifest.api_type",
            f"api.type is {kind!r}, GPT actions know openapi only; read as openapi",
            before="/api/type",
            after=None,
        )
    for key in api:
        if key not in _KNOWN_API:
            stage.loss(
                "manifest.unknown_field",
                f"api.{key} is not a field of plugin manifests; left out",
                before=f"/api/{key.replace('~', '~0').replace('/', '~1')}",
                after=None,
            )
