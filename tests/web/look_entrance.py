"""Errors and the pages of accounts, with something to show."""

from __future__ import annotations

from dataclasses import replace

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    GptReviewError,
    InputError,
    NotFoundError,
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.access import ApiToken, MadeToken, Preferences
from gptreview.model.account import MIN_PASSWORD, Account, Permission, Role
from gptreview.model.notice import Notice, NoticeKind
from tests.web.look_frame import DAY, HOUR, NOW, Sample


def error_samples(evil: str) -> dict[str, Sample]:
    """A page for each status that tells people something."""
    said: list[GptReviewError] = [
        UnauthorizedError("nobody is signed in", next_step="sign in"),
        ForbiddenError("the role builder", expected="the role reviewer", next_step="ask an admin"),
        NotFoundError(f"there is nothing here{evil}"),
        ConflictError(f"rowan has decided the case{evil}", next_step="load the case again"),
        InputError(f"no clause{evil}", where="clauses", expected="at least one that is ticked"),
        TooManyError("the 21st report of a day; 20 are allowed", next_step="come back tomorrow"),
    ]
    pages = {each.http_status: each for each in said}
    pages[500] = GptReviewError("something went wrong here; it was logged")
    return {
        f"error-{status}": ("error", Role.REPORTER, {"status": status, "error": error})
        for status, error in {**pages, 421: InputError("Misdirected Request")}.items()
    }


def _own_samples(evil: str) -> dict[str, Sample]:
    """What somebody sets for themselves, and what was written to them."""
    account = Account(5, "rowan", "rowan@example.com", Role.REVIEWER, "en", NOW - 90 * DAY)
    settings = {
        "account": account, "kept": Preferences(), "is_reviewer": True, "errors": {},
        "interface_languages": (("en", "English"), ("zh", "简体中文")),
        "min_password": MIN_PASSWORD, "unread": 2,
        "values": {"language": "en", "email": f"rowan@example.com{evil}", "break_minutes": "50"},
    }  # fmt: skip
    wrong = {"email": f"no address{evil}", "password": "too short", "break_minutes": "too many"}
    elsewhere = replace(account, role=Role.BUILDER, is_local=False)
    made = ApiToken(
        3, 5, f"Nightly{evil}", frozenset((Permission.EXPORT,)), NOW - DAY, NOW + 89 * DAY,
        used_at=NOW - HOUR,
    )  # fmt: skip
    ended = replace(made, expires_at=NOW, used_at=None)
    tokens = {
        "tokens": (made, replace(made, revoked_at=NOW), ended),
        "allowed": tuple(Permission), "made": None, "errors": {}, "unread": 0,
        "values": {"name": evil, "days": "90", "permissions": ("export",)},
    }  # fmt: skip
    letter = Notice(
        9, 4, NoticeKind.DECISION_BUILDER, "en", f"Remove: Trip planner{evil}", f"Because.{evil}",
        NOW - HOUR, None, None,
    )  # fmt: skip
    letters = {"notices": (letter, replace(letter, id=8, read_at=NOW)), "unread": 1}
    return {
        "profile": ("account/profile", Role.REVIEWER, settings),
        "profile-wrong": ("account/profile", Role.REVIEWER, {**settings, "errors": wrong}),
        "profile-builder": ("account/profile", Role.BUILDER, {
            **settings, "account": elsewhere, "is_reviewer": False}),
        "tokens": ("account/tokens", Role.ADMIN, tokens),
        "tokens-made": ("account/tokens", Role.ADMIN, {
            **tokens, "made": MadeToken("gpr_" + "x" * 43, made),
            "errors": {"permissions": f"choose one{evil}"}}),
        "tokens-none": ("account/tokens", Role.BUILDER, {
            **tokens, "tokens": (), "allowed": (Permission.OWN_LISTINGS,)}),
        "notices": ("account/notices", Role.BUILDER, {
            **letters, "next": "/notices?before=8", "first": ""}),
        "notices-none": ("account/notices", Role.BUILDER, {
            "notices": (), "unread": 0, "next": "", "first": ""}),
    }  # fmt: skip


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
        **_own_samples(evil),
    }  # fmt: skip
