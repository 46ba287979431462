"""The event log: searched, and walked along from its beginning."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from gptreview.errors import InputError
from gptreview.model.account import Permission, Role
from gptreview.model.database import ChainHead, ChainReport
from gptreview.model.digits import number_up_to
from gptreview.model.event_filter import EventFilter
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import LARGEST, After
from gptreview.web.pages import Showing
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(prefix="/administration/audit", include_in_schema=False)
_LEAD: Final = Depends(Needs(Role.LEAD, Permission.READ_AUDIT))
_PAGE: Final = 50
_HASH: Final = 64
"""Hex digits."""
_Text = Annotated[str, Query(max_length=2_000)]


@router.get("", name="audit", dependencies=[_LEAD])
def audit(
    request: Request,
    show: Showing,
    desk: AtDesk,
    asking: Asking,
    kind: _Text = "",
    actor: _Text = "",
    subject: _Text = "",
    since: _Text = "",
    until: _Text = "",
    after: After = 0,
) -> Response:
    """Steps that are like what is asked for, the newest first."""
    fields = {"kind": kind, "actor": actor, "subject": subject, "since": since, "until": until}
    asked = {name: text.strip() for name, text in fields.items() if text.strip()}
    wanted = EventFilter(
        asked.get("kind", ""),
        asked.get("actor", ""),
        asked.get("subject", ""),
        _day(asked, "since"),
        _day(asked, "until", dt.timedelta(days=1)),
    )
    found = desk.rooms.exports.audit.page(wanted, asking, after=after or None, limit=_PAGE)
    path = request.url.path
    following = f"{path}?{urlencode({**asked, 'after': found.next})}" if found.next else ""
    return show(
        "administration/audit",
        page=found,
        values={name: asked.get(name, "") for name in fields},
        asked=bool(asked),
        next=following,
        first=(f"{path}?{urlencode(asked)}" if asked else path) if after else "",
    )


@router.post("/check", name="check_chain", dependencies=[_LEAD])
def check(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Walk along all of it, and say whether it holds."""
    text, found, errors = form.text("head").strip(), None, {}
    report: ChainReport | None = None
    try:
        found = _head(text) if text else None
        report = desk.rooms.exports.audit.verify(asking, expected=found)
    except InputError as error:
        errors = wrong_fields(error, ("head",), "head", show.language)
    return show(
        "administration/chain",
        status=422 if errors else 200,
        report=report,
        values={"head": text},
        errors=errors,
    )


@router.get("/check", name="chain", dependencies=[_LEAD])
def ask_to_check(show: Showing) -> Response:
    """The form of the walk."""
    return show("administration/chain", report=None, values={"head": ""}, errors={})


def _day(
    asked: dict[str, str], name: str, more: dt.timedelta = dt.timedelta()
) -> dt.datetime | None:
    if name not in asked:
        return None
    try:
        return dt.datetime.strptime(asked[name], "%Y-%m-%d").replace(tzinfo=dt.UTC) + more
    except (ValueError, OverflowError) as error:
        raise InputError("no day", where=name, expected="a day like 2026-03-10") from error


def _head(text: str) -> ChainHead:
    seq, _, digest = text.partition(":")
    is_hash = len(digest) == _HASH and not set(digest) - set("0123456789abcdef")
    number = number_up_to(seq, LARGEST)
    if not is_hash or number is None:
        raise InputError("no head", where="head", expected="NUMBER:HASH, as this page shows it")
    return ChainHead(number, digest)
