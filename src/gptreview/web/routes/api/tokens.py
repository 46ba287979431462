"""Operations on one's own tokens. A token makes none: who has a stolen one could keep a way in."""

from __future__ import annotations

from typing import Final

from gptreview.model.account import Permission, Role
from gptreview.web.api_models.own import OwnToken
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, Number, needs

router: Final = ApiRouter("users", "/tokens")
_OWN: Final = needs(Role.BUILDER, Permission.OWN_LISTINGS)


@router.get("", dependencies=_OWN, summary="List one's own tokens")
def list_tokens(asking: Asking, desk: AtDesk) -> list[OwnToken]:
    """In the order in which they were made, those that ended included; never their secrets."""
    return [OwnToken.of(each) for each in desk.rooms.access.tokens.page(asking)]


@router.delete("/{number}", dependencies=_OWN, status_code=204, summary="Revoke one's own token")
def revoke_token(number: Number, asking: Asking, desk: AtDesk) -> None:
    """At once; it may be the one that asks."""
    desk.rooms.access.tokens.revoke(asking, number)
