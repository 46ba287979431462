"""The JSON API, one module for each group of operations."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from gptreview.web.routes.api import (
    action,
    case_steps,
    cases,
    house,
    own,
    public,
    records,
    reported,
    reports,
    tokens,
    users,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    public.router,
    public.figures,
    reports.router,
    own.router,
    case_steps.router,
    cases.router,
    reported.router,
    users.router,
    tokens.router,
    records.audit,
    records.exports,
    records.rules,
    house.webhooks,
    house.policy,
    action.router,
)
"""In the order in which paths are looked up, and in which the document tells of them."""
