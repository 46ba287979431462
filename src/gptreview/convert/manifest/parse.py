"""ai-plugin.json as ChatGPT read it: missing fields, extra fields and wrong types survive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.auth import parse_auth
from gptreview.convert.manifest.fields import read_mapping, read_text, report_unknown
from gptreview.convert.manifest.secrets import find_secrets
from gptreview.convert.redact import Redactor
from gptreview.convert.wording import quoted
from gptreview.errors import InputError
from gptreview.model.plugin import PluginManifest

_KNOWN = frozenset({
    "schema_version", "name_for_human", "name_for_model", "description_for_human",
    "description_for_model", "auth", "api", "logo_url", "contact_email", "legal_info_url",
})  # fmt: skip
_TELLING = frozenset({"name_for_human", "name_for_model", "description_for_model", "api"})
_KNOWN_API = frozenset({"type", "url", "is_user_authenticated", "has_user_authentication"})
# Letters only, as field names have: whatever else stands as a key may be a secret or personal.
_FIELD_NAME = re.compile(r"[A-Za-z]{1,16}(?:[_-][A-Za-z]{1,16}){0,3}")
_NAMED_KEYS = 6


def parse_manifest(root: Mapping[str, Any], stage: Stage) -> PluginManifest:
    """The manifest behind a parsed ai-plugin.json.

    Raises:
        InputError: Where nothing in the mapping says that it is a plugin manifest.
    """
    if not _TELLING & root.keys():
        raise InputError(
            f"no plugin manifest: {_keys(root)}",
            expected="name_for_human, name_for_model, description_for_model and api",
            next_step="name the ai-plugin.json itself; "
            "an OpenAPI document goes to `gptreview check --fix`",
        )
    api = read_mapping(root, "api", "", stage)
    api_url = read_text(api, "url", "/api", stage)
    human, model = _names(root, api_url, stage)
    report_unknown(root, _KNOWN, "", stage)
    report_unknown(api, _KNOWN_API, "/api", stage)
    return PluginManifest(
        name_for_human=human,
        name_for_model=model,
        description_for_human=read_text(root, "description_for_human", "", stage),
        description_for_model=read_text(root, "description_for_model", "", stage),
        auth=parse_auth(root, stage),
        api_url=api_url,
        api_type=_api_type(api, stage),
        logo_url=read_text(root, "logo_url", "", stage),
        contact_email=read_text(root, "contact_email", "", stage),
        legal_info_url=read_text(root, "legal_info_url", "", stage),
        schema_version=read_text(root, "schema_version", "", stage) or "v1",
    )


def _keys(root: Mapping[str, Any]) -> str:
    """Which fields stand there instead, without what may be a secret."""
    redactor = Redactor(find_secrets(root))
    names = [
        key for key in sorted(root) if _FIELD_NAME.fullmatch(key) and redactor.text(key) == key
    ]
    shown = ", ".join(names[:_NAMED_KEYS])
    more = len(root) - len(names[:_NAMED_KEYS])
    if not shown:
        return f"it has {more} other keys" if more else "it is empty"
    return f"its keys are {shown}" + (f" and {more} more" if more else "")


def _names(root: Mapping[str, Any], api_url: str, stage: Stage) -> tuple[str, str]:
    human = read_text(root, "name_for_human", "", stage)
    model = read_text(root, "name_for_model", "", stage)
    name = human or model or _host(api_url) or "unnamed plugin"
    for key, own in (("name_for_human", human), ("name_for_model", model)):
        if not own:
            stage.repair(
                "manifest.name_missing",
                f"{key} is missing; {quoted(name)} stands in",
                before=f"/{key}" if key in root else "",
                after=None,
            )
    return human or name, model or name


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _api_type(api: Mapping[str, Any], stage: Stage) -> str:
    """What the manifest says; a document that GPT actions can take is OpenAPI in any case."""
    kind = read_text(api, "type", "/api", stage) or "openapi"
    if kind.lower() == "openapi":
        return "openapi"
    stage.loss(
        "manifest.api_type",
        f"api.type is {quoted(kind)}, GPT actions know openapi only; read as openapi",
        before="/api/type",
        after=None,
    )
    return kind
