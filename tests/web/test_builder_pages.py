"""What builders see of their listings and domains, and what they do with them."""

from __future__ import annotations

import pytest

from tests.web.conftest import SignIn, Site


@pytest.mark.parametrize("path", ["/own-listings", "/domains"], ids=["listings", "domains"])
def test_builders_have_pages_of_their_own(site: Site, signed_in: SignIn, path: str) -> None:
    """Builders see them empty at first; everybody else is asked to sign in."""
    assert signed_in("ann", "builder").get(path).status_code == 200
    refused = site.visitor().get(path)
    assert (refused.status_code, refused.headers["location"]) == (
        303,
        f"/sign-in?next=%2F{path[1:]}",
    )
