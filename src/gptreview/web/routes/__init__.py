"""The routes, one module for each group of pages, and one for each part of the API."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from gptreview.web.routes import (
    badge,
    builder_domains,
    builder_listings,
    feeds,
    health,
    home,
    joining,
    language,
    listings,
    notices,
    oidc,
    profile,
    report_status,
    reports,
    signing_in,
    tokens,
    transparency,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    home.router,
    health.router,
    language.router,
    listings.router,
    badge.router,
    feeds.router,
    reports.router,
    report_status.router,
    transparency.router,
    signing_in.router,
    oidc.router,
    joining.router,
    profile.router,
    tokens.router,
    notices.router,
    builder_listings.router,
    builder_domains.router,
)
"""In the order in which paths are looked up."""
