"""A policy file: bytes in, a policy or all of its defects out."""

from __future__ import annotations

import hashlib
from typing import Final

from gptreview.decide.defects import Defects, shown
from gptreview.decide.policy_lists import read_allow_list, read_clauses, read_waivers
from gptreview.decide.policy_tables import read_meanings, read_profiles
from gptreview.model.policy import Policy
from gptreview.reading.document import ReadLimits, read_mapping

SCHEMA: Final = "policy/v1"
_LIMITS: Final = ReadLimits(max_bytes=4_194_304, max_depth=20, max_aliases=10_000)
_NEEDED: Final = ("schema", "name", "version", "meanings", "profiles", "clauses")
_KEYS: Final = (*_NEEDED, "allow", "may_waive", "waivers")


def read_policy(data: bytes, *, name: str) -> Policy:
    """Read a policy. One that leaves anything open does not load.

    Args:
        data: The file as it stands.
        name: What the user calls it.

    Raises:
        InputError: It cannot be read, a key or clause is unknown, or the tables have gaps; all
            defects are told at once, each with its line.
    """
    document = read_mapping(data, name=name, limits=_LIMITS)
    defects = Defects()
    for pointer in document.repeated_keys:
        defects.add(pointer, "this key stands twice", next_step="keep one of them")
    root = defects.mapping(document.value, "", keys=_KEYS, needed=_NEEDED)
    if root.get("schema", SCHEMA) != SCHEMA:
        defects.add("/schema", shown(root["schema"]), expected=SCHEMA)
    label, version = (
        defects.text(root[key], f"/{key}") if key in root else "" for key in ("name", "version")
    )
    clauses = read_clauses(root.get("clauses", {}), "/clauses", defects)
    policy = Policy(
        name=label,
        version=version,
        digest=f"sha256:{hashlib.sha256(data).hexdigest()}",
        clauses=clauses,
        meanings=read_meanings(root["meanings"], "/meanings", defects)
        if "meanings" in root
        else {},
        required=read_profiles(root["profiles"], "/profiles", clauses, defects)
        if "profiles" in root
        else {},
        allow=read_allow_list(root.get("allow", {}), "/allow", defects),
        waivers=read_waivers(root.get("waivers", []), "/waivers", defects),
        may_waive=frozenset(
            defects.text(item, pointer, expected="an owner's name")
            for pointer, item in defects.items(
                root.get("may_waive", []), "/may_waive", expected="a list of owners"
            )
        ),
    )
    defects.settle(document)
    return policy
