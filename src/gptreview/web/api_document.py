"""The application: its OpenAPI document with what all operations share, and paths by name."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.datastructures import URLPath

from gptreview.web.api_models.shapes import Problem
from gptreview.web.route_paths import RoutePaths

TAGS: Final = (
    ("listings", "Verdicts on published GPTs, for anybody."),
    ("reports", "Reports of listings, and what became of them."),
    ("transparency", "How reports were dealt with, in figures."),
    ("own", "A builder's own listings, domains, appeals and letters."),
    ("cases", "The queue, and the steps of cases."),
    ("users", "Accounts and tokens."),
    ("audit", "The event log."),
    ("exports", "What leaves the house."),
    ("webhooks", "Programs that are told of events."),
    ("policy", "Clauses, waivers, and how rules fare with people."),
)
_WHAT: Final = (
    "Programs send a token as `Authorization: Bearer …`; cookies are not looked at. Answers that"
    " refuse something are problem details (RFC 9457)."
)


class ApiApp(FastAPI):
    """An application whose document has what its operations refer to."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._paths = RoutePaths(lambda: self.routes)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Path of a route.

        Raises:
            NoMatchFound: There is none of that name with these parameters.
        """
        return self._paths.path_for(name, path_params)

    def openapi(self) -> dict[str, Any]:
        """The document; it is made once."""
        if not self.openapi_schema:
            made = get_openapi(
                title=self.title,
                version=self.version,
                openapi_version=self.openapi_version,
                summary=self.summary,
                description=_WHAT,
                routes=self.routes,
                tags=[{"name": name, "description": text} for name, text in TAGS],
                servers=self.servers,
            )
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = Problem.model_json_schema(mode="serialization")
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            self.openapi_schema = made
        return self.openapi_schema
