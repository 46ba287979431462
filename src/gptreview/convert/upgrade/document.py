"""Entry points: which version a document is, and one step up from it."""

from __future__ import annotations

import re
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.upgrade.notes import Notes, shown
from gptreview.convert.upgrade.openapi30.places import upgrade_places
from gptreview.convert.upgrade.spot import Spot
from gptreview.convert.upgrade.swagger.components import (
    convert_components,
    tell_unused_forms,
)
from gptreview.convert.upgrade.swagger.conversion import Conversion
from gptreview.convert.upgrade.swagger.operations import convert_paths
from gptreview.convert.upgrade.swagger.schemas import convert_extension
from gptreview.convert.upgrade.swagger.security import convert_requirements
from gptreview.convert.upgrade.swagger.servers import document_servers
from gptreview.errors import InputError
from gptreview.model.action import JsonObject

SWAGGER_20 = "2.0"
OPENAPI_30 = "3.0"
OPENAPI_31 = "3.1"

_VERSION = re.compile(r"v?0*([0-9]{1,3})(?:\.0*([0-9]{1,3}))?(?:\.[0-9A-Za-z.+-]*)?", re.IGNORECASE)
_CANONICAL = {
    SWAGGER_20: re.compile(r"2\.0"),
    OPENAPI_30: re.compile(r"3\.0\.(0|[1-9][0-9]*)(-.+)?"),
    OPENAPI_31: re.compile(r"3\.1\.(0|[1-9][0-9]*)(-.+)?"),
}
_SWAGGER_ONLY = ("definitions", "securityDefinitions", "basePath", "host")


def detect_version(document: JsonObject) -> str:
    """Which family a document belongs to: ``2.0``, ``3.0`` or ``3.1`` (3.2 is read as 3.1).

    Raises:
        InputError: Where neither a known version nor the document's shape tells.
    """
    for key in ("openapi", "swagger"):
        if key in document:
            family = _family(document[key])
            if family is not None:
                return family
    shape = _shape(document)
    if shape is not None:
        return shape
    said = [f"{key}: {shown(document[key])}" for key in ("openapi", "swagger") if key in document]
    raise InputError(
        f"unknown version ({', '.join(said)})" if said else "no version of OpenAPI is named",
        where="/openapi" if "openapi" in document else "/swagger" if said else "/",
        expected="swagger: '2.0', or openapi: 3.0.x, 3.1.x or 3.2.x",
        next_step="give an OpenAPI document, or write its version into it",
    )


def _family(value: Any) -> str | None:
    return {
        (2, 0): SWAGGER_20,
        (3, 0): OPENAPI_30,
        (3, 1): OPENAPI_31,
        (3, 2): OPENAPI_31,
    }.get(_numbers(value))


def _shape(document: JsonObject) -> str | None:
    """The version that a document without a usable one plainly has."""
    if isinstance(document.get("components"), dict):
        if "webhooks" in document or "jsonSchemaDialect" in document:
            return OPENAPI_31
        return OPENAPI_30 if isinstance(document.get("paths"), dict) else None
    if isinstance(document.get("paths"), dict) and any(key in document for key in _SWAGGER_ONLY):
        return SWAGGER_20
    return None


def _tell_version(document: JsonObject, notes: Notes, family: str, written: str) -> None:
    """Record where the version was not plain; ``written`` is what the output says."""
    key = "swagger" if family == SWAGGER_20 else "openapi"
    other = "openapi" if key == "swagger" else "swagger"
    value = document.get(key)
    plain = isinstance(value, str) and _CANONICAL[family].fullmatch(value)
    if plain and other not in document:
        return
    place = Spot(
        None, (key,) if key in document or other not in document else (other,), ("openapi",)
    )
    found = document.get(key, document.get(other))
    text = "no version" if found is None else f"version {shown(found)}"
    notes.repair(
        "upgrade.version",
        f"The document names {text}; it was read as {family}.x and says {written} now.",
        place,
    )


def upgrade_swagger(document: JsonObject, stage: Stage) -> JsonObject:
    """Swagger 2.0 to OpenAPI 3.0.3; the input is not changed.

    What 2.0 and 3.1 can both say but 3.0 cannot (a list of types, a list under ``items``) is
    carried as it stands, for ``upgrade_openapi30`` to write properly.
    """
    notes = Notes(stage)
    _tell_version(document, notes, SWAGGER_20, "3.0.3")
    conversion = Conversion(document, notes)
    root = Spot()
    result: JsonObject = {"openapi": "3.0.3"}
    # First, so that what an operation takes over from them counts as the second copy.
    components = convert_components(conversion)
    servers = document_servers(conversion.address, document, notes)
    if servers:
        result["servers"] = servers
    for key, item in document.items():
        if key == "paths":
            result[key] = convert_paths(conversion, item, root.down(key))
        elif key == "security":
            result[key] = convert_requirements(conversion, item)
        elif key in _REPLACED or (key == "servers" and servers):
            continue
        else:
            result[key] = convert_extension(conversion, item) if key.startswith("x-") else item
    tell_unused_forms(conversion)
    if components:
        result["components"] = components
    conversion.references.settle(stage)
    notes.close()
    return {key: result[key] for key in (*_ORDER, *result) if key in result}


_REPLACED = frozenset(
    [
        "swagger",
        "openapi",
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
        "components",
    ]
)
_ORDER = ("openapi", "info", "servers", "externalDocs", "tags", "security", "paths", "components")


def upgrade_openapi30(document: JsonObject, stage: Stage) -> JsonObject:
    """OpenAPI 3.0.x to 3.1.0; the input is not changed."""
    notes = Notes(stage)
    _tell_version(document, notes, OPENAPI_30, "3.1.0")
    result = upgrade_places(document, notes)
    notes.close()
    return _with_version(result)


def settle_openapi31(document: JsonObject, stage: Stage) -> JsonObject:
    """A 3.1 (or 3.2) document with its version written as 3.1; nothing else changes."""
    found = document.get("openapi")
    plain = isinstance(found, str) and _CANONICAL[OPENAPI_31].fullmatch(found)
    if plain and "swagger" not in document:
        return document
    notes = Notes(stage)
    place = Spot().down("openapi")
    if _numbers(found) == (3, 2):
        notes.repair(
            "upgrade.version_32",
            f"The document names version {shown(found)}; it was read as 3.1, and what only 3.2 "
            "knows is carried as it stands.",
            place,
        )
    else:
        _tell_version(document, notes, OPENAPI_31, "3.1.0")
    return _with_version(document)


def _with_version(document: JsonObject) -> JsonObject:
    rest = {key: item for key, item in document.items() if key not in ("openapi", "swagger")}
    return {"openapi": "3.1.0", **rest}


def _numbers(value: Any) -> tuple[int, int]:
    """Major and minor of a version, however it is written; (0, 0) where it is none."""
    text = value if isinstance(value, str) else shown(value)
    match = _VERSION.fullmatch(text.strip())
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)
