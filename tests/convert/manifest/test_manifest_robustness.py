"""Any JSON value in any place of a manifest."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.parse import parse_manifest
from gptreview.errors import InputError
from gptreview.reading.pointer import existing

MANIFEST: dict[str, Any] = {
    "schema_version": "v1",
    "name_for_human": "Boat Finder",
    "name_for_model": "boats",
    "description_for_human": "Finds boats.",
    "description_for_model": "Finds boats by harbour.",
    "auth": {
        "type": "oauth",
        "client_url": "https://boats.net/oauth",
        "scope": "read,write",
        "authorization_url": "https://api.boats.net/token",
        "authorization_content_type": "application/json",
        "verification_tokens": {"openai": "made-up-token-1"},
    },
    "api": {"type": "openapi", "url": "https://api.boats.net/openapi.yaml"},
    "legal_info_url": "https://boats.net/legal",
}
WORDS = st.sampled_from(
    ["", "type", "url", "https://[", "//", "oauth", "verification_tokens", "a/b~"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12) | WORDS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=6) | WORDS, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def places(value: Any, trail: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place of a JSON value below its root."""
    items = value.items() if isinstance(value, dict) else ()
    return [place for key, item in items for place in ((*trail, key), *places(item, (*trail, key)))]


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(places(MANIFEST)), VALUES | st.just("delete")), min_size=1,
             max_size=4)
)  # fmt: skip
def test_spoilt_manifests_are_read_or_refused(spoilt: list[tuple[tuple[str, ...], Any]]) -> None:
    """Whatever stands in whatever place, there is a manifest with text fields, or an InputError."""
    root = copy.deepcopy(MANIFEST)
    for trail, value in spoilt:
        owner: Any = root
        for key in trail[:-1]:
            owner = owner.get(key) if isinstance(owner, dict) else None
        if isinstance(owner, dict):
            owner.pop(trail[-1], None) if value == "delete" else owner.update({trail[-1]: value})
    stage = Stage()
    try:
        result = parse_manifest(root, stage)
    except InputError:
        return
    assert result.name_for_human
    assert result.name_for_model
    assert all(
        isinstance(getattr(owner, name), str)
        for owner in (result, result.auth)
        for name in owner.__slots__
        if name not in ("auth", "token_platforms", "held_client", "secrets")
    )
    for change in stage.changes:
        assert (
            change.before is None or existing(root, change.before.pointer) == change.before.pointer
        )
