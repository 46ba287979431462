"""Errors and the pages of accounts, with something to show."""

from __future__ import annotations

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    GptReviewError,
    InputError,
    NotFoundError,
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.account import MIN_PASSWORD, Role
from tests.web.look_frame import Sample


def error_samples(evil: str) -> dict[str, Sample]:
    """A page for each status that tells people something."""
    said: list[GptReviewError] = [
        UnauthorizedError("nobody is signed in", next_step="sign in"),
        ForbiddenError("the role builder", expected="the role reviewer", next_step="ask an admin"),
        NotFoundError(f"there is nothing here{evil}"),
        ConflictError(f"rowan has decided the case{evil}", next_step="load the case again"),
        InputError(f"no clause{evil}", where="clauses", expected="at least one of the policy"),
        TooManyError("the 21st report of a day; 20 are allowed", next_step="come back tomorrow"),
    ]
    pages = {each.http_status: each for each in said}
    pages[500] = GptReviewError("something went wrong here; it was logged")
    return {
        f"error-{status}": ("error", Role.REPORTER, {"status": status, "error": error})
        for status, error in {**pages, 421: InputError("Misdirected Request")}.items()
    }


def account_samples(evil: str) -> dict[str, Sample]:
    """Signing in, by each way into an account, and a question to confirm."""
    made = {
        "role": Role.ADMIN, "name": f"rowan{evil}", "min_password": MIN_PASSWORD,
        "action": "/begin/token", "values": {}, "errors": {},
    }  # fmt: skip
    wrong = {"values": {"name": evil, "email": evil}, "errors": {"password": f"too short{evil}"}}
    return {
        "sign-in": ("account/sign_in", Role.REPORTER, {
            "values": {}, "errors": {}, "next": "/queue", "oidc": f"Example ID{evil}",
            "may_sign_up": True}),
        "sign-in-wrong": ("account/sign_in", Role.REPORTER, {
            "values": {"name": f"rowan{evil}"}, "errors": {"name": f"name or password{evil}"},
            "next": evil, "oidc": "", "may_sign_up": False}),
        **{f"account-{kind}": ("account/first_admin", Role.REPORTER, {
            **made, "kind": kind, **(wrong if kind == "invitation" else {})})
            for kind in ("first_admin", "invitation", "reset", "sign_up")},
        "confirm": ("confirm", Role.ADMIN, {
            "title": f"Disable rowan{evil}?", "text": f"All of their sessions end.{evil}",
            "label": f"Disable{evil}", "action": "/accounts/5/disable",
            "fields": {"reason": evil}, "back": "/accounts"}),
    }  # fmt: skip
