"""An OpenAPI 3.1 document to the intermediate form: one flat list of whole operations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gptreview.convert.define.auth import document_auth, manifest_auth, report_document_schemes
from gptreview.convert.define.info import read_info, read_text
from gptreview.convert.define.leftovers import report_dropped, report_operation
from gptreview.convert.define.messages import read_body, read_responses
from gptreview.convert.define.operation_ids import OperationIds
from gptreview.convert.define.parameters import collect_parameters
from gptreview.convert.define.path_templates import why_uncallable
from gptreview.convert.define.paths import FoundOperation, find_operations
from gptreview.convert.define.references import follow
from gptreview.convert.define.server_choice import ServerChoice, choose_server, own_server
from gptreview.convert.ledger import Stage
from gptreview.model.action import (
    ActionAuth,
    ActionDefinition,
    JsonObject,
    Operation,
    UnreadOperation,
)
from gptreview.model.change import Change
from gptreview.model.plugin import PluginManifest

# Losses without which an operation lacks an input, or a demand of the API is not met.
_SHORTFALLS = frozenset({
    "parameter.unreadable", "body.unreadable", "path.uncallable", "auth.operation_scheme",
})  # fmt: skip


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
    unread: list[UnreadOperation] = []
    found_operations = list(find_operations(document, choice.url, stage, unread))
    ids = OperationIds(frozenset(read_text(f.value.get("operationId")) for f in found_operations))
    operations = tuple(
        _read_operation(document, found, choice, api_url, origin.server, ids, stage)
        for found in found_operations
    )
    title = origin.manifest.name_for_human if origin.manifest else origin.name
    info = read_info(document, title, stage)
    report_dropped(document, stage)
    return ActionDefinition(
        title=info.title,
        version=info.version,
        description=info.description,
        operations=operations,
        auth=_auth(document, manifest, stage),
        schemas=_schemas(document),
        unread=tuple(unread),
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
    shared = found.item.value
    lists = (
        (shared.get("parameters"), found.item.pointer("parameters")),
        (value.get("parameters"), f"{place}/parameters"),
    )
    tags = value.get("tags")
    told = len(stage.changes)
    report_operation(value, place, stage)
    _report_path(found, stage)
    operation = Operation(
        operation_id=ids.assign(value.get("operationId"), found.method, found.path, target, stage),
        method=found.method,
        path=found.path,
        pointer=target,
        server=choice.url if override else _server(found, choice, api_url, stage),
        summary=read_text(value.get("summary")) or read_text(shared.get("summary")),
        description=read_text(value.get("description")) or read_text(shared.get("description")),
        parameters=collect_parameters(document, lists, found.path, target, stage),
        request_body=read_body(document, value, place, target, stage),
        responses=read_responses(document, value, place, target, stage),
        authenticated=not _is_open(value.get("security")),
        consequential=_flag(value.get("x-openai-isConsequential")),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )
    reasons = (*_shortfalls(stage.changes[told:]), *_unread_fields(document, operation))
    return replace(operation, shortfalls=reasons)


def _report_path(found: FoundOperation, stage: Stage) -> None:
    problem = why_uncallable(found.path)
    if problem:
        stage.loss(
            "path.uncallable",
            f"it cannot be called as it is written: {problem}",
            before=found.entry,
            after=found.target,
        )


def _shortfalls(told: Sequence[Change]) -> tuple[str, ...]:
    """Each reason once, of what was told while the operation was read."""
    return tuple(dict.fromkeys(c.message for c in told if c.code in _SHORTFALLS))


def _unread_fields(document: JsonObject, operation: Operation) -> Iterator[str]:
    """Body schemas that lead nowhere; the loss itself is told with every other schema's."""
    content = operation.request_body["content"] if operation.request_body else {}
    for media in content.values():
        if isinstance(media.get("schema"), dict):
            problem = follow(document, media["schema"], "").problem
            if problem:
                yield f"the fields of its body could not be read: {problem}"


def _server(found: FoundOperation, choice: ServerChoice, api_url: str, stage: Stage) -> str:
    place = f"{found.place}/servers"
    own = own_server(found.value, place, api_url, stage)
    if own is None:
        place = found.item.pointer("servers")
        own = own_server(found.item.value, place, api_url, stage)
    if own is None or own.url == choice.url:
        return choice.url
    if own.url:
        stage.mapping(
            "server.own",
            f"{found.method.upper()} {found.path} has a server of its own, {own.url}; "
            "it becomes an action of its own",
            before=place,
            after=None,
        )
        return own.url
    stage.loss(
        "server.own_unusable",
        f"{found.method.upper()} {found.path} names a server of its own that cannot be used: "
        f"{own.problem}; the document's server stands in",
        before=place,
        after=None,
    )
    return choice.url


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


def _flag(value: Any) -> bool | None:
    """A boolean, or the word for one; None for anything else."""
    words = {"true": True, "false": False}
    return value if isinstance(value, bool) else words.get(str(value).strip().lower())


def _is_open(security: Any) -> bool:
    """An empty list means no credentials, and so does one of nothing but empty requirements."""
    return isinstance(security, list) and all(not entry for entry in security)
