"""``gptreview accounts``."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option, page_options
from gptreview.cli.registry_sync import tell
from gptreview.model.account import OPERATOR, Identity, Role

if TYPE_CHECKING:
    from gptreview.model.access import MadeLink

_GROUP: Final = """\b
Examples:
  gptreview accounts invite reviewer
  gptreview accounts role kim lead
  gptreview accounts disable kim"""
_STATUS: Final = """\b
Exit status:
  0  done
  2  there is no such account, it is the last admin's, or the database cannot be used
  4  the database does not answer"""

_ME: Final = Identity(OPERATOR.role, OPERATOR)
"""Who has the database needs no account."""
_name = click.argument("name", metavar="NAME")
_ROLES: Final = [each.value for each in Role if each is not Role.REPORTER]
_role = click.argument(
    "role",
    metavar="ROLE",
    type=click.Choice(_ROLES),
)


@click.group(epilog=_GROUP)
def accounts() -> None:
    """Say who may sign in to the web face, and make links for them.

    ROLE is one of builder, reviewer, lead, admin; each may do what the ones before it may.
    """


@accounts.command("list", epilog=_STATUS)
@page_options("Accounts", most=200)
@format_option("the list")
def list_(limit: int, after: int, form: str) -> None:
    """List the accounts, by the number of each."""
    from gptreview.bootstrap_access import keep_access
    from gptreview.render.accounts_json import accounts_json
    from gptreview.render.accounts_text import accounts_text

    with keep_access(None) as (access, _):
        page = access.accounts.page(_ME, after=after, limit=limit)
    following = page[-1].id if len(page) == limit else None
    if form == "json":
        sys.stdout.write(accounts_json(page, after=following))
        return
    width = shutil.get_terminal_size((0, 0)).columns or None
    click.echo(accounts_text(page, color=is_colorful(), width=width), nl=False)
    if following is not None:
        click.echo(f"There may be more: --after {following}")


@accounts.command(epilog=_STATUS)
@_role
def invite(role: str) -> None:
    """Make a link to a new account, which works once within seven days."""
    from gptreview.bootstrap_access import keep_access

    with keep_access(tell) as (access, address):
        made = access.invite.colleague(_ME, Role(role))
    _show(made, address)


@accounts.command("role", epilog=_STATUS)
@_name
@_role
def role_(name: str, role: str) -> None:
    """Give an account another role, which holds from the next page on."""
    from gptreview.bootstrap_access import keep_access

    with keep_access(tell) as (access, _):
        account = access.accounts.named(_ME, name)
        changed = access.accounts.set_role(_ME, account.id, Role(role))
    click.echo(f"{changed.name} is {changed.role}")


@accounts.command(epilog=_STATUS)
@_name
def disable(name: str) -> None:
    """Let somebody in no more; their sessions and tokens end at once."""
    from gptreview.bootstrap_access import keep_access

    with keep_access(tell) as (access, _):
        changed = access.accounts.disable(_ME, access.accounts.named(_ME, name).id)
    click.echo(f"{changed.name} is disabled")


@accounts.command(epilog=_STATUS)
@_name
def enable(name: str) -> None:
    """Let somebody in again, with the password that they had."""
    from gptreview.bootstrap_access import keep_access

    with keep_access(tell) as (access, _):
        changed = access.accounts.enable(_ME, access.accounts.named(_ME, name).id)
    click.echo(f"{changed.name} is enabled")


@accounts.command(epilog=_STATUS)
@_name
def reset(name: str) -> None:
    """Make a link to a new password, which works once within seven days."""
    from gptreview.bootstrap_access import keep_access

    with keep_access(tell) as (access, address):
        made = access.invite.reset(_ME, access.accounts.named(_ME, name).id)
    _show(made, address)


def _show(made: MadeLink, address: str) -> None:
    """The link on standard output, so that it can be handed on; what it is on standard error."""
    click.echo(f"{address}{made.path}")
    where = "" if address else "; put the web face's address before it, or set GPTREVIEW_BASE_URL"
    tell(f"works once, until {made.link.expires_at:%Y-%m-%d %H:%M} UTC{where}")
