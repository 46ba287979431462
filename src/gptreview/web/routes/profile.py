"""What somebody sets for themselves: language, address, looks, password, sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import InputError, UnauthorizedError
from gptreview.model.access import Preferences
from gptreview.model.account import MIN_PASSWORD, Identity, Role
from gptreview.usecases.access.profile import ProfileChange
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.entrance import come_in, go_out
from gptreview.web.field_errors import field_errors
from gptreview.web.field_errors import marked as _
from gptreview.web.forms import Form, Posted
from gptreview.web.guard import Asking, Needs
from gptreview.web.language import COOKIE, NAMES
from gptreview.web.pages import Show, Showing, set_cookie
from gptreview.web.routes.joining import PASSWORD_WRONG
from gptreview.web.routes.language import YEAR

router: Final = APIRouter(include_in_schema=False)
_OWN: Final = Depends(Needs(Role.BUILDER))
_WRONG: Final[Mapping[str, str]] = {
    "language": _("Choose one of these."),
    "email": _("Write an address like name@example.com, or none."),
    "break_minutes": _("Write 10 to 240 minutes, or 0 for no breaks."),
    "password": PASSWORD_WRONG,
}
_OLD_WRONG: Final = _(
    "This is not your password, or it is not taken for now. After ten wrong ones wait 15 minutes."
)
_NOTHING: Final[Mapping[str, str]] = {}


@router.get("/profile", name="profile", dependencies=[_OWN])
def profile(show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """One's own settings."""
    return _page(show, asking, desk, _NOTHING, _NOTHING)


@router.post("/profile", name="change_profile", dependencies=[_OWN])
def change(form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """Set language, address and looks."""
    names = ("language", "email", "break_minutes")
    language, email, _minutes = given = tuple(form.text(each) for each in names)
    try:
        wanted = ProfileChange(language, email, _preferences(form, asking))
        desk.rooms.access.profile.change(asking, wanted)
    except InputError as error:
        wrong = field_errors(error, _WRONG, show.gettext)
        return _page(show, asking, desk, dict(zip(names, given, strict=True)), wrong)
    answer = show.next("profile", flash="saved")
    set_cookie(answer, desk, COOKIE, language, seconds=YEAR)
    return answer


@router.post("/profile/password", name="change_password", dependencies=[_OWN])
def change_password(form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """Set another password; all sessions end but the one that begins here."""
    old, new = form.text("old_password"), form.text("password")
    try:
        begun = desk.rooms.access.sign_in.change_password(asking, old, new)
    except InputError as error:
        return _page(show, asking, desk, _NOTHING, field_errors(error, _WRONG, show.gettext))
    except UnauthorizedError:
        wrong = {"old_password": show.gettext(_OLD_WRONG)}
        return _page(show, asking, desk, _NOTHING, wrong)
    return come_in(show.next("profile", flash="password-changed"), desk, begun)


@router.post("/profile/sessions/end", name="end_sessions", dependencies=[_OWN])
def end_sessions(form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """Sign out everywhere, here too."""
    del form
    desk.rooms.access.sessions.sign_out_everywhere(asking)
    return go_out(show.next("sign_in", flash="signed-out-everywhere"), desk)


def _preferences(form: Posted, asking: Identity) -> Preferences | None:
    """How the reviewer's pages look, for those who have them."""
    if not asking.role.includes(Role.REVIEWER):
        return None
    return Preferences(
        blur=form.is_on("blur"),
        greyscale=form.is_on("greyscale"),
        break_minutes=form.number("break_minutes") or 0,
    )


def _page(
    show: Show,
    asking: Identity,
    desk: Desk,
    values: Mapping[str, str],
    wrong: Mapping[str, str],
) -> Response:
    found = desk.rooms.access.profile.read(asking)
    account, preferences = found.account, found.preferences
    kept = {
        "language": account.language,
        "email": account.email,
        "break_minutes": str(preferences.break_minutes),
    }
    return show(
        "account/profile",
        status=422 if wrong else 200,
        account=account,
        kept=preferences,
        is_reviewer=asking.role.includes(Role.REVIEWER),
        interface_languages=NAMES,
        min_password=MIN_PASSWORD,
        values={**kept, **values},
        errors=wrong,
    )
