"""The OpenAPI specification itself, checked by openapi-spec-validator: slow, on request only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, Rule, shortened
from gptreview.model.diagnostic import Diagnostic, Level, Standing
from gptreview.reading.pointer import join

LARGEST: Final = 512_000
"""Bytes of text. openapi-spec-validator took 26 s on 4.35 MB, measured on 2 cores."""
_MOST = 100
"""Findings a document: one mistake high up can repeat itself a thousand times."""
_ENGINE = "OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"
"""Environment variable of openapi-spec-validator 0.9.0, read at the first validation."""

_INVALID: Final = Rule(
    "openapi.invalid",
    Level.WARNING,
    Standing.CONFIRMED,
    citations.OPENAPI_31,
    "Make the document valid against the OpenAPI version that it names.",
)
_NOT_VALIDATED: Final = Rule(
    "openapi.not_validated",
    Level.WARNING,
    Standing.CONFIRMED,
    citations.OPENAPI_31,
    "Validate it with a tool of its own, or leave --openapi out.",
)


def validate_openapi(document: Any, *, size: int) -> list[Diagnostic]:
    """Where the document breaks the OpenAPI specification.

    Args:
        document: The document as read.
        size: Bytes of the text that it was read from.
    """
    examination = Examination({})
    if not isinstance(document, dict):
        return []
    if size > LARGEST:
        message = f"{size:,} bytes are more than the {LARGEST:,} that --openapi takes"
        examination.report(_NOT_VALIDATED, f"not validated: {message}", "")
        return examination.diagnostics
    try:
        for message, pointer in islice(_errors(document), _MOST):
            examination.report(_INVALID, message, pointer)
    except Exception as error:  # noqa: BLE001 - the validator raises anything on odd documents
        examination.report(_NOT_VALIDATED, f"not validated: {_in_one_line(error)}", "")
    return examination.diagnostics


def _in_one_line(error: Exception) -> str:
    """What stopped the validator, without the document that it prints along."""
    reference = getattr(error, "ref", None)
    if isinstance(reference, str):
        lead = "#" if reference.startswith("/") else ""
        return shortened(f"the reference {lead}{reference} leads to nothing that can be read")
    return shortened(" ".join(f"{type(error).__name__}: {error}".split()))


def _errors(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    # The same words everywhere: where jsonschema-rs is installed, it would take that one's.
    os.environ.setdefault(_ENGINE, "jsonschema")
    from jsonschema_path import SchemaPath
    from openapi_spec_validator.shortcuts import get_validator_cls

    # Without handlers no reference can make the validator open a file or a connection.
    validator = get_validator_cls(document)(SchemaPath.from_dict(document, handlers={}))
    for error in validator.iter_errors():
        message = " ".join(str(error.message).split())
        yield shortened(message), join("", *error.absolute_path)
