"""What an OpenAPI document of any version describes, for those who build nothing from it."""

from __future__ import annotations

from gptreview.convert.define.document import Origin, define_action
from gptreview.convert.ledger import Stage
from gptreview.convert.upgrade.document import (
    OPENAPI_31,
    SWAGGER_20,
    detect_version,
    settle_openapi31,
    upgrade_openapi30,
    upgrade_swagger,
)
from gptreview.convert.version_key import mend_version_key
from gptreview.errors import InputError
from gptreview.model.action import ActionDefinition, JsonObject
from gptreview.reading.document import Document


def to_openapi31(source: JsonObject, swagger: Stage, upgrade: Stage) -> tuple[str, JsonObject]:
    """The version that a document was written in, and the document as OpenAPI 3.1.

    Raises:
        InputError: It is no OpenAPI document.
    """
    version = detect_version(source)
    value = upgrade_swagger(source, swagger) if version == SWAGGER_20 else source
    settle = settle_openapi31 if version == OPENAPI_31 else upgrade_openapi30
    return version, settle(value, upgrade)


def read_definition(document: Document) -> ActionDefinition:
    """The operations of a document, as far as they can be read.

    Raises:
        InputError: It is no OpenAPI document.
    """
    try:
        _, value = to_openapi31(mend_version_key(document.value, Stage()), Stage(), Stage())
    except InputError as error:
        raise error.at(document.name) from None
    return define_action(value, Origin(), Stage())
