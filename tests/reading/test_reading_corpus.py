"""Real plugins and API descriptions, read and written back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.errors import InputError
from gptreview.reading.document import read_document

pytestmark = pytest.mark.corpus


def test_real_documents_are_read_as_other_parsers_read_them(shared_data: Path) -> None:
    """Every real file is read, but for one that is in no known encoding; JSON to the same value."""
    refused: list[str] = []
    for path in _files(shared_data):
        data = path.read_bytes()
        try:
            document = read_document(data, name=path.name)
        except InputError as error:
            refused.append(error.found)
            continue
        if document.syntax == "json":
            assert document.value == json.loads(data.decode("utf-8-sig"))
    assert refused == ["byte 0xe1 at offset 359 is not utf-8 (invalid continuation byte)"]


def test_real_documents_survive_being_written(shared_data: Path) -> None:
    """A spec written as YAML reads back as the same value, by PyYAML as well."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in _files(shared_data)[::9]:
        value = read_document(path.read_bytes(), name=path.name).value
        text = dump_yaml(value)
        assert read_document(text.encode(), name=path.name).value == value
        assert yaml.load(text, Loader=loader) == value  # noqa: S506 - a safe loader


def _files(shared_data: Path) -> list[Path]:
    return sorted(
        path
        for folder in ("plugins", "specs")
        for path in (shared_data / folder).rglob("*")
        if path.suffix in {".json", ".yaml"} and path.is_file()
    )
