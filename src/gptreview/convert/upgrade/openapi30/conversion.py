"""What every part of one 3.0 conversion needs to know about the whole document."""

from __future__ import annotations

from gptreview.convert.upgrade.names import renames
from gptreview.convert.upgrade.notes import Notes
from gptreview.convert.upgrade.references import References
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.action import JsonObject


class Conversion:
    """One document on its way from 3.0 to 3.1: its notes, references and component names."""

    def __init__(self, document: JsonObject, notes: Notes) -> None:
        self.document = document
        self.notes = notes
        components = document.get("components")
        self.components: JsonObject = components if isinstance(components, dict) else {}
        # 3.0's own schema lets foreign names pass, 3.1's refuses them.
        self.names: dict[str, dict[str, str]] = {
            section: renames(value)
            for section, value in self.components.items()
            if isinstance(value, dict) and not section.startswith("x-")
        }
        self.references = References(self._translate)

    def tell_beside_reference(self, spot: Spot) -> None:
        """Count words that may stand beside a ``$ref`` in 3.1, wherever the reference is."""
        self.notes.tally(
            "upgrade.ref_annotations",
            "Words beside $ref, which OpenAPI 3.0 ignores, are read in 3.1 ({n} in all); they "
            "change no value's validity and stay.",
            spot,
        )

    def _translate(self, tokens: list[str]) -> list[str] | None:
        if len(tokens) != 3 or tokens[0] != "components":
            return None
        renamed = self.names.get(tokens[1], {})
        return [*tokens[:2], renamed.get(tokens[2], tokens[2])]
