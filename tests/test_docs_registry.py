"""docs/registry.md: what it shows of reports is what the program says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from gptreview.cli.main import cli


def test_a_report_goes_as_the_page_says(
    repository_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the receipt."""
    page = (repository_root / "docs" / "registry.md").read_text(encoding="utf-8")
    session = re.search(r"^\$ (gptreview registry report .*?[^\\])\n(.*?)^```$", page, re.M | re.S)
    assert session
    command, shown = session[1].replace("\\\n", ""), session[2]
    source = tmp_path / "gpts.jsonl"
    source.write_text(json.dumps({"id": "g-2", "name": "A", "instructions": "Plan walks."}) + "\n")
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    runner = CliRunner()
    assert runner.invoke(cli, ["registry", "sync", str(source)]).exit_code == 0
    said = runner.invoke(cli, shlex.split(command)[1:])
    receipt = re.compile("(?<=receipt: )[0-9A-Z-]{23}$", re.MULTILINE)
    assert (said.exit_code, receipt.sub("…", said.stdout)) == (0, receipt.sub("…", shown))
