"""The routes, one module for each group of pages, and one for each part of the API."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from gptreview.web.routes import language

ROUTERS: Final[tuple[APIRouter, ...]] = (language.router,)
"""In the order in which paths are looked up."""
