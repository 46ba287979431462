"""One Prefect server for all tests of the flows, in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAMES = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}
pytest.importorskip("prefect")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the server go to one worker, for each of them would start its own."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("prefect"))


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder instead of the user's own for all that Prefect keeps."""
    home = tmp_path_factory.mktemp("prefect")
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("PREFECT_")]:
            patch.delenv(name)
        for name, value in {**NAMES, "PREFECT_HOME": str(home)}.items():
            patch.setenv(name, value)
        yield home


@pytest.fixture(scope="session")
def prefect_server(prefect_home: Path) -> Iterator[None]:
    """Prefect's own server for tests, on an empty database; about ten seconds."""
    from prefect.settings import PREFECT_HOME, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with temporary_settings({PREFECT_HOME: prefect_home}), prefect_test_harness(120):
        yield


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty registry in the folder that is the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    return tmp_path
