"""What surrounds the operations: version, title, components, size."""

from __future__ import annotations

from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, Rule, as_printed
from gptreview.convert.importer.size import pretty_size
from gptreview.convert.importer.steering import check_text
from gptreview.convert.limits import DOCUMENT_BYTES
from gptreview.model.diagnostic import Level, Standing

_CERTAIN = 1_048_576
"""Bytes. The builder says "1MB" without saying which; above this one both readings refuse."""
_SMALLEST_MEASURED = 100_000
"""Bytes as read: what is smaller would have to grow tenfold, real documents at most fourfold."""

_VERSION_MISSING: Final = Rule(
    "document.version_missing",
    Level.ERROR,
    Standing.REPORTED,
    citations.VERSION_REPORT,
    "Write `openapi: 3.1.0` at the top of the document.",
    refuses=True,
)
_VERSION: Final = Rule(
    "document.version",
    Level.WARNING,
    Standing.REPORTED,
    citations.VERSION_REPORT,
    "Upgrade the document to OpenAPI 3.1.0; builders report since 2025 that 3.0 is refused.",
)
_VERSION_UNKNOWN: Final = Rule(
    "document.version_unknown",
    Level.ERROR,
    Standing.REPORTED,
    citations.VERSION_REPORT,
    "Write the document as OpenAPI 3.1.0.",
    refuses=True,
)
_INFO: Final = Rule(
    "document.info",
    Level.ERROR,
    Standing.REPORTED,
    citations.VALIDATOR_REPORT,
    "Give `info` a `title` and a `version`.",
    refuses=True,
)
_INFO_TYPE: Final = Rule(
    "document.info_type",
    Level.WARNING,
    Standing.RECALLED,
    citations.VALIDATOR_REPORT,
    "Put the value in quotes, so that YAML reads a text.",
)
_COMPONENTS: Final = Rule(
    "components.schemas",
    Level.ERROR,
    Standing.REPORTED,
    citations.SCHEMA_REPORT,
    "Write `schemas: {}` under `components`, even where there are none.",
)
_SIZE: Final = Rule(
    "document.too_large",
    Level.ERROR,
    Standing.REPORTED,
    citations.SIZE_REPORT,
    "Split the document into several actions, or remove examples and responses.",
    refuses=True,
)
_NEAR_SIZE: Final = Rule(
    "document.nearly_too_large",
    Level.WARNING,
    Standing.RECALLED,
    citations.SIZE_REPORT,
    "Stay under 1,000,000 bytes: the builder does not say which megabyte it counts.",
)


def check_envelope(examination: Examination, size: int | None) -> None:
    """Everything about the document that is not a server, a security scheme or an operation."""
    _check_version(examination)
    _check_info(examination)
    components = examination.document.get("components", {})
    if not isinstance(components, dict) or (
        "components" in examination.document and not isinstance(components.get("schemas"), dict)
    ):
        message = "In components section, schemas subsection is not an object"
        inside = isinstance(components, dict) and "schemas" in components
        examination.report(_COMPONENTS, message, "/components" + ("/schemas" if inside else ""))
    _check_size(examination, size)


def _check_version(examination: Examination) -> None:
    document = examination.document
    if "openapi" not in document:
        fix = ""
        if "swagger" in document:
            said = as_printed(document["swagger"])
            fix = f"This is Swagger {said}: convert it to OpenAPI 3.1 first."
        pointer = "/swagger" if "swagger" in document else ""
        examination.report(_VERSION_MISSING, "('openapi',): Field required", pointer, fix=fix)
    elif document["openapi"] not in ("3.1.0", "3.1.1"):
        # No report of 3.0 says for certain that it is refused; of other versions there is none.
        rule = _VERSION if str(document["openapi"]).startswith("3.") else _VERSION_UNKNOWN
        examination.report(rule, "('openapi',): Input should be '3.1.1' or '3.1.0'", "/openapi")


def _check_info(examination: Examination) -> None:
    info = examination.document.get("info")
    if not isinstance(info, dict):
        pointer = "/info" if "info" in examination.document else ""
        examination.report(_INFO, "('info',): Field required", pointer)
        return
    for name in ("title", "version"):
        value: Any = info.get(name)
        if value is None:
            pointer = f"/info/{name}" if name in info else "/info"
            examination.report(_INFO, f"('info', '{name}'): Field required", pointer)
        elif not isinstance(value, str):
            message = f"('info', '{name}'): Input should be a valid string"
            examination.report(_INFO_TYPE, message, f"/info/{name}")
    check_text(examination, info.get("description"), "/info/description")


def _check_size(examination: Examination, size: int | None) -> None:
    if size is not None and size < _SMALLEST_MEASURED:
        return
    printed = pretty_size(examination.document)
    if printed > _CERTAIN:
        fix = f"It is {printed:,} bytes when pretty-printed. {_SIZE.fix}"
        examination.report(_SIZE, "OpenAPI spec must be 1MB or smaller", "", fix=fix)
    elif printed > DOCUMENT_BYTES:
        message = f"the document is {printed:,} bytes when pretty-printed"
        examination.report(_NEAR_SIZE, message, "")
