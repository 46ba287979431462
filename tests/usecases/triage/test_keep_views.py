"""Reviewers keep the ways in which they look at the queue."""

from __future__ import annotations

import pytest

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.queue import SavedView
from gptreview.store.database import Database
from gptreview.usecases.triage.keep_views import KeepViews
from tests.casework import Casework


def test_views_are_kept_for_whoever_made_them(database: Database) -> None:
    """Sorted by name, their queries brought into one form, and gone once they are given up."""
    work, views = Casework(database), KeepViews(database)
    ann, bob = work.account("ann"), work.account("bob")
    late = views.add(" Late ", "overdue=1&name=&state=", ann)
    free = views.add("Free", "holder=free", ann)
    views.add("Late", "", bob)
    assert views.list(ann) == (
        SavedView(free.id, "Free", "holder=free"),
        SavedView(late.id, "Late", "overdue=1"),
    )
    with pytest.raises(NotFoundError):
        views.delete(late.id, bob)
    views.delete(late.id, ann)
    assert views.list(ann) == (free,)
    with pytest.raises(NotFoundError) as error:
        views.delete(late.id, ann)
    assert str(error.value) == f"no view {late.id} of yours; load the queue again"


def test_nobody_keeps_more_than_thirty(database: Database) -> None:
    """Nor two of one name."""
    work, views = Casework(database), KeepViews(database)
    ann = work.account("ann")
    for each in range(30):
        views.add(f"View {each}", "", ann)
    with pytest.raises(ConflictError) as same:
        views.add("View 3", "", ann)
    assert str(same.value) == "name: a view of this name is there; delete it"
    with pytest.raises(ConflictError) as many:
        views.add("View 30", "", ann)
    assert str(many.value) == "name: 30 views are kept; delete one"


@pytest.mark.parametrize(
    ("name", "found"),
    [(" ", "0 characters"), ("x" * 61, "61 characters"), ("a\nb", "no line of text")],
    ids=["blank", "long", "two lines"],
)
def test_name_is_one_line(database: Database, name: str, found: str) -> None:
    """It has to fit a list."""
    views = KeepViews(database)
    with pytest.raises(InputError) as error:
        views.add(name, "", Casework(database).account("ann"))
    assert str(error.value) == f"name: {found}; expected one line of 1 to 60 characters"


def test_query_of_another_page_is_refused(database: Database) -> None:
    """Nobody opens a view later and finds that it shows everything."""
    with pytest.raises(InputError):
        KeepViews(database).add("Mine", "page=2", Casework(database).account("ann"))
