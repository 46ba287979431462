"""Names of bundle folders."""

from __future__ import annotations

import pytest

from gptreview.model.plugin import PluginAuth, PluginManifest
from gptreview.usecases.bundle_names import BundleNames, bundle_name


def manifest(name: str, url: str = "https://api.example.com/openapi.yaml") -> PluginManifest:
    """A manifest with this name_for_model and api.url."""
    return PluginManifest("Human", name, "", "", PluginAuth(), url)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("trip_planner", "trip_planner"),
        ("Trip Planner 2", "trip-planner-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\windows", "windows"),
        ("a/b\x00c\n", "a-b-c"),
        (".hidden", "hidden"),
        ("x" * 200, "x" * 64),
        ("CON", "con-plugin"),
        ("lpt1.txt", "lpt1.txt-plugin"),
        ("旅行", "api.example.com"),
        ("...", "api.example.com"),
    ],
)
def test_a_name_is_safe_everywhere(written: str, expected: str) -> None:
    """Names become lower-case folder names without separators; the host stands in for none."""
    assert bundle_name(manifest(written)) == expected


@pytest.mark.parametrize("url", ["", "/openapi.yaml", "https://[broken/openapi.yaml"])
def test_a_name_of_last_resort(url: str) -> None:
    """With neither name nor host, the bundle is called plugin."""
    assert bundle_name(manifest("?", url)) == "plugin"


def test_each_name_is_given_once() -> None:
    """Later plugins of one name are numbered, around names that look like numbered ones."""
    names = BundleNames()
    assert [names.assign(name) for name in ("a", "a-2", "a", "a")] == ["a", "a-2", "a-3", "a-4"]
