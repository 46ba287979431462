"""Paths of routes by their names, looked up rather than looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, NoMatchFound

_MOST: Final = 10_000
"""Paths that are remembered."""


class RoutePaths:
    """Knows which routes have a name, and the paths that were asked for before.

    A page asks for a hundred paths, and FastAPI walks along all of the application's routes for
    each: that alone took a third of the time of a case's page.

    Args:
        routes: Of the application; asked for again when there are more.
    """

    def __init__(self, routes: Callable[[], Sequence[BaseRoute]]) -> None:
        self._routes = routes
        self._number = 0
        self._named: dict[str, list[RouteContext]] = {}
        self._paths: dict[Hashable, URLPath] = {}

    def path_for(self, name: str, parameters: dict[str, Any]) -> URLPath:
        """The path of the first route that has the name and these parameters.

        Raises:
            NoMatchFound: There is none.
        """
        named = self._known()
        asked = (name, *parameters.items())
        path = self._paths.get(asked)
        if path is None:
            path = _first(named.get(name, ()), name, parameters)
            if len(self._paths) >= _MOST:
                self._paths.clear()
            self._paths[asked] = path
        return path

    def _known(self) -> dict[str, list[RouteContext]]:
        routes = self._routes()
        if len(routes) != self._number:
            named: dict[str, list[RouteContext]] = defaultdict(list)
            for each in iter_route_contexts(routes):
                if each.name:
                    named[each.name].append(each)
            self._named, self._number = dict(named), len(routes)
            self._paths.clear()
        return self._named


def _first(routes: Iterable[RouteContext], name: str, parameters: dict[str, Any]) -> URLPath:
    for route in routes:
        try:
            path = route.url_path_for(name, **parameters)
        except NoMatchFound:
            continue
        assert isinstance(path, URLPath)  # noqa: S101 - what every kind of route gives
        return path
    raise NoMatchFound(name, parameters)
