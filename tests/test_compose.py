"""compose.yaml without an engine: what it names exists, and what it sets is a setting."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from gptreview.settings import Settings

_PREFIX = "GPTREVIEW_"
_OF_LIBPQ = {"PGPASSWORD"}


@pytest.fixture(scope="module")
def services(repository_root: Path) -> dict[str, Any]:
    """The services by name."""
    text = (repository_root / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["services"]
    return found


def _ours(services: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in services.items() if each["image"] == "gptreview"}


def test_every_variable_is_a_setting(services: dict[str, Any]) -> None:
    """What compose.yaml sets is read by gptreview, Prefect, its Redis package or libpq."""
    pytest.importorskip("prefect")
    from prefect.settings import Settings as PrefectSettings
    from prefect.settings.legacy import _get_valid_setting_names
    from prefect_redis.client import RedisMessagingSettings

    known = set(_get_valid_setting_names(PrefectSettings)) | _OF_LIBPQ
    known |= {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {
        f"PREFECT_REDIS_MESSAGING_{name.upper()}" for name in RedisMessagingSettings.model_fields
    }
    set_ = {name for each in _ours(services).values() for name in each["environment"]}
    assert set_ - known == set()


def test_every_command_is_one(services: dict[str, Any]) -> None:
    """Each service of our image starts a command that knows the options it is given."""
    pytest.importorskip("prefect")
    folder = Path(sys.executable).parent
    for name, service in _ours(services).items():
        program, *arguments = service["entrypoint"]
        words = [each for each in arguments if not each.startswith("-")]
        asked = [str(folder / program), *_command(words), "--help"]
        told = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert told.returncode == 0, (name, told.stderr)
        options = {each for each in arguments if each.startswith("--")} - {"--no-prompt"}
        assert {each for each in options if each not in told.stdout} == set(), name


def _command(words: list[str]) -> list[str]:
    """The words up to the command itself: what stands behind are its arguments."""
    for end, word in enumerate(words, start=1):
        if word in {"start", "create", "deploy", "upgrade", "serve"}:
            return words[:end]
    raise AssertionError(words)


def test_only_this_machine_reaches_it(services: dict[str, Any]) -> None:
    """Ports are those of loopback, and no password stands in the file."""
    ports = [port for each in services.values() for port in each.get("ports", ())]
    assert ports == ["127.0.0.1:4200:4200", "127.0.0.1:8000:8000"]
    passwords = {
        value.split(":", 1)[1] if name.endswith("AUTH_STRING") else value
        for each in services.values()
        for name, value in each.get("environment", {}).items()
        if name.endswith(("PASSWORD", "AUTH_STRING"))
    }
    assert passwords == {
        "${POSTGRES_PASSWORD:?set a password for PostgreSQL}",
        "${PREFECT_PASSWORD:?set a password for the Prefect server}",
    }


def test_the_web_face_is_shut_in(services: dict[str, Any]) -> None:
    """It has the tables' database, writes into memory alone, and has no right that a user lacks."""
    web, tables = services["web"], services["tables"]
    database = "GPTREVIEW_DATABASE_URL"
    assert web["environment"][database] == tables["environment"][database]
    assert (web["read_only"], web["cap_drop"]) == (True, ["ALL"])
    assert web["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in web  # as the image says: not root (tests/test_house.py)
    folders = {each.partition(":")[0] for each in web["tmpfs"]}
    assert folders == {"/var/cache", "/tmp"}  # noqa: S108 - of the container
    assert web["environment"]["GPTREVIEW_CACHE_DIR"].startswith("/var/cache/")
    assert "volumes" not in web


def test_the_web_face_is_asked_whether_it_is_well(services: dict[str, Any]) -> None:
    """Under a name that it serves, at the port that it listens at by itself, for a page it has."""
    pytest.importorskip("fastapi")
    from gptreview.cli.main import cli
    from gptreview.web.routes import ROUTERS

    test = services["web"]["healthcheck"]["test"]
    (asked,) = re.findall(r"'http://127\.0\.0\.1:(\d+)(/\w+)'", test[-1])
    context = click.Context(cli)
    serve = cli.get_command(context, "serve")
    assert serve is not None
    (port,) = (each.default for each in serve.params if each.name == "port")
    paths = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    assert (int(asked[0]), asked[1] in paths) == (port, True)
    compile(test[-1], "healthcheck", "exec")


def test_who_is_waited_for_is_there(services: dict[str, Any]) -> None:
    """A service waits for services of the file only, one that ends or has a health check."""
    for name, service in services.items():
        for other, condition in service.get("depends_on", {}).items():
            assert other in services, name
            healthy = condition["condition"] == "service_healthy"
            assert healthy == ("healthcheck" in services[other]), (name, other)
