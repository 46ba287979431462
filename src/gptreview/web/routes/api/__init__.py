"""The JSON API, one module for each group of operations."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from gptreview.web.routes.api import public, reports

ROUTERS: Final[tuple[APIRouter, ...]] = (public.router, public.figures, reports.router)
"""In the order in which paths are looked up, and in which the document tells of them."""
