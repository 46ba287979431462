"""Paths of routes by their names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from starlette.routing import NoMatchFound
from starlette.staticfiles import StaticFiles

from gptreview.web import route_paths
from gptreview.web.route_paths import RoutePaths


def _ignore(**_of: object) -> None:
    """What a route does is no matter here."""


def _router(*routes: tuple[str, str]) -> APIRouter:
    router = APIRouter()
    for name, path in routes:
        router.add_api_route(path, _ignore, name=name)
    return router


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """Routes of a router, of one inside another one, and files."""
    app = FastAPI(openapi_url=None)
    outer = _router(("case", "/cases/{number}"), ("queue", "/queue"), ("queue", "/queue/{tab}"))
    outer.include_router(_router(("listing", "/listings/{number}")), prefix="/inner")
    app.include_router(outer)
    app.mount("/static", StaticFiles(directory=tmp_path), name="static")
    return app


@pytest.fixture
def path_for(app: FastAPI) -> Callable[..., str]:
    """Looks paths up."""
    paths = RoutePaths(lambda: app.routes)
    return lambda name, **of: str(paths.path_for(name, of))


def test_path_is_the_one_that_the_application_finds(
    app: FastAPI, path_for: Callable[..., str]
) -> None:
    """Whatever kind of route has a name, its path is what FastAPI makes of it."""
    asked: tuple[tuple[str, dict[str, object]], ...] = (
        ("case", {"number": 7}),
        ("listing", {"number": 9}),
        ("static", {"path": "site.css"}),
        ("queue", {}),
    )
    found = [path_for(name, **of) for name, of in asked]
    assert found == ["/cases/7", "/inner/listings/9", "/static/site.css", "/queue"]
    assert found == [str(app.url_path_for(name, **of)) for name, of in asked]


def test_route_is_chosen_by_its_parameters(path_for: Callable[..., str]) -> None:
    """Of routes with one name the first that takes the parameters is the one."""
    assert path_for("queue", tab="open") == "/queue/open"


@pytest.mark.parametrize(("name", "of"), [("none", {}), ("case", {})], ids=["name", "parameters"])
def test_path_of_no_route_is_refused(
    path_for: Callable[..., str], name: str, of: dict[str, object]
) -> None:
    """A name that no route has, or not with these parameters, has no path."""
    with pytest.raises(NoMatchFound):
        path_for(name, **of)


def test_later_routes_are_found(app: FastAPI, path_for: Callable[..., str]) -> None:
    """What is added after the first question has a path, too."""
    assert path_for("queue") == "/queue"
    app.include_router(_router(("late", "/late")))
    assert path_for("late") == "/late"


def test_path_is_found_once(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is remembered until there are too many, or another route."""
    monkeypatch.setattr(route_paths, "_MOST", 2)
    paths = RoutePaths(lambda: app.routes)
    first = paths.path_for("case", {"number": 7})
    assert paths.path_for("case", {"number": 7}) is first
    others = [str(paths.path_for("case", {"number": each})) for each in (8, 9)]
    assert others == ["/cases/8", "/cases/9"]
    assert paths.path_for("case", {"number": 7}) is not first
