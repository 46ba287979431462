"""Operations on one server to one OpenAPI 3.1 document, always in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gptreview.convert.schemas.recursion import reachable
from gptreview.convert.schemas.walk import operation_schemas
from gptreview.model.action import ActionAuth, ActionDefinition, AuthType, JsonObject, Operation

VERSION = "3.1.0"
_SCHEME = "auth"


def openapi_document(
    action: ActionDefinition, operations: Sequence[Operation], known: dict[str, list[str]]
) -> JsonObject:
    """The document that goes into the GPT editor's schema field.

    Args:
        action: Title, authentication and component schemas.
        operations: The operations to write; all on one server.
        known: References by component name, shared between the documents of one action.
    """
    paths: JsonObject = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, action.auth)
    roots = [schema for operation in operations for schema in operation_schemas(operation)]
    needed = reachable(roots, action.schemas, known)
    components: JsonObject = {
        "schemas": {name: schema for name, schema in action.schemas.items() if name in needed}
    }
    info = {"title": action.title, "description": action.description, "version": action.version}
    document: JsonObject = {
        "openapi": VERSION,
        "info": {key: value for key, value in info.items() if value},
        "servers": [{"url": operations[0].server}],
        "paths": paths,
        "components": components,
    }
    scheme = security_scheme(action.auth)
    if scheme is not None:
        components["securitySchemes"] = {_SCHEME: scheme}
        document["security"] = [{_SCHEME: []}]
    return document


def security_scheme(auth: ActionAuth) -> JsonObject | None:
    """The Security Scheme Object for the GPT editor's choice; None for no authentication."""
    if auth.type is AuthType.NONE:
        return None
    if auth.type is AuthType.OAUTH:
        scopes = dict.fromkeys(auth.scope.split(), "")
        urls = {"authorizationUrl": auth.authorization_url, "tokenUrl": auth.token_url}
        return {"type": "oauth2", "flows": {"authorizationCode": {**urls, "scopes": scopes}}}
    if auth.scheme == "custom":
        return {"type": "apiKey", "in": "header", "name": auth.header}
    return {"type": "http", "scheme": auth.scheme}


def _operation(operation: Operation, auth: ActionAuth) -> JsonObject:
    written: dict[str, Any] = {
        "operationId": operation.operation_id,
        "summary": operation.summary,
        "description": operation.description,
        "tags": list(operation.tags),
        "parameters": list(operation.parameters),
        "requestBody": operation.request_body,
        "responses": dict(operation.responses),
    }
    result = {key: value for key, value in written.items() if value}
    if not operation.authenticated and auth.type is not AuthType.NONE:
        result["security"] = []
    result["x-openai-isConsequential"] = operation.consequential
    return result
