"""Plugins found, converted and written; the bad ones stop nobody."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gptreview.errors import ConflictError, DependencyError, GptReviewError, InputError
from gptreview.reading.document import ReadLimits
from gptreview.usecases.migrate_plugin import MigratePlugin, MigrateRequest, MigrationOutcome

Json = dict[str, Any]

_SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "Boats", "version": "1"},
    "paths": {"/boats": {"get": {"operationId": "listBoats"}}},
}
_URL = "https://boats.example.org/.well-known/ai-plugin.json"


def _manifest(name: str = "boats", **fields: Any) -> Json:
    return {
        "schema_version": "v1",
        "name_for_human": "Boats",
        "name_for_model": name,
        "description_for_human": "Find boats.",
        "description_for_model": "Helps with boats.",
        "auth": {"type": "none"},
        "api": {"type": "openapi", "url": "https://boats.example.org/openapi.yaml"},
        **fields,
    }


def _plugin(folder: Path, manifest: Json | None = None, spec: Any = _SPEC) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(manifest or _manifest())
    (folder / "ai-plugin.json").write_text(text, encoding="utf-8")
    if spec is not None:
        text = spec if isinstance(spec, str) else json.dumps(spec)
        (folder / "openapi.yaml").write_text(text, encoding="utf-8")
    return folder


class Web:
    """Documents by address; everything else does not answer."""

    def __init__(self, **pages: Any) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def __call__(self, url: str) -> tuple[str, bytes]:
        """Final URL and body."""
        self.asked.append(url)
        if url not in self.pages:
            raise DependencyError("no answer", where=url)
        return url, json.dumps(self.pages[url]).encode()


def _run(
    request: MigrateRequest, web: Web | None = None, limits: ReadLimits | None = None
) -> list[MigrationOutcome]:
    usecase = MigratePlugin(limits or ReadLimits(), web or Web())
    return list(usecase.run(request, usecase.find(request)))


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_plugin_becomes_a_folder(tmp_path: Path) -> None:
    """Five files, and a second run writes the same bytes."""
    source = _plugin(tmp_path / "plugin")
    request = MigrateRequest([str(source)], tmp_path / "out")
    (outcome,) = _run(request)
    assert outcome.error is None
    assert outcome.folder == tmp_path / "out/boats"
    assert outcome.source == str(source / "ai-plugin.json")
    first = _tree(tmp_path / "out")
    assert list(first) == [
        "boats/MIGRATION.md",
        "boats/actions/boats.example.org.openapi.yaml",
        "boats/gpt.yaml",
        "boats/instructions.md",
        "boats/migration.json",
    ]
    _run(request)
    assert _tree(tmp_path / "out") == first


def test_no_output_names_a_folder_of_this_machine(tmp_path: Path) -> None:
    """What was read is called as it lies in its own folder."""
    _plugin(tmp_path / "plugin")
    _run(MigrateRequest([str(tmp_path / "plugin")], tmp_path / "out"))
    text = b"".join(_tree(tmp_path / "out").values()).decode()
    assert str(tmp_path) not in text
    assert '"manifest": "ai-plugin.json"' in text


def test_bad_plugins_stop_nobody(tmp_path: Path) -> None:
    """Each gets an outcome with its error, in the order of the tree."""
    tree = tmp_path / "tree"
    _plugin(tree / "a")
    _plugin(tree / "b", spec="<!doctype html><html></html>")
    (tree / "c").mkdir()
    (tree / "c/ai-plugin.json").write_text('{"name_for', encoding="utf-8")
    _plugin(tree / "d", _manifest("ships"), {**_SPEC, "paths": {}})
    _plugin(tree / "e", _manifest("last"))
    outcomes = _run(MigrateRequest([str(tree), str(tmp_path / "nowhere")], tmp_path / "out"))
    assert [outcome.folder and outcome.folder.name for outcome in outcomes] == [
        "boats",
        None,
        None,
        None,
        "last",
        None,
    ]
    errors = [str(outcome.error) for outcome in outcomes if outcome.error]
    assert [error.split(": ")[0] for error in errors] == [
        str(tree / "b"),
        str(tree / "c"),
        str(tree / "d"),
        str(tmp_path / "nowhere"),
    ]
    assert all(isinstance(o.error, GptReviewError) for o in outcomes if o.folder is None)


def test_plugins_of_one_name_get_a_folder_each(tmp_path: Path) -> None:
    """The first one keeps the name, later ones get a number, and always the same one."""
    for folder, name in (("a", "Boats!"), ("b", "boats-2"), ("c", "boats"), ("d", "BOATS")):
        _plugin(tmp_path / "tree" / folder, _manifest(name))
    request = MigrateRequest([str(tmp_path / "tree")], tmp_path / "out")
    names = [outcome.folder and outcome.folder.name for outcome in _run(request)]
    assert names == ["boats", "boats-2", "boats-3", "boats-4"]
    first = _tree(tmp_path / "out")
    assert [outcome.folder and outcome.folder.name for outcome in _run(request)] == names
    assert _tree(tmp_path / "out") == first


@pytest.mark.parametrize(
    "name", ["../../etc/x", "/etc/passwd", "..", "a\\..\\b", "con", "\0", "🚢"]
)
def test_names_lead_nowhere_else(name: str, tmp_path: Path) -> None:
    """Whatever a plugin calls itself, its folder is one inside the output."""
    _plugin(tmp_path / "plugin", _manifest(name))
    (outcome,) = _run(MigrateRequest([str(tmp_path / "plugin")], tmp_path / "deep/out"))
    assert outcome.folder is not None
    assert outcome.folder.parent == tmp_path / "deep/out"
    assert {path.parent for path in (tmp_path / "deep/out").rglob("migration.json")} == {
        outcome.folder
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "plugin"]


def test_the_document_can_be_named(tmp_path: Path) -> None:
    """--spec wins over what lies beside the manifest."""
    source = _plugin(tmp_path / "plugin", spec=None)
    spec = tmp_path / "elsewhere.json"
    spec.write_text(json.dumps(_SPEC), encoding="utf-8")
    (outcome,) = _run(MigrateRequest([str(source)], tmp_path / "out", spec))
    assert outcome.migration is not None
    assert outcome.migration.spec_source == "elsewhere.json"
    (missing,) = _run(MigrateRequest([str(source)], tmp_path / "out", tmp_path / "no.json"))
    assert "there is no such file" in str(missing.error)


def test_a_named_document_belongs_to_one_plugin(tmp_path: Path) -> None:
    """With several plugins nobody knows which one is meant."""
    for name in ("a", "b"):
        _plugin(tmp_path / "tree" / name)
    with pytest.raises(InputError, match="--spec names one document, and there are 2 plugins"):
        _run(MigrateRequest([str(tmp_path / "tree")], tmp_path / "out", tmp_path / "x.yaml"))


def test_a_manifest_without_its_document_gives_a_listing(tmp_path: Path) -> None:
    """The bundle has a gap, not an error."""
    source = _plugin(tmp_path / "plugin", spec=None)
    (outcome,) = _run(MigrateRequest([str(source)], tmp_path / "out"))
    assert outcome.migration is not None
    assert [gap.code for gap in outcome.migration.gaps] == ["spec.missing"]


def test_documents_that_are_too_large_are_refused(tmp_path: Path) -> None:
    """The limit counts for the manifest and for the document."""
    source = _plugin(tmp_path / "plugin")
    request = MigrateRequest([str(source)], tmp_path / "out")
    (outcome,) = _run(request, limits=ReadLimits(max_bytes=100))
    assert "larger than 100 bytes" in str(outcome.error)


def test_edited_bundles_are_kept(tmp_path: Path) -> None:
    """The outcome is a conflict; with force the edits go."""
    source = _plugin(tmp_path / "plugin")
    request = MigrateRequest([str(source)], tmp_path / "out")
    _run(request)
    edited = tmp_path / "out/boats/gpt.yaml"
    edited.write_text("mine", encoding="utf-8")
    (outcome,) = _run(request)
    assert isinstance(outcome.error, ConflictError)
    assert edited.read_text(encoding="utf-8") == "mine"
    (forced,) = _run(MigrateRequest([str(source)], tmp_path / "out", force=True))
    assert forced.error is None
    assert edited.read_text(encoding="utf-8") != "mine"


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file in the place of the output folder is an error for every plugin."""
    source = _plugin(tmp_path / "plugin")
    (tmp_path / "out").write_text("", encoding="utf-8")
    (outcome,) = _run(MigrateRequest([str(source)], tmp_path / "out"))
    assert "cannot be written" in str(outcome.error)


def test_addresses_are_fetched_only_when_allowed(tmp_path: Path) -> None:
    """Without --fetch an address is an error, and nobody is asked."""
    web = Web(**{_URL: _manifest()})
    (outcome,) = _run(MigrateRequest([f"{_URL}?key=abc"], tmp_path / "out"), web)
    assert web.asked == []
    assert "fetching is off" in str(outcome.error)
    assert "abc" not in f"{outcome.source}{outcome.error}"


def test_manifest_and_document_are_fetched(tmp_path: Path) -> None:
    """The document's address may be relative to the manifest's."""
    manifest = _manifest(api={"type": "openapi", "url": "../openapi.yaml"})
    web = Web(**{_URL: manifest, "https://boats.example.org/openapi.yaml": _SPEC})
    (outcome,) = _run(MigrateRequest([_URL], tmp_path / "out", fetch=True), web)
    assert web.asked == [_URL, "https://boats.example.org/openapi.yaml"]
    assert outcome.migration is not None
    assert outcome.migration.source == _URL
    assert outcome.migration.spec_source == "https://boats.example.org/openapi.yaml"


@pytest.mark.parametrize("api", [None, {}, {"url": 7}, {"url": " "}])
def test_a_fetched_manifest_may_name_no_document(api: Any, tmp_path: Path) -> None:
    """Then the bundle has a gap, and nothing else is asked for."""
    web = Web(**{_URL: _manifest(api=api)})
    (outcome,) = _run(MigrateRequest([_URL], tmp_path / "out", fetch=True), web)
    assert web.asked == [_URL]
    assert outcome.migration is not None
    assert [gap.code for gap in outcome.migration.gaps] == ["spec.missing"]


def test_a_fetched_manifest_may_go_with_a_file(tmp_path: Path) -> None:
    """--spec names the document, so it is not fetched."""
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(_SPEC), encoding="utf-8")
    web = Web(**{_URL: _manifest()})
    (outcome,) = _run(MigrateRequest([_URL], tmp_path / "out", spec, fetch=True), web)
    assert web.asked == [_URL]
    assert outcome.migration is not None
    assert outcome.migration.spec_source == "openapi.json"


@pytest.mark.parametrize("url", ["https://[bad/openapi.yaml", "//[", "http://[::1"])
def test_an_address_that_is_none_is_told(url: str, tmp_path: Path) -> None:
    """What api.url says cannot even be joined; the way out is named."""
    web = Web(**{_URL: _manifest(api={"type": "openapi", "url": url})})
    (outcome,) = _run(MigrateRequest([_URL], tmp_path / "out", fetch=True), web)
    assert outcome.error is not None
    assert outcome.error.next_step == "save the document and name it with --spec FILE"


def test_a_server_that_does_not_answer_is_an_outcome(tmp_path: Path) -> None:
    """The others are migrated."""
    _plugin(tmp_path / "plugin")
    request = MigrateRequest([_URL, str(tmp_path / "plugin")], tmp_path / "out", fetch=True)
    first, second = _run(request)
    assert isinstance(first.error, DependencyError)
    assert second.error is None


def test_folders_that_cannot_be_looked_into_are_outcomes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not passed over in silence."""
    _plugin(tmp_path / "tree/a")
    _plugin(tmp_path / "tree/locked")
    scan = os.scandir

    def locked(path: Any) -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", locked)
    first, second = _run(MigrateRequest([str(tmp_path / "tree")], tmp_path / "out"))
    assert first.error is None
    assert "Permission denied" in str(second.error)
