"""Why a step on an obligation is refused, a class for each reason."""

from lianxi.core.refusals import NotPermitted, Refusal


class CannotAcknowledge(Refusal):
    """The unit has acknowledged already."""

    code = "cannot_acknowledge_obligation"


class CannotAskExtension(Refusal):
    """The request comes from the wrong unit, or asks for nothing definite."""

    code = "cannot_ask_extension"


class CannotAnswerExtension(NotPermitted):
    """The seat may not answer this request, or the new date is not later."""

    code = "cannot_answer_extension"


class CannotHandBack(Refusal):
    """The matter can no longer be handed back, or an earlier handback still waits."""

    code = "cannot_hand_back"


class CannotAnswerHandback(NotPermitted):
    """Another unit or seat answers this handback."""

    code = "cannot_answer_handback"


class CannotVerifyOwnMatter(NotPermitted):
    """Verification is by another seat than the one that reported, and not of the lead unit."""

    code = "cannot_verify_own_matter"


class CannotAnswerUpward(Refusal):
    """The matter asks for no report, has not been verified, or was reported already."""

    code = "cannot_answer_upward"


class PartsMissing(Refusal):
    """A co-unit's part is neither finished nor waived."""

    code = "parts_missing"


class PartNotAtWork(Refusal):
    """The co-unit has not acknowledged yet, or its part is finished or waived."""

    code = "part_not_at_work"


class CannotJudgePart(NotPermitted):
    """The seat belongs to the lead unit or to the co-unit itself."""

    code = "cannot_judge_part"


class EvidenceMissing(Refusal):
    """A type of evidence that was asked for is not there."""

    code = "evidence_missing"


class CannotPause(Refusal):
    """The clock's rule does not name the reason, or the days do not fit the clock."""

    code = "cannot_pause_clock"


class ObligationEnded(NotPermitted):
    """The obligation is closed, replaced, merged or cancelled: nothing more happens to it."""

    code = "obligation_ended"


class NotYourObligation(NotPermitted):
    """The obligation is neither led by the actor's unit nor does the unit take part in it."""

    code = "not_your_obligation"
