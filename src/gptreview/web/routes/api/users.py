"""Operations on accounts, and on who asks."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Query, Security

from gptreview.model.account import Permission, Role
from gptreview.web.api_models.cases import Me
from gptreview.web.api_models.shapes import LARGEST
from gptreview.web.api_models.users import NewOwner, OneTimeLink, RoleOf, User
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import BEARER, ApiRouter, Number, also, needs

router: Final = ApiRouter("users")
_ADMIN: Final = needs(Role.ADMIN, Permission.CONFIGURE)
_LEAD: Final = needs(Role.LEAD, Permission.CONFIGURE)


@router.get("/me", summary="Read whom you are taken for", dependencies=[Security(BEARER)])
def read_me(asking: Asking) -> Me:
    """The account of the token, and what it was given for; nobody without one."""
    account = asking.account
    return Me(
        role=asking.role,
        account=account.id if account else None,
        name=account.name if account else "",
        permissions=tuple(sorted(asking.permissions or ())),
    )


@router.get("/users", dependencies=_ADMIN, summary="List the accounts")
def list_users(
    asking: Asking,
    desk: AtDesk,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[User]:
    """In the order of their numbers; send the last one as ``after`` for the next page."""
    found = desk.rooms.access.accounts.page(asking, after=after, limit=limit)
    return [User.of(each) for each in found]


@router.post(
    "/users/invitations", dependencies=_ADMIN, status_code=201, summary="Invite a colleague"
)
def invite_user(body: RoleOf, asking: Asking, desk: AtDesk) -> OneTimeLink:
    """A link that makes one account with a role, for a week."""
    made = desk.rooms.access.invite.colleague(asking, body.role)
    return OneTimeLink.made(made, desk.base_url)


@router.put(
    "/users/{number}/role",
    dependencies=_ADMIN,
    summary="Give an account another role",
    responses=also(409),
)
def set_role(number: Number, body: RoleOf, asking: Asking, desk: AtDesk) -> User:
    """It holds from the next request on."""
    return User.of(desk.rooms.access.accounts.set_role(asking, number, body.role))


@router.post(
    "/users/{number}/disable",
    dependencies=_ADMIN,
    summary="Disable an account",
    responses=also(409),
)
def disable_user(number: Number, asking: Asking, desk: AtDesk) -> User:
    """Sessions, tokens and links end at once."""
    return User.of(desk.rooms.access.accounts.disable(asking, number))


@router.post(
    "/users/{number}/enable", dependencies=_ADMIN, summary="Enable an account", responses=also(409)
)
def enable_user(number: Number, asking: Asking, desk: AtDesk) -> User:
    """They sign in anew."""
    return User.of(desk.rooms.access.accounts.enable(asking, number))


@router.post(
    "/users/{number}/reset-link",
    dependencies=_ADMIN,
    status_code=201,
    summary="Make a link to a new password",
    responses=also(409),
)
def make_reset_link(number: Number, asking: Asking, desk: AtDesk) -> OneTimeLink:
    """For a week; the old password works until then."""
    return OneTimeLink.made(desk.rooms.access.invite.reset(asking, number), desk.base_url)


@router.post(
    "/listings/{number}/owners",
    dependencies=_LEAD,
    status_code=201,
    summary="Make an account the owner of a listing",
    responses=also(409),
)
def give_listing(number: Number, body: NewOwner, asking: Asking, desk: AtDesk) -> User:
    """It then has the listing among its own."""
    return User.of(desk.rooms.builders.owners.give(number, body.account, asking))


@router.delete(
    "/listings/{number}/owners/{account}",
    dependencies=_LEAD,
    status_code=204,
    summary="Undo that an account is the owner of a listing",
)
def take_listing(number: Number, account: Number, asking: Asking, desk: AtDesk) -> None:
    """What domains prove stays."""
    desk.rooms.builders.owners.take(number, account, asking)
