"""Operations that take steps with cases; each takes the use-case that the pages take."""

from __future__ import annotations

from typing import Final

from gptreview.model.account import Permission, Role
from gptreview.web.api_models.cases import CaseStep, MadeDecision
from gptreview.web.api_models.reports import FiledAppeal
from gptreview.web.api_models.steps import (
    Cases,
    DecidedAlike,
    NewDecision,
    Seen,
    StepResult,
    Upheld,
)
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, Number, also, needs

router: Final = ApiRouter("cases", "/cases")
_DECIDER: Final = needs(Role.REVIEWER, Permission.DECIDE_CASES)


@router.post("/bulk/claim", dependencies=_DECIDER, summary="Claim several cases")
def claim_cases(body: Cases, asking: Asking, desk: AtDesk) -> list[StepResult]:
    """Each by itself: one that is refused leaves the others as they are."""
    return [StepResult.shown(each) for each in desk.rooms.cases.bulk.claim(body.cases, asking)]


@router.post("/bulk/release", dependencies=_DECIDER, summary="Give several cases back")
def release_cases(body: Cases, asking: Asking, desk: AtDesk) -> list[StepResult]:
    """Each by itself."""
    return [StepResult.shown(each) for each in desk.rooms.cases.bulk.release(body.cases, asking)]


@router.post("/bulk/decide", dependencies=_DECIDER, summary="Decide several cases alike")
def decide_cases(body: DecidedAlike, asking: Asking, desk: AtDesk) -> list[StepResult]:
    """Each by itself, with its own revision."""
    seen = {each.case: each.revision for each in body.cases}
    results = desk.rooms.cases.bulk.decide(seen, body.decision.draft(), asking)
    return [StepResult.shown(each) for each in results]


@router.post("/{number}/claim", dependencies=_DECIDER, summary="Claim a case", responses=also(409))
def claim_case(number: Number, asking: Asking, desk: AtDesk) -> CaseStep:
    """Nobody else decides it while the claim holds."""
    return CaseStep.of(desk.rooms.cases.claim.claim(number, asking))


@router.post(
    "/{number}/renew", dependencies=_DECIDER, summary="Hold a case for longer", responses=also(409)
)
def renew_claim(number: Number, asking: Asking, desk: AtDesk) -> CaseStep:
    """The claim begins anew."""
    return CaseStep.of(desk.rooms.cases.claim.renew(number, asking))


@router.post(
    "/{number}/release", dependencies=_DECIDER, summary="Give a case back", responses=also(409)
)
def release_case(number: Number, asking: Asking, desk: AtDesk) -> CaseStep:
    """It is free again, undecided."""
    return CaseStep.of(desk.rooms.cases.claim.release(number, asking))


@router.post(
    "/{number}/skip",
    dependencies=_DECIDER,
    status_code=204,
    summary="Leave a case to others",
    responses=also(409),
)
def skip_case(number: Number, asking: Asking, desk: AtDesk) -> None:
    """It is not offered to you for some hours."""
    desk.rooms.cases.skip.skip(number, asking)


@router.post(
    "/{number}/escalate",
    dependencies=_DECIDER,
    summary="Leave a case to a lead",
    responses=also(409),
)
def escalate_case(number: Number, body: Seen, asking: Asking, desk: AtDesk) -> CaseStep:
    """For whoever holds it."""
    return CaseStep.of(desk.rooms.cases.escalate.escalate(number, body.revision, asking))


@router.post(
    "/{number}/rescan",
    dependencies=_DECIDER,
    status_code=202,
    summary="Have a case scanned again",
)
def rescan_case(number: Number, asking: Asking, desk: AtDesk) -> None:
    """By the rules of today, beside the requests."""
    desk.rooms.rescan.want(number, asking)


@router.post(
    "/{number}/decisions",
    dependencies=_DECIDER,
    status_code=201,
    summary="Decide a case",
    responses=also(409),
)
def decide_case(number: Number, body: NewDecision, asking: Asking, desk: AtDesk) -> MadeDecision:
    """For whoever holds it; 409 where the case has moved on since it was read."""
    decide = desk.rooms.cases.decide.decide
    return MadeDecision.of(decide(number, body.draft(), body.revision, asking))


@router.post(
    "/{number}/appeals/uphold",
    dependencies=_DECIDER,
    summary="Let a decision stand",
    responses=also(409),
)
def uphold_decision(
    number: Number, body: Upheld, asking: Asking, desk: AtDesk
) -> list[FiledAppeal]:
    """Answers all appeals; for another person than the one who decided."""
    answered = desk.rooms.cases.answer.uphold(number, body.answer, body.revision, asking)
    return [FiledAppeal.of(each) for each in answered]


@router.post(
    "/{number}/appeals/overturn",
    dependencies=_DECIDER,
    status_code=201,
    summary="Replace a decision",
    responses=also(409),
)
def overturn_decision(
    number: Number, body: NewDecision, asking: Asking, desk: AtDesk
) -> MadeDecision:
    """Answers all appeals by a new decision; for another person than the one who decided."""
    overturn = desk.rooms.cases.answer.overturn
    return MadeDecision.of(overturn(number, body.draft(), body.revision, asking))
