"""The cookie of a session: given when somebody comes in, taken back when they go."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from gptreview.model.access import SignedIn
from gptreview.web.desk import Desk
from gptreview.web.pages import drop_cookie, set_cookie


def come_in(answer: Response, desk: Desk, begun: SignedIn) -> Response:
    """Give the browser the session, for as long as it can last."""
    left = (begun.expires_at - desk.clock()) // dt.timedelta(seconds=1)
    set_cookie(answer, desk, desk.cookies.session, begun.token, seconds=left)
    return answer


def go_out(answer: Response, desk: Desk) -> Response:
    """Take the session back, and the value that its forms answered."""
    drop_cookie(answer, desk, desk.cookies.session)
    drop_cookie(answer, desk, desk.cookies.form)
    return answer
