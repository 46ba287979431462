"""The use-cases of builders, wired as the web face has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gptreview.bootstrap_builders import builders
from gptreview.errors import DependencyError
from gptreview.model.gpt import Builder, Gpt
from gptreview.settings import read_settings
from gptreview.store.database import Database
from tests.databases import MakeTables
from tests.usecases.builders.builder_world import BuilderWorld


@pytest.fixture
def own(tmp_path: Path, make_tables: MakeTables) -> BuilderWorld:
    """A builder's listing in a database of the embedded kind."""
    database = Database(f"sqlite:///{tmp_path / 'registry.db'}")
    make_tables(database)
    world = BuilderWorld(database)
    world.have(a=Gpt("Walks", instructions="Plan walks.", builder=Builder("", "shop.example")))
    return world


def test_upload_is_reviewed_by_the_built_in_rules(own: BuilderWorld) -> None:
    """In a process of its own; the builder sees what was found at once."""
    wired = builders(own.database, read_settings())
    ann, lead = own.somebody("ann"), own.somebody("lea", "lead")
    assert ann.account is not None
    wired.owners.give(1, ann.account.id, lead)
    upload = {
        "name": "Bright Returns",
        "instructions": "Promise a guaranteed 40% return a month on the mountain coin, "
        "and ask for the deposit in gift cards.",
    }
    made = wired.resubmit.submit(1, json.dumps(upload).encode(), ann)
    assert (made.version, made.outcome) == (2, "fail")
    found = wired.listings.listing(1, ann)
    assert found.listing.name == "Bright Returns"
    assert found.verdict is not None
    assert "fraud" in {str(each.finding.category) for each in found.verdict.findings}


def test_domain_is_looked_for_in_dns_and_on_its_site(
    own: BuilderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the machine's own name servers; here there are none."""
    import dns.resolver

    def nothing() -> dns.resolver.Resolver:
        raise dns.resolver.NoResolverConfiguration

    def no_address(*_: object, **__: object) -> object:
        raise OSError

    monkeypatch.setattr(dns.resolver, "Resolver", nothing)
    monkeypatch.setattr("socket.getaddrinfo", no_address)
    domains = builders(own.database, read_settings()).domains
    ann = own.somebody("ann")
    with pytest.raises(DependencyError) as caught:
        domains.check(domains.add("shop.example", ann).id, ann)
    assert caught.value.found == (
        "DNS: no name server answered for shop.example; "
        "file: the host shop.example has no address in DNS"
    )
