"""Settings come from the environment, and the defaults are those of the rooms."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from gptreview.bootstrap import action_checker, extract_limits, pii_scanner, read_limits
from gptreview.errors import InputError
from gptreview.extract.limits import ExtractLimits
from gptreview.net.fetch import FetchLimits
from gptreview.reading.document import ReadLimits
from gptreview.scan.pii.name_models import installed_name_models
from gptreview.settings import Settings, read_settings


def test_defaults_are_those_of_the_rooms() -> None:
    """Without any variable the rooms' own limits hold."""
    settings = read_settings()
    assert read_limits(settings) == ReadLimits()
    assert extract_limits(settings) == ExtractLimits()
    assert (
        settings.fetch_max_bytes,
        settings.fetch_timeout_seconds,
        settings.fetch_max_redirects,
    ) == (FetchLimits().max_bytes, FetchLimits().timeout_seconds, FetchLimits().max_redirects)


def test_every_setting_says_unit_and_default() -> None:
    """The description of a setting ends with its default, in words where that is no number."""
    for field in Settings.model_fields.values():
        match field.default:
            case bool() as flag:
                shown = str(flag).lower()
            case int() | float() as number:
                shown = f"{number:.15g}"
            case None:
                shown = ""
            case other:
                shown = str(other)
        assert f"; {shown}" in str(field.description)


def test_the_guide_names_each_setting_of_the_compliance_api(repository_root: Path) -> None:
    """docs/compliance.md has a row for each variable, with its default."""
    guide = (repository_root / "docs" / "compliance.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(r"^\| `(GPTREVIEW_COMPLIANCE_\w+)` \|.*\| (.*) \|$", guide, re.MULTILINE)
    )
    defaults = {
        f"GPTREVIEW_{name.upper()}": f"`{str(field.default).lower().removesuffix('.0')}`"
        for name, field in Settings.model_fields.items()
        if name.startswith("compliance_")
    }
    assert rows == defaults | {"GPTREVIEW_COMPLIANCE_API_KEY": "none"}


def test_a_variable_changes_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """GPTREVIEW_MAX_DOCUMENT_BYTES reaches the use-case."""
    monkeypatch.setenv("GPTREVIEW_MAX_DOCUMENT_BYTES", "12")
    checker = action_checker(stdin=io.BytesIO(), against_openapi=False)
    assert checker.limits.max_bytes == 12


@pytest.mark.parametrize("wanted", [True, False])
def test_models_for_names_take_part_where_they_are_wanted(
    wanted: bool,  # noqa: FBT001 - a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """GPTREVIEW_NAME_MODELS=false leaves out what is installed; the version says who took part."""
    monkeypatch.setenv("GPTREVIEW_NAME_MODELS", str(wanted).lower())
    models = installed_name_models()
    assert models
    version = pii_scanner(read_settings()).version
    assert [model.version in version for model in models] == [wanted] * len(models)


def test_a_bad_variable_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that does not fit is named with the variable and what it takes."""
    monkeypatch.setenv("GPTREVIEW_FETCH_MAX_REDIRECTS", "many")
    with pytest.raises(InputError) as caught:
        read_settings()
    assert str(caught.value) == (
        "environment variable GPTREVIEW_FETCH_MAX_REDIRECTS: 'many' does not fit; "
        "expected Redirects that one fetch follows, in redirects; 5; correct or unset it"
    )
