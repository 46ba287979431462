"""An OpenAPI 3.1 document to the intermediate form: one flat list of whole operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gptreview.convert.define.auth import (
    document_auth,
    manifest_auth,
    report_document_schemes,
    required_auth,
)
from gptreview.convert.define.info import read_info, read_text
from gptreview.convert.define.leftovers import report_dropped
from gptreview.convert.define.operation_ids import OperationIds
from gptreview.convert.define.operations import OperationReader
from gptreview.convert.define.path_query import base_path
from gptreview.convert.define.paths import FoundOperation, find_operations
from gptreview.convert.define.schemes import read_schemes
from gptreview.convert.define.security import Security, requirements
from gptreview.convert.define.server_choice import choose_server
from gptreview.convert.ledger import Stage
from gptreview.model.action import (
    ActionAuth,
    ActionDefinition,
    AuthType,
    JsonObject,
    UnreadOperation,
)
from gptreview.model.plugin import PluginManifest


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known beside the document itself."""

    manifest: PluginManifest | None = None
    server: str = ""
    """A server given by hand; it stands in for the document's."""
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
    security = _security(document, found_operations, manifest, stage)
    calls = Counter((found.method, base_path(found.path)) for found in found_operations)
    reader = OperationReader(document, choice, api_url, security, ids, calls, stage)
    operations = tuple(map(reader.read, found_operations))
    title = origin.manifest.name_for_human if origin.manifest else origin.name
    info = read_info(document, title, stage)
    report_dropped(document, stage)
    return ActionDefinition(
        title=info.title,
        version=info.version,
        description=info.description,
        operations=operations,
        auth=security.sent,
        schemas=_schemas(document),
        unread=tuple(unread),
        asked_auth=_asked_auth(security, found_operations),
        base_path=choice.base_path,
    )


def _security(
    document: JsonObject,
    found: Sequence[FoundOperation],
    manifest: PluginManifest | None,
    stage: Stage,
) -> Security:
    default = document.get("security")
    schemes = read_schemes(document)
    if manifest is None:
        needed = [requirements(each.value, default) for each in found]
        return Security(
            default, schemes, document_auth(schemes, needed, stage), from_manifest=False
        )
    auth = manifest_auth(manifest.auth, stage)
    report_document_schemes(schemes, auth, stage)
    return Security(default, schemes, auth, from_manifest=True)


def _asked_auth(security: Security, found: Sequence[FoundOperation]) -> ActionAuth | None:
    """What the document requires where the manifest says that nothing is."""
    if not security.from_manifest or security.sent.type is not AuthType.NONE:
        return None
    return required_auth(
        security.schemes, [requirements(each.value, security.default) for each in found]
    )


def _schemas(document: JsonObject) -> JsonObject:
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return dict(schemas) if isinstance(schemas, dict) else {}
