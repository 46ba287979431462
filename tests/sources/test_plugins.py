"""Plugins on disk: which manifests are found, and which document belongs to each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gptreview.errors import InputError, NotFoundError
from gptreview.sources.plugins import PluginFiles, find_plugins


def _tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")


def _found(source: Path) -> list[str]:
    return [one.name if isinstance(one, PluginFiles) else str(one) for one in find_plugins(source)]


def _one(source: Path) -> PluginFiles:
    (found,) = find_plugins(source)
    assert isinstance(found, PluginFiles)
    return found


def test_a_tree_is_searched_in_order(tmp_path: Path) -> None:
    """Every manifest at any depth, by path, whatever else lies there."""
    _tree(
        tmp_path,
        "b/ai-plugin.json",
        "a/z/.well-known/ai-plugin.json",
        "a/ai-plugin.json",
        "a/ai-plugin.json.bak",
        "c/other.json",
        "AI-PLUGIN.JSON",
    )
    assert _found(tmp_path) == [
        "a/ai-plugin.json",
        "a/z/.well-known/ai-plugin.json",
        "b/ai-plugin.json",
    ]


def test_a_file_is_a_manifest_whatever_it_is_called(tmp_path: Path) -> None:
    """Only the file that was named is taken, with the documents beside it."""
    _tree(tmp_path, "manifest.prod.json", "ai-plugin.json", "openapi.yaml")
    plugin = _one(tmp_path / "manifest.prod.json")
    assert plugin.name == "manifest.prod.json"
    assert plugin.candidates == (tmp_path / "openapi.yaml",)


@pytest.mark.parametrize(
    ("files", "api_url", "chosen"),
    [
        (["openapi.yaml"], "https://a.example.org/openapi.yaml", "openapi.yaml"),
        (["openapi.yaml", "pets.json"], "https://a.example.org/pets.json?v=1#x", "pets.json"),
        (["openapi.yaml", "Pets.JSON"], "/static/pets.json", "Pets.JSON"),
        (["openapi.yaml", "swagger.json"], "https://a.example.org/other", "openapi.yaml"),
        (["swagger.json", "openapi.json", "openapi.yml"], "", "openapi.yml"),
        (["OpenAPI.yaml"], "", "OpenAPI.yaml"),
        (["api.yaml", "schema.yaml"], "", "api.yaml"),
        (["notes.yaml", "package.json", "tsconfig.json"], "", None),
        (["notes.yaml"], "https://a.example.org/notes.yaml", "notes.yaml"),
        (["package.json"], "https://a.example.org/package.json", None),
        ([], "https://a.example.org/openapi.yaml", None),
        (["openapi.txt"], "https://a.example.org/openapi.txt", None),
    ],
)
def test_the_document_is_the_one_that_the_manifest_names(
    files: list[str], api_url: str, chosen: str | None, tmp_path: Path
) -> None:
    """Else the one with the best usual name; other files are nobody's guess."""
    _tree(tmp_path, "ai-plugin.json", *files)
    spec = _one(tmp_path).spec_for(api_url)
    assert (spec and spec.name) == chosen


@pytest.mark.parametrize("relative", [True, False])
def test_beside_well_known_the_document_may_lie_one_level_up(
    relative: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The folder that servers publish from wins; the one above it counts too."""
    _tree(tmp_path, ".well-known/ai-plugin.json", "openapi.yaml")
    source = tmp_path / ".well-known"
    if relative:
        monkeypatch.chdir(source)
        source = Path()
    plugin = _one(source)
    spec = plugin.spec_for("https://a.example.org/openapi.yaml")
    assert spec is not None
    assert spec.samefile(tmp_path / "openapi.yaml")
    assert plugin.sibling(spec) == "../openapi.yaml"
    _tree(tmp_path, ".well-known/openapi.yaml")
    nearer = _one(source).spec_for("https://a.example.org/openapi.yaml")
    assert nearer is not None
    assert plugin.sibling(nearer) == "openapi.yaml"


def test_one_level_up_counts_for_well_known_alone(tmp_path: Path) -> None:
    """Of any other folder only what lies beside the manifest is looked at."""
    _tree(tmp_path, "plugin/ai-plugin.json", "openapi.yaml")
    assert _one(tmp_path / "plugin").candidates == ()


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    """A loop of links ends at once, and a plugin is not found twice."""
    _tree(tmp_path, "a/ai-plugin.json")
    (tmp_path / "a/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "me").symlink_to("me")
    assert _found(tmp_path) == ["a/ai-plugin.json"]


def test_a_link_to_a_manifest_counts_as_one(tmp_path: Path) -> None:
    """Linked files are read like others, also a source that is a link to a folder."""
    _tree(tmp_path, "real/plugin.json")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/ai-plugin.json").symlink_to(tmp_path / "real/plugin.json")
    (tmp_path / "link").symlink_to(tmp_path / "tree", target_is_directory=True)
    assert _found(tmp_path / "link") == ["ai-plugin.json"]


def test_a_folder_in_a_manifests_place_is_none(tmp_path: Path) -> None:
    """A folder that is called ai-plugin.json is looked into like any other."""
    _tree(tmp_path, "ai-plugin.json/ai-plugin.json")
    (tmp_path / "openapi.yaml").mkdir()
    assert _found(tmp_path) == ["ai-plugin.json/ai-plugin.json"]


def test_wide_and_deep_trees_are_searched(tmp_path: Path) -> None:
    """A hundred levels and a thousand folders are no matter."""
    deep = "/".join("d" * 100)
    _tree(tmp_path, f"{deep}/ai-plugin.json", *(f"w/{n}/x.txt" for n in range(1_000)))
    assert _found(tmp_path) == [f"{deep}/ai-plugin.json"]


def test_a_source_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The error says what may be named."""
    with pytest.raises(NotFoundError) as raised:
        list(find_plugins(tmp_path / "nowhere"))
    assert str(raised.value) == (
        f"{tmp_path / 'nowhere'}: no such file or folder; expected an ai-plugin.json, a folder "
        "that holds one, or a tree of them"
    )


def test_a_folder_without_a_manifest_is_told(tmp_path: Path) -> None:
    """An empty folder and one of other files are errors, not silence."""
    _tree(tmp_path, "openapi.yaml")
    with pytest.raises(InputError) as raised:
        list(find_plugins(tmp_path))
    assert str(raised.value) == (
        f"{tmp_path}: no ai-plugin.json in this folder or below it; expected a file named "
        "ai-plugin.json; name the manifest file itself if it is called otherwise"
    )


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b"])
def test_names_that_no_file_can_have_are_told(name: str, tmp_path: Path) -> None:
    """A name that is too long or impossible is an error of the input."""
    with pytest.raises((InputError, NotFoundError)):
        list(find_plugins(tmp_path / name))


def test_folders_that_cannot_be_looked_into_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other plugins are found; what is locked comes last, as an error."""
    _tree(tmp_path, "a/ai-plugin.json", "locked/ai-plugin.json", "z/ai-plugin.json")
    _lock(monkeypatch, tmp_path / "locked")
    reason = "cannot be looked at: Permission denied; check the path and its permissions"
    message = f"{tmp_path / 'locked'}: {reason}"
    assert _found(tmp_path) == ["a/ai-plugin.json", "z/ai-plugin.json", message]
    assert _found(tmp_path / "locked") == [message]


def test_a_manifest_in_a_folder_that_cannot_be_listed_has_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest that was named is read all the same."""
    _tree(tmp_path, "ai-plugin.json", "openapi.yaml")
    _lock(monkeypatch, tmp_path)
    assert _one(tmp_path / "ai-plugin.json").candidates == ()


def _lock(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make listing a folder fail, as it does for everybody but root."""

    def locked(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".") -> Iterator[Any]:
            if Path(path) == folder:
                raise PermissionError(13, "Permission denied", str(path))
            result: Iterator[Any] = function(path)
            return result

        return call

    monkeypatch.setattr(os, "scandir", locked(os.scandir))
    monkeypatch.setattr(os, "listdir", locked(os.listdir))
