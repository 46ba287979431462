"""Options that are numbers take nothing else."""

from __future__ import annotations

import pytest

from gptreview.cli.main import run


@pytest.mark.parametrize(
    "arguments",
    [("review", "--lease"), ("review", "--listing-seconds"), ("drift", "--every")],
    ids=["lease", "listing-seconds", "every"],
)
def test_nan_is_no_number(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """It lies outside every range, whatever comparisons make of it."""
    command, option = arguments
    assert run(["registry", command, option, "NaN"]) == 2
    assert f"Invalid value for '{option}': NaN is no number." in capsys.readouterr().err
