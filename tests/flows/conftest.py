"""One Prefect server for all tests of the flows, in a folder of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_HOME = tempfile.mkdtemp(prefix="gptreview-prefect-")
"""For all that Prefect keeps; named before it is imported, which makes its folder."""
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in [each for each in os.environ if each.startswith("PREFECT_")]:
    del os.environ[_name]
os.environ.update(
    PREFECT_HOME=_HOME,
    DO_NOT_TRACK="1",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_LOGGING_TO_API_ENABLED="false",
)
pytest.importorskip("prefect")


def pytest_configure(config: pytest.Config) -> None:
    """Prefect's threads draw random numbers, and Hypothesis blames other tests for it."""
    config.addinivalue_line(
        "filterwarnings", "ignore:Do not use the `random` module inside strategies"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the server go to one worker, for each of them would start its own."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("prefect"))


@pytest.fixture(scope="package")
def prefect_server() -> Iterator[None]:
    """Prefect's own server for tests, on an empty database; about ten seconds."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(120):
        yield


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty registry in the folder that is the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    return tmp_path
