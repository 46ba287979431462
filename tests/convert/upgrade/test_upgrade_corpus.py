"""Every real document goes up without an exception, and means afterwards what it meant."""

from __future__ import annotations

import json
import os
import random
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft4Validator, Draft202012Validator
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
)

from gptreview.convert.upgrade.document import detect_version
from gptreview.errors import InputError

Json = dict[str, Any]

VALIDATED_BYTES = int(os.environ.get("GPTREVIEW_TEST_VALIDATED_BYTES", "16000"))
"""openapi_spec_validator takes up to 36 s for a few hundred kB, so larger documents wait for a run
with a higher limit; benchmarks/RESULTS.md has the figures of one over everything."""

SAMPLED_SCHEMAS = int(os.environ.get("GPTREVIEW_TEST_SAMPLED_SCHEMAS", "5"))
"""Schemas compared in each document."""

VALIDATORS = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
}


def _named(value: Any) -> Any:
    """YAML's mappings may have keys that are no strings; JSON's may not."""
    if isinstance(value, dict):
        return {str(key): _named(item) for key, item in value.items()}
    return [_named(item) for item in value] if isinstance(value, list) else value


def _read(shared_data: Path) -> Iterator[tuple[str, str, int, Json]]:
    """Name, version, bytes and content of every document that can be read and is one."""
    for path in sorted((shared_data / "specs").iterdir()):
        if path.suffix not in (".json", ".yaml", ".yml"):
            continue
        text = path.read_bytes()
        try:
            # The C loader keeps this test short; it builds no objects of its own.
            found = (
                json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.CSafeLoader)
            )
            document = json.loads(json.dumps(_named(found), default=str))
            yield path.name, detect_version(document), len(text), document
        except (ValueError, yaml.YAMLError, InputError, AttributeError, TypeError):
            continue


@pytest.fixture(scope="module")
def documents(shared_data: Path) -> list[tuple[str, str, int, Json]]:
    """The real documents, read once: YAML takes longer than all upgrades together."""
    return list(_read(shared_data))


def _accepts(version: str, document: Json) -> bool:
    """Whether the validator finds no fault; where it gives up itself, it does not accept."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return next(VALIDATORS[version](document).iter_errors(), None) is None
        except Exception:  # noqa: BLE001 - its own crashes on invalid input are of any kind
            return False


@pytest.mark.corpus
def test_no_real_document_breaks_an_upgrade(
    documents: list[tuple[str, str, int, Json]], all_the_way: Callable[[Json], Any]
) -> None:
    """Deliberately invalid documents included, each gives a 3.1 document."""
    versions = [all_the_way(document)[0]["openapi"] for *_, document in documents]
    assert len(versions) >= 315
    assert {version[:4] for version in versions} == {"3.1."}


@pytest.mark.corpus
def test_valid_documents_stay_valid(
    documents: list[tuple[str, str, int, Json]], all_the_way: Callable[[Json], Any]
) -> None:
    """What the validator accepts in its own version, it accepts as 3.1, and 2.0 as 3.0 too."""
    accepted = 0
    refused: list[str] = []
    for name, version, size, document in documents:
        if version == "3.1" or size > VALIDATED_BYTES:
            continue
        if not _accepts(version, document):
            continue
        accepted += 1
        new, steps = all_the_way(document)
        if not (_accepts("3.1", new) and (len(steps) == 1 or _accepts("3.0", steps[0].document))):
            refused.append(name)
    assert refused == []
    assert accepted > 130


@pytest.mark.corpus
def test_real_schemas_accept_and_reject_the_same_values(
    documents: list[tuple[str, str, int, Json]], all_the_way: Callable[[Json], Any], instances: Any
) -> None:
    """A seeded sample of every document's schemas agrees with its upgrades, or says why not."""
    compared = 0
    unexplained: list[str] = []
    for name, version, _, document in documents:
        if version == "3.1":
            continue
        sample = Sample(version, document, *all_the_way(document))
        generator = random.Random(name)  # noqa: S311
        for schema in generator.sample(sample.names, min(SAMPLED_SCHEMAS, len(sample.names))):
            values = instances(document, generator).near(sample.schemas[schema], 20)
            count, differences = sample.compare(schema, values)
            compared += count
            unexplained.extend(f"{name}: {schema}: {text}" for text in differences)
    assert unexplained == []
    assert compared > 5000


class Sample:
    """The schemas of one document before and after."""

    def __init__(self, version: str, document: Json, new: Json, steps: list[Any]) -> None:
        self.section = ["definitions"] if version == "2.0" else ["components", "schemas"]
        found: Any = document
        for token in self.section:
            found = found.get(token) if isinstance(found, dict) else None
        self.schemas: Json = found if isinstance(found, dict) else {}
        self.names = sorted(self.schemas)
        self.old_validator = Draft4Validator if version == "2.0" else OAS30Validator
        self.old = _plain({key: document[key] for key in self.section[:1] if key in document})
        self.new = new
        self.steps = steps

    def compare(self, name: str, values: list[Any]) -> tuple[int, list[str]]:
        """How many values were judged by both, and the differences that nothing names."""
        pointer = f"#/{'/'.join(self.section)}/{_escaped(name)}"
        place = "/components/schemas/" + _escaped(name)
        if len(self.steps) == 2:
            place = self.steps[0].destination("/definitions/" + _escaped(name))
        place = self.steps[-1].destination(place)
        old = self.old_validator({**self.old, "$ref": pointer})
        new = Draft202012Validator({"components": self.new["components"], "$ref": f"#{place}"})
        count, differences = 0, []
        for value in values:
            try:
                before, after = old.is_valid(value), new.is_valid(value)
            except Exception:  # noqa: BLE001, S112 - dangling references, patterns of other dialects
                continue
            count += 1
            if before != after:
                differences.append(repr(value))
        return count, differences if differences and not self._is_named(name) else []

    def _is_named(self, name: str) -> bool:
        """Whether a loss or repair stands in one of the schemas that this one reaches."""
        reached = _reached(self.schemas, name)
        for index, step in enumerate(self.steps):
            for change in step.stage.changes:
                if change.kind.value == "mapping" or change.before is None:
                    continue
                before = change.before.pointer
                if index:
                    before = self.steps[0].stage.origin(before)
                if any(_inside(before, self.section, each) for each in reached):
                    return True
        return False


def _reached(schemas: Json, name: str) -> set[str]:
    reached: set[str] = set()
    pending = [name]
    while pending:
        current = pending.pop()
        if current in reached or current not in schemas:
            continue
        reached.add(current)
        pending.extend(
            other for other in schemas if f'/{_escaped(other)}"' in json.dumps(schemas[current])
        )
    return reached


def _inside(pointer: str, section: list[str], name: str) -> bool:
    return f"{pointer}/".startswith(f"/{'/'.join(section)}/{_escaped(name)}/")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _plain(value: Any) -> Any:
    """Old schemas without what has no effect on values; see the module on equivalence."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        return {"$ref": value["$ref"]}
    return {
        key: _plain(item)
        for key, item in value.items()
        if key != "discriminator" or (isinstance(item, dict) and "type" in item)
    }
