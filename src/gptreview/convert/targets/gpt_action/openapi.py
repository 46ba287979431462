"""Operations on one server to one OpenAPI 3.1 document, always in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gptreview.convert.importer.size import pretty_size
from gptreview.convert.schemas.recursion import reachable
from gptreview.convert.schemas.walk import operation_schemas
from gptreview.model.action import ActionAuth, ActionDefinition, AuthType, JsonObject, Operation

VERSION = "3.1.0"
_SCHEME = "auth"
# Bytes around a path and a method, at most: quotes, braces, line breaks and indents.
_ENTRY = 64
# Bytes of one character in JSON, at most: a control character's \uXXXX.
_LONGEST_ESCAPE = 6


class DocumentWriter:
    """Writes the documents of one action, and knows their sizes before they are written.

    Every operation and every schema is measured once, however many documents are tried.
    """

    def __init__(self, action: ActionDefinition) -> None:
        self.action = action
        self._references: dict[str, list[str]] = {}
        self._schema_sizes = {name: _size_inside(schema) for name, schema in action.schemas.items()}
        # By identity, beside the operation itself: so no other one can take its identity.
        self._operation_sizes: dict[int, tuple[Operation, int]] = {}
        frame = self._frame("", {}, dict.fromkeys(action.schemas, 0))
        self._all_schemas = pretty_size(frame) + sum(self._schema_sizes.values())

    def document(self, operations: Sequence[Operation]) -> JsonObject:
        """The document that goes into the GPT editor's schema field; all on one server."""
        paths: JsonObject = {}
        for operation in operations:
            written = _operation(operation, self.action.auth)
            paths.setdefault(operation.path, {})[operation.method] = written
        needed = self._needed(operations)
        schemas = {name: schema for name, schema in self.action.schemas.items() if name in needed}
        return self._frame(operations[0].server, paths, schemas)

    def fits(self, operations: Sequence[Operation], limit: int) -> bool:
        """Whether their document has at most so many bytes, pretty-printed as the builder does."""
        sizes = sum(map(self._operation_size, operations))
        # Most documents would fit with every schema of the action, whichever they reach.
        texts = [operations[0].server, *(operation.path for operation in operations)]
        roof = self._all_schemas + sum(_LONGEST_ESCAPE * len(text) + _ENTRY for text in texts)
        return sizes + roof <= limit or sizes + self._size_around(operations) <= limit

    def _size_around(self, operations: Sequence[Operation]) -> int:
        """Bytes of the operations' document without the operations themselves."""
        paths: JsonObject = {}
        for operation in operations:
            paths.setdefault(operation.path, {})[operation.method] = 0
        needed = self._needed(operations)
        frame = self._frame(operations[0].server, paths, dict.fromkeys(needed, 0))
        # In the frame a single digit stands for each operation and each schema.
        empty = pretty_size(frame) - len(operations) - len(needed)
        return empty + sum(map(self._schema_sizes.__getitem__, needed))

    def _needed(self, operations: Sequence[Operation]) -> set[str]:
        roots = [schema for operation in operations for schema in operation_schemas(operation)]
        return reachable(roots, self.action.schemas, self._references)

    def _operation_size(self, operation: Operation) -> int:
        known = self._operation_sizes.get(id(operation))
        if known is None:
            size = _size_inside(_operation(operation, self.action.auth))
            known = self._operation_sizes[id(operation)] = (operation, size)
        return known[1]

    def _frame(self, server: str, paths: JsonObject, schemas: JsonObject) -> JsonObject:
        action = self.action
        info = {"title": action.title, "description": action.description, "version": action.version}
        components: JsonObject = {"schemas": schemas}
        document: JsonObject = {
            "openapi": VERSION,
            "info": {key: value for key, value in info.items() if value},
            "servers": [{"url": server}],
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


def _size_inside(value: Any) -> int:
    """Bytes of a value three levels below the root, where operations and schemas stand."""
    return pretty_size([[[value]]]) - len("[\n  [\n    [\n      \n    ]\n  ]\n]")


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
