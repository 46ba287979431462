"""Real plugins and API descriptions, converted whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.secrets import find_secrets
from gptreview.convert.migration import PluginDocuments, migrate_documents, parse_plugin
from gptreview.convert.redact import Redactor
from gptreview.convert.specification import ActionOptions, convert_specification
from gptreview.errors import GptReviewError
from gptreview.model.change import ChangeKind
from gptreview.model.migration import Migration
from gptreview.reading.document import Document, read_mapping
from gptreview.render.migration_json import migration_json
from gptreview.render.migration_markdown import migration_markdown

Faults = Callable[..., list[str]]

pytestmark = pytest.mark.corpus

SHARES = pytest.mark.parametrize(
    "share", [pytest.param(4, id="a quarter"), pytest.param(1, id="all", marks=pytest.mark.soak)]
)
"""One of how many documents is taken."""
ORIGIN = Origin(None, "https://api.example.org")
OPTIONS = ActionOptions()


def _plugins(folder: Path, share: int) -> Iterator[PluginDocuments]:
    for manifest in sorted(folder.glob("*/ai-plugin.json"))[::share]:
        spec = next((path for path in manifest.parent.glob("openapi.*")), None)
        yield PluginDocuments(_read(manifest), _read(spec) if spec else None)


def _read(path: Path) -> Document:
    return read_mapping(path.read_bytes(), name=path.name)


def _outputs(migration: Migration) -> str:
    texts = [
        *migration.files.values(),
        migration_json(migration, {}),
        migration_markdown(migration),
    ]
    return "\n".join(texts)


@SHARES
def test_real_plugins_keep_every_promise(
    shared_data: Path, conversion_faults: Faults, share: int
) -> None:
    """Every real plugin becomes a bundle, the same one twice, without a fault or a secret."""
    faults: dict[str, list[str]] = {}
    operations = usable = 0
    for documents in _plugins(shared_data / "plugins", share):
        migration = migrate_documents(documents, OPTIONS, name="plugin")
        text = _outputs(migration)
        assert text == _outputs(migrate_documents(documents, OPTIONS, name="plugin"))
        manifest, redactor = parse_plugin(documents.manifest, Stage())
        assert not any(secret in text for secret in find_secrets(documents.manifest.value))
        assert redactor.text(text) == text
        if documents.spec is None:
            assert [gap.code for gap in migration.gaps][:1] == ["spec.missing"]
            continue
        converted = convert_specification(documents.spec, Origin(manifest), OPTIONS, redactor)
        operations += len(converted.operations)
        usable += sum(1 for outcome in converted.operations if outcome.file)
        if found := conversion_faults(documents.spec.value, converted, largest=20_000):
            faults[documents.manifest.name] = found
    assert faults == {}
    assert usable / operations > 0.95


@SHARES
def test_real_documents_keep_every_promise(
    shared_data: Path, conversion_faults: Faults, share: int
) -> None:
    """Each real document is refused with a reason or becomes actions without a fault."""
    faults: dict[str, list[str]] = {}
    refused: list[str] = []
    lost: set[str] = set()
    for path in sorted((shared_data / "specs").glob("*.*"))[::share]:
        if path.suffix == ".tsv":
            continue
        try:
            document = _read(path)
            converted = convert_specification(document, ORIGIN, OPTIONS, Redactor([]))
        except GptReviewError as error:
            refused.append(error.found)
            continue
        if found := conversion_faults(document.value, converted, largest=20_000):
            faults[path.name] = found
        lost |= {change.code for change in converted.changes if change.kind is ChangeKind.LOSS}
    assert faults == {}
    assert len(refused) < 40
    assert {"parameter.header", "schema.recursion_cut", "body.other_media_type"} <= lost
