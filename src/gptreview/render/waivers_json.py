"""Waivers of the registry as JSON, for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from gptreview.model.registry_waivers import KeptWaiver, ShownWaiver, WaiverEffect
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import escaped

_WAIVERS: Final = "gptreview/registry-waivers/v1"
_EFFECT: Final = "gptreview/registry-waiver/v1"


def waivers_json(waivers: Sequence[ShownWaiver]) -> str:
    """``schema`` and ``waivers``, each with its ``state``."""
    shown = [{**_waiver(each.kept), "state": each.state} for each in waivers]
    return escaped(pretty_json({"schema": _WAIVERS, "waivers": shown}))


def effect_json(effect: WaiverEffect) -> str:
    """``schema``, ``waiver``, ``rejudged``, ``flips``, ``listings`` (some) and ``elsewhere``."""
    value = {
        "schema": _EFFECT,
        "waiver": _waiver(effect.waiver),
        "rejudged": effect.rejudged.verdicts,
        "flips": [
            {"before": before, "after": after, "verdicts": number}
            for (before, after), number in sorted(effect.rejudged.turned.items())
        ],
        "listings": [
            {
                "listing": each.listing.id,
                "id": each.listing.external_id,
                "name": each.listing.name,
                "before": each.before,
                "after": each.after,
                "profile": each.profile,
            }
            for each in effect.listings
        ],
        "elsewhere": effect.elsewhere,
    }
    return escaped(pretty_json(value))


def _waiver(kept: KeptWaiver) -> dict[str, Any]:
    waiver = kept.waiver
    return {
        "number": kept.number,
        "rule_id": waiver.rule_id,
        "evidence_digest": waiver.evidence_digest,
        "owner": waiver.owner,
        "reason": waiver.reason,
        "expires": waiver.expires.isoformat(),
        "made_at": _moment(kept.made_at),
        "revoked_at": kept.revoked_at and _moment(kept.revoked_at),
    }


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
