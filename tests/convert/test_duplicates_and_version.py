"""The pipeline's own first looks: repeated keys, and a mistyped version key."""

from __future__ import annotations

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.migration import PluginDocuments, migrate_documents
from gptreview.convert.redact import Redactor
from gptreview.convert.specification import ActionOptions, convert_specification
from gptreview.errors import InputError
from gptreview.model.change import Change, ChangeKind, Place
from gptreview.reading.document import Document, read_mapping

_SPEC = """\
openapi: 3.1.0
info: {title: Boats, version: '1'}
servers: [{url: https://boats.example.com}]
paths:
  /boats: {get: {operationId: list, responses: {'200': {description: ok}}}}
"""
_MANIFEST = (
    '{"name_for_model": "a", "name_for_model": "b", "api": {"url": "https://x.example.com"}}'
)


def read(text: str, name: str = "openapi.yaml") -> Document:
    """A document as the pipeline gets it."""
    return read_mapping(text.encode(), name=name)


def changes(text: str) -> list[Change]:
    """What converting a document recorded beside its mappings."""
    converted = convert_specification(read(text), Origin(), ActionOptions(), Redactor(()))
    return [change for change in converted.changes if change.kind is not ChangeKind.MAPPING]


def test_a_mistyped_version_key_is_read_by_intent() -> None:
    """``penapi: 3.1.0`` means openapi, and the repair names the key in the source."""
    (repair,) = changes(_SPEC.replace("openapi:", "penapi:", 1))
    assert (repair.code, repair.before) == (
        "document.version_key",
        Place("openapi.yaml", "/penapi"),
    )


def test_two_blocks_of_one_path_are_both_kept() -> None:
    """A path that stands twice keeps the operations of both blocks, and that is told."""
    text = _SPEC + "  /boats: {post: {operationId: add, responses: {'200': {description: ok}}}}\n"
    converted = convert_specification(read(text), Origin(), ActionOptions(), Redactor(()))
    assert [entry.operation_id for entry in converted.operations] == ["list", "add"]
    assert converted.changes[0] == Change(
        ChangeKind.REPAIR,
        "document.duplicate_key",
        "line 6: the key stands twice; both were kept, merged",
        Place("openapi.yaml", "/paths/~1boats"),
    )


def test_a_repeated_key_that_is_a_secret_is_not_shown() -> None:
    """The pointer of a repeated key shows no key of an issuer's documented shape."""
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    (loss, *_) = changes(f"{_SPEC}x-keys: {{{key}: 1, {key}: 2}}\n")
    assert loss.before == Place("openapi.yaml", "/x-keys/[removed]")


def test_repeated_keys_of_the_manifest_are_told() -> None:
    """The last value counts, as readers do it, and the first one's loss has a name."""
    documents = PluginDocuments(read(_MANIFEST, "ai-plugin.json"), None)
    migration = migrate_documents(documents, ActionOptions(), name="b")
    assert migration.manifest.name_for_model == "b"
    assert migration.changes[0] == Change(
        ChangeKind.LOSS,
        "document.duplicate_key",
        "line 1: the key stands twice; the last one counts",
        Place("ai-plugin.json", "/name_for_model"),
    )


def test_operations_that_lie_elsewhere_are_named() -> None:
    """Where every operation is a reference to another document, the refusal says so."""
    paths = "  /boats: {$ref: boats.yaml}\n  /piers: {get: {$ref: piers.yaml}}\n"
    with pytest.raises(InputError) as caught:
        changes(_SPEC.partition("  /boats")[0] + paths)
    assert str(caught.value) == (
        "openapi.yaml: /paths: no operation could be read: path /boats could not be read: "
        "'boats.yaml' is outside this document; its operations are lost (and 1 more like it); "
        "expected at least one path with a method, in this document; "
        "put what is referred to into one document"
    )
