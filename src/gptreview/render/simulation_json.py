"""A simulation as JSON, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from gptreview.model.simulation import MOVES, FlippedListing, Move, Shift, Simulation
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import escaped

_SCHEMA: Final = "gptreview/simulation/v1"


def simulation_json(found: Simulation) -> str:
    """All figures, the reasons by how many listings they count for, and some listings of each."""
    reasons = sorted(found.shifts.items(), key=lambda each: (-each[1], each[0]))
    value = {
        "schema": _SCHEMA,
        "candidate": asdict(found.candidate),
        "versions": found.versions,
        "unreviewed": found.unreviewed,
        "rejudged": found.rejudged,
        "reviewed": found.reviewed,
        "against": dict(sorted(found.against.items())),
        "flipped": found.flips,
        "flips": [_flips(found, move) for move in MOVES if found.moves.get(move)],
        "reasons": [{**_shift(shift), "listings": number} for shift, number in reasons],
        "listings": list(map(_listing, found.listings)),
    }
    return escaped(pretty_json(value))


def _flips(found: Simulation, move: Move) -> dict[str, Any]:
    categories = sorted(found.categories.get(move, {}).items())
    return {
        "before": move.before,
        "after": move.after,
        "listings": found.moves[move],
        "categories": {name or "unread": number for name, number in categories},
    }


def _shift(shift: Shift) -> dict[str, Any]:
    """The fields of a reason, null where there is nothing to say."""
    return {key: value or None for key, value in asdict(shift).items()}


def _listing(each: FlippedListing) -> dict[str, Any]:
    listing, flip = each.listing, each.flip
    return {
        "listing": listing.id,
        "source": listing.source,
        "id": listing.external_id,
        "name": listing.name,
        "version": listing.version,
        "content_digest": listing.content_digest,
        "before": flip.move.before,
        "after": flip.move.after,
        "reasons": list(map(_shift, flip.shifts)),
    }
