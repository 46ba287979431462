"""An OpenAPI 3.1 document to the intermediate form: one flat list of whole operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gptreview.convert.define.auth import document_auth, manifest_auth, report_document_schemes
from gptreview.convert.define.messages import read_body, read_responses
from gptreview.convert.define.operation_ids import OperationIds
from gptreview.convert.define.parameters import collect_parameters
from gptreview.convert.define.paths import FoundOperation, find_operations
from gptreview.convert.define.server_choice import ServerChoice, choose_server, own_server
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionAuth, ActionDefinition, JsonObject, Operation
from gptreview.model.plugin import PluginManifest


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known beside the document itself."""

    manifest: PluginManifest | None = None
    server: str = ""
    """A server given by hand; it wins over everything."""
    name: str = "Untitled"
    """Title of last resort."""


def define_action(document: JsonObject, origin: Origin, stage: Stage) -> ActionDefinition:
    """Read every operation with its parameters, body and responses resolved.

    Operations without a usable server keep an empty ``server``; nothing is dropped for it here.
    """
    manifest = origin.manifest
    api_url = manifest.api_url if manifest else ""
    choice = choose_server(document, api_url, origin.server, stage)
    if choice.problem:
        stage.loss(
            "server.none",
            f"no public server: {choice.problem}",
            before="/servers" if "servers" in document else None,
            after=None,
        )
    ids = OperationIds()
    operations = tuple(
        _read_operation(document, found, choice, api_url, origin.server, ids, stage)
        for found in find_operations(document, stage)
    )
    title, version, description = _info(document, origin, stage)
    return ActionDefinition(
        title=title,
        version=version,
        description=description,
        operations=operations,
        auth=_auth(document, manifest, stage),
        schemas=_schemas(document),
    )


def _read_operation(
    document: JsonObject,
    found: FoundOperation,
    choice: ServerChoice,
    api_url: str,
    override: str,
    ids: OperationIds,
    stage: Stage,
) -> Operation:
    value, place, target = found.value, found.place, found.target
    lists = (
        (found.item.get("parameters"), f"{found.item_place}/parameters"),
        (value.get("parameters"), f"{place}/parameters"),
    )
    tags = value.get("tags")
    flag = value.get("x-openai-isConsequential")
    _report_dropped(value, place, stage)
    return Operation(
        operation_id=ids.assign(value.get("operationId"), found.method, found.path, target, stage),
        method=found.method,
        path=found.path,
        pointer=target,
        server=choice.url if override else _server(found, choice, api_url, stage),
        summary=_text(value.get("summary")) or _text(found.item.get("summary")),
        description=_text(value.get("description")) or _text(found.item.get("description")),
        parameters=collect_parameters(document, lists, found.path, target, stage),
        request_body=read_body(document, value, place, target, stage),
        responses=read_responses(document, value, place, target, stage),
        authenticated=not _is_open(value.get("security")),
        consequential=flag if isinstance(flag, bool) else None,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _server(found: FoundOperation, choice: ServerChoice, api_url: str, stage: Stage) -> str:
    own = own_server(found.value, found.place, api_url, stage) or own_server(
        found.item, found.item_place, api_url, stage
    )
    if own is None or own.url == choice.url:
        return choice.url
    if own.url:
        stage.mapping(
            "server.own",
            f"{found.method.upper()} {found.path} has a server of its own, {own.url}; "
            "it becomes an action of its own",
            before=f"{found.place}/servers",
            after=None,
        )
        return own.url
    stage.loss(
        "server.own_unusable",
        f"{found.method.upper()} {found.path} names a server of its own that cannot be used: "
        f"{own.problem}; the document's server stands in",
        before=f"{found.place}/servers",
        after=None,
    )
    return choice.url


_KEPT = frozenset({
    "operationId", "summary", "description", "parameters", "requestBody", "responses", "tags",
    "security", "servers", "x-openai-isConsequential",
})  # fmt: skip


def _report_dropped(value: JsonObject, place: str, stage: Stage) -> None:
    for key in value:
        if key not in _KEPT:
            stage.loss(
                "operation.field_dropped",
                f"{key} has no use in a GPT action; left out",
                before=f"{place}/{key.replace('~', '~0').replace('/', '~1')}",
                after=None,
            )


def _info(document: JsonObject, origin: Origin, stage: Stage) -> tuple[str, str, str]:
    info = document.get("info")
    known = info if isinstance(info, dict) else {}
    title, version = _text(known.get("title")), _text(known.get("version"))
    if not title:
        title = origin.manifest.name_for_human if origin.manifest else origin.name
        stage.repair(
            "info.title",
            f"info.title is missing, the GPT builder requires it; {title!r} stands in",
            before="/info" if info is not None else "",
            after="/info/title",
        )
    if not version:
        version = "1.0.0"
        stage.repair(
            "info.version",
            "info.version is missing, the GPT builder requires it; 1.0.0 stands in",
            before="/info" if info is not None else "",
            after="/info/version",
        )
    return title, version, _text(known.get("description"))


def _auth(document: JsonObject, manifest: PluginManifest | None, stage: Stage) -> ActionAuth:
    if manifest is None:
        return document_auth(document, stage)
    auth = manifest_auth(manifest.auth, stage)
    report_document_schemes(document, auth, stage)
    return auth


def _schemas(document: JsonObject) -> JsonObject:
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return dict(schemas) if isinstance(schemas, dict) else {}


def _is_open(security: Any) -> bool:
    """An empty list, or one that allows an empty requirement, means no credentials."""
    return isinstance(security, list) and all(not entry for entry in security)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
