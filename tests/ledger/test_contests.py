"""Units see a circular before it is issued and may contest a figure; the office answers; figures reproduce."""

import pytest
from django.test import Client

from cast import Cast
from ledger.steps import at, entered
from lianxi.bodies.actions import set_rule
from lianxi.cli.commands import run
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal
from lianxi.journal.models import Notice
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    accept_contest,
    contest_figure,
    draft_circular,
    issue_circular,
    refuse_contest,
    report_progress,
    show_circular,
)
from lianxi.ledger.actions.working import acknowledge_obligation
from lianxi.ledger.models import Circular
from web.signing_in import seated, words


@pytest.fixture
def shown(cast: Cast) -> Circular:
    """Drafted and shown on Tuesday 10 March 2026: figures may be contested until Thursday."""
    set_rule(cast.director, at(), code="circular_shown", value="on")
    entered(cast)
    draft = draft_circular(cast.staff, at(8), as_of=at(7))
    with pytest.raises(Refusal, match="还没有核对"):
        issue_circular(cast.director, at(8), circular_id=draft.pk)
    return show_circular(cast.staff, at(8), circular_id=draft.pk)


def test_units_contest_and_the_office_answers_before_the_issue(cast: Cast, shown: Circular) -> None:
    assert Notice.objects.filter(title__startswith="请核对通报草稿").count() == 5
    unit = cast.unit("市住建局").pk
    lead = cast.member("市住建局")
    one = contest_figure(
        lead, at(9), circular_id=shown.pk, key=f"unit.{unit}.running", reason="另有一项已办结"
    )
    two = contest_figure(cast.member("市总工会"), at(9), circular_id=shown.pk, key="running", reason="少一项")
    with pytest.raises(BadInput, match="提出过"):
        contest_figure(lead, at(9), circular_id=shown.pk, key=f"unit.{unit}.running", reason="再次")
    with pytest.raises(NotPermitted, match="其他单位"):
        contest_figure(
            cast.member("市总工会"), at(9), circular_id=shown.pk, key=f"unit.{unit}.running", reason="不实"
        )
    with pytest.raises(Refusal, match="没有答复"):
        issue_circular(cast.director, at(12), circular_id=shown.pk, reason="急")
    accept_contest(cast.staff, at(10), contest_id=one.pk, corrected=0, answer="已补登")
    refuse_contest(cast.staff, at(10), contest_id=two.pk, answer="台账只有一项")
    with pytest.raises(Refusal, match="前提出异议"):
        issue_circular(cast.director, at(10), circular_id=shown.pk)
    issued = issue_circular(cast.director, at(11), circular_id=shown.pk)
    assert issued.paper is not None
    printed = str(issued.paper.document)
    assert "更正为0：已补登" in printed
    assert "未采纳：台账只有一项" in printed
    assert list(verify_chains()) == []


def test_after_the_window_and_on_a_draft_nothing_is_contested(cast: Cast, shown: Circular) -> None:
    with pytest.raises(NotPermitted, match="现在不能"):
        contest_figure(cast.member("市住建局"), at(11), circular_id=shown.pk, key="running", reason="少")
    draft = draft_circular(cast.staff, at(8), as_of=at(7))
    with pytest.raises(NotFound):
        contest_figure(cast.member("市住建局"), at(8), circular_id=draft.pk, key="running", reason="少")
    early = issue_circular(cast.director, at(9), circular_id=shown.pk, reason="市政府要求当日印发")
    assert early.state == "issued"


def test_figures_reproduce_and_a_difference_is_told(
    client: Client, cast: Cast, shown: Circular, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["circular", "reproduce", str(shown.pk)]) == 0
    assert "全部复现" in capsys.readouterr().out
    lead = cast.member("市住建局")
    row = entered(cast, moment=at(6))  # entered with a moment before the circular's
    acknowledge_obligation(lead, at(9), obligation_id=row.pk)
    report_progress(lead, at(9), obligation_id=row.pk, text="进展。")
    assert run(["circular", "reproduce", str(shown.pk)]) == 1
    assert "在办事项：通报为 1，现在复算为 2" in capsys.readouterr().err
    seated(client, cast.member("市总工会"))
    assert "不一致" in words(client.get(f"/circulars/{shown.pk}/reproduce"))
    assert client.get(f"/circulars/{shown.pk}").status_code == 200
    assert run(["circular", "reproduce", "999"]) == 2
