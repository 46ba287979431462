"""One listing in, one verdict out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.decide.data_flows import data_flows
from gptreview.decide.decision import decide
from gptreview.decide.known_listings import Baseline
from gptreview.decide.publishing import PUBLISHING_VERSION, publishing_findings
from gptreview.errors import InputError
from gptreview.extract.limits import ExtractLimits
from gptreview.model.action import ActionDefinition
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Policy, Profile
from gptreview.model.segment import FieldKind, Unread
from gptreview.model.verdict import Coverage, Reviewed, ScannerRun
from gptreview.reading.document import Document, ReadLimits, read_mapping
from gptreview.scan.actions.scanner import ActionScanner
from gptreview.scan.scanner import Scanner
from gptreview.usecases.mcp_action import mcp_servers, mcp_unread
from gptreview.usecases.read_listing import ListingText, read_listing
from gptreview.usecases.scan_listing import Detector, ScanLog, scan_segment
from gptreview.usecases.shown_names import ShownNames, file_names, name_readings, shown_names

MAX_ACTION_BYTES: Final = 1_048_576
"""Of one action's document, 1 MiB: the GPT builder accepts 1,000,000 (docs/builder-limits.md).
Larger ones made of tiny pieces take seconds and gigabytes; they are searched as text alone."""


@dataclass(frozen=True, slots=True)
class ReadAction:
    """An action's schema as far as it could be understood."""

    document: Document | None
    definition: ActionDefinition | None


@dataclass(frozen=True, slots=True)
class ReviewGpt:
    """Reviews listings by one policy; the same listing gets the same verdict."""

    scanners: Sequence[Scanner]
    actions: ActionScanner
    policy: Policy
    profile: Profile
    ruleset_digest: str
    limits: ExtractLimits
    read_limits: ReadLimits
    today: dt.date
    """Decides which waivers still hold."""
    baseline: Baseline

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Read, scan and judge one listing."""
        if isinstance(listing, UnreadListing):
            return Reviewed(listing.source, error=listing.error, id=self._shown_id(listing))
        gpt = listing.gpt
        names = shown_names(listing, self.scanners)
        text = read_listing(gpt, self.limits, names.fields)
        log = ScanLog()
        actions = [self._read_action(index, gpt, log) for index in range(len(gpt.actions))]
        for segment in file_names(gpt):
            scan_segment(segment, self.scanners, {}, log, name_readings(segment.text))
        for segment in text.segments:
            extra: dict[str, Detector] = {}
            if segment.kind is FieldKind.ACTIONS:
                index = int(segment.field.removeprefix("action:"))
                extra[self.actions.name] = self._action_detector(index, gpt, actions[index])
            scan_segment(segment, self.scanners, extra, log)
        return self._judged(listing, names, text, actions, log)

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """The result for a listing that nobody could read to its end: a person must look."""
        if isinstance(listing, UnreadListing):
            return self.review(listing)
        log = ScanLog(unread=[Unread("listing", reason, code="crashed")])
        names = shown_names(listing, self.scanners)
        return self._judged(listing, names, ListingText((), (), 0), (), log)

    def _shown_id(self, listing: UnreadListing) -> str:
        if not listing.gpt_id:
            return ""
        known = Listing(Gpt("", id=listing.gpt_id), listing.source)
        return shown_names(known, self.scanners).id

    def _read_action(self, index: int, gpt: Gpt, log: ScanLog) -> ReadAction:
        action = gpt.actions[index]
        if action.unread or not action.schema:
            return ReadAction(None, None)
        field = f"action:{index}"
        data = action.schema.encode("utf-8", "replace")
        if len(data) > MAX_ACTION_BYTES:
            reason = f"{len(data):,} bytes; the structure of at most {MAX_ACTION_BYTES:,} is read"
            log.unread.append(Unread(field, reason, code="too-large"))
            return ReadAction(None, None)
        # Most listings have no action, and this import is a tenth of what starting takes.
        from gptreview.convert.definition import read_definition

        document = None
        try:
            document = read_mapping(data, name=field, limits=self.read_limits)
            if servers := mcp_servers(document):
                log.unread += (mcp_unread(field, name) for name in servers)
                return ReadAction(document, None)
            return ReadAction(document, read_definition(document))
        except InputError as error:
            log.unread.append(Unread(field, error.found, code="not-openapi"))
        except Exception as error:  # noqa: BLE001 - its text can still be scanned
            # The exception's own text may quote what it choked on.
            reason = f"its operations could not be read ({type(error).__name__})"
            log.unread.append(Unread(field, reason, code="crashed"))
        return ReadAction(document, None)

    def _action_detector(self, index: int, gpt: Gpt, action: ReadAction) -> Detector:
        return lambda segment, _views: self.actions.scan(
            index, segment, gpt, action.document, action.definition
        )

    def _judged(
        self,
        listing: Listing,
        names: ShownNames,
        text: ListingText,
        actions: Sequence[ReadAction],
        log: ScanLog,
    ) -> Reviewed:
        gpt = listing.gpt
        content_digest = gpt.content_digest()
        definitions = {
            index: action.definition
            for index, action in enumerate(actions)
            if action.definition is not None
        }
        flows = [
            flow
            for index, definition in definitions.items()
            for flow in data_flows(index, definition, gpt)
        ]
        facts = publishing_findings(gpt, self.policy, self.profile, flows, definitions)
        verdict = decide(
            listing_id=names.id,
            content_digest=content_digest,
            findings=[*map(names.finding, log.found), *facts],
            coverage=Coverage(
                text.artifacts,
                sum(len(segment.text) for segment in text.segments),
                tuple(map(names.unread, (*text.unread, *log.unread))),
            ),
            scanners=self._runs(log),
            policy=self.policy,
            profile=self.profile,
            ruleset_digest=self.ruleset_digest,
            today=self.today,
            baseline=self.baseline.known(listing.id, None if gpt.id else content_digest),
            data_flows=flows,
            improve_models=gpt.improve_models,
        )
        return Reviewed(
            source=listing.source,
            name=names.name,
            verdict=verdict,
            places=names.places,
            remarks=names.remarks,
        )

    def _runs(self, log: ScanLog) -> Sequence[ScannerRun]:
        runs = log.runs([*self.scanners, self.actions])
        if self.profile is Profile.CONTENT:
            return runs
        return (*runs, ScannerRun("publishing", PUBLISHING_VERSION))
