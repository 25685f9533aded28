"""Circulars: figures as of a moment that reproduce, open their records and gate the issue."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from docx import Document

from cast import Cast, found_cast
from ledger.steps import acknowledged, at, closed, decided, entered, fresh, submitted
from lianxi.bodies.actions import set_rule
from lianxi.core.refusals import BadInput, Conflict, NotFound, NotPermitted, Refusal, WrongState
from lianxi.journal.acting import catalogue
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    answer_upward,
    discard_circular,
    draft_circular,
    grant_extension,
    issue_circular,
    refuse_extension,
    report_progress,
    return_obligation,
    revise_circular,
    supersede_obligation,
    verify_obligation,
)
from lianxi.ledger.actions.extending import ask_extension
from lianxi.ledger.models import Circular, Obligation
from lianxi.ledger.queries import (
    figures_as_of,
    get_circular,
    list_circulars,
    list_figure_records,
    obligations_as_of,
)
from lianxi.ledger.rules.figures import RANKING_FORMULA, rank_units
from lianxi.papers.files import read_file
from lianxi.papers.models import Paper, Recipient

MOMENT = at(8)  # Tuesday 10 March 2026


def _figures(circular: Circular) -> dict[str, Any]:
    return {figure["key"]: figure for figure in circular.figures}


@pytest.fixture
def full(cast: Cast) -> Cast:
    """001 in progress and overdue, 002 submitted, 003 closed, 004 issued and near."""
    acknowledged(cast, entered(cast, due_on=date(2026, 3, 6)))
    submitted(cast, entered(cast, due_on=date(2026, 3, 6), lead="市人社局"))
    closed(cast, entered(cast))
    entered(cast, due_on=date(2026, 3, 12))
    return cast


def test_figures_are_those_of_the_moment_and_open_their_records(full: Cast) -> None:
    circular = draft_circular(full.staff, at(9), as_of=MOMENT)
    figures = _figures(circular)
    assert {key: figure["value"] for key, figure in figures.items() if not key.startswith("unit.")} == {
        "running": 3,
        "state.issued": 1,
        "state.in_progress": 1,
        "state.submitted": 1,
        "state.returned": 0,
        "light.near": 1,
        "light.overdue": 1,
        "light.serious": 0,
        "state.closed": 1,
        "state.superseded": 0,
        "state.merged": 0,
        "state.cancelled": 0,
    }
    for key, figure in figures.items():
        records = list_figure_records(full.conference, circular.pk, key)
        assert len(records) == figure["value"]
    assert [row.number for row in list_figure_records(full.conference, circular.pk, "light.overdue")] == [
        "2026-001"
    ]
    assert "在办事项3项" in circular.text
    assert circular.basis.clause == "QZ-4-4"
    entry = Entry.objects.get(action="ledger.circular.draft")
    assert entry.subject == f"ledger.circular:{circular.pk}"
    assert "QZ-4-4" in entry.body
    with pytest.raises(NotFound):
        list_figure_records(full.conference, circular.pk, "nothing")


def test_later_records_do_not_change_an_earlier_moment(full: Cast) -> None:
    before = obligations_as_of(full.conference, MOMENT)
    figures = figures_as_of(full.conference, MOMENT)
    one, two, three, four = Obligation.objects.order_by("pk")
    later = entered(full, moment=at(9))
    return_obligation(full.staff, at(9), obligation_id=two.pk, reason="缺签字")
    asked = ask_extension(
        full.member("市住建局"),
        at(9),
        obligation_id=four.pk,
        asked_on=date(2026, 4, 1),
        reason="材料未齐",
        progress="已完成大半",
    )
    grant_extension(full.staff, at(9), extension_id=asked.pk)
    submitted(full, one, at(9))
    verify_obligation(full.staff, at(10), obligation_id=one.pk)
    supersede_obligation(
        full.director,
        at(11),
        obligation_id=four.pk,
        by_id=later.pk,
        reason="合并",
        decision=decided(full, at(10)),
    )
    assert obligations_as_of(full.conference, MOMENT) == before
    assert figures_as_of(full.conference, MOMENT) == figures
    now = {row.pk: row.state for row in obligations_as_of(full.conference, at(12))}
    assert now == {row.pk: row.state for row in Obligation.objects.all()}
    assert now[three.pk] == "closed"


def test_every_moment_gives_the_state_that_was_stored_then(cast: Cast) -> None:
    row = entered(cast)
    told: list[tuple[datetime, str]] = [(at(), fresh(row).state)]
    acknowledged(cast, row, at(1))
    told.append((at(1), fresh(row).state))
    for day in (2, 4):
        submitted(cast, row, at(day))
        told.append((at(day), fresh(row).state))
        judge = verify_obligation if day == 4 else return_obligation
        judge(cast.staff, at(day + 1), obligation_id=row.pk, reason="缺签字")
        told.append((at(day + 1), fresh(row).state))
    assert [state for _, state in told] == [
        "issued", "in_progress", "submitted", "returned", "submitted", "closed"
    ]  # fmt: skip
    for moment, state in told:
        assert [one.state for one in obligations_as_of(cast.conference, moment)] == [state]
    assert obligations_as_of(cast.conference, at(-1)) == []


def test_what_ended_in_an_earlier_year_is_left_out(full: Cast) -> None:
    assert len(obligations_as_of(full.conference, at(330))) == 3
    assert len(obligations_as_of(full.conference, at(330), ended_since=at())) == 4


def test_an_issued_circular_is_a_numbered_paper_to_every_member(full: Cast) -> None:
    draft = draft_circular(full.staff, at(9), as_of=MOMENT)
    revise_circular(full.staff, at(9), circular_id=draft.pk, text=draft.text + "\n请抓紧办理。", seen=1)
    issued = issue_circular(full.director, at(10), circular_id=draft.pk)
    paper = issued.paper
    assert paper is not None
    assert (issued.state, paper.kind, paper.sequence) == ("issued", "circular", 1)
    assert Recipient.objects.filter(paper=paper, mode="main").count() == 5
    text = "\n".join(
        [row.text for row in Document(io.BytesIO(read_file(paper.file))).paragraphs]
        + [cell.text for table in Document(io.BytesIO(read_file(paper.file))).tables for cell in table._cells]
    )
    assert "请抓紧办理。" in text
    assert "2026-001" in text
    assert "在办事项" in text
    assert "逐项办理情况" in text
    running = [row for row in obligations_as_of(full.conference, MOMENT) if row.is_running]
    assert all(row.number in text and row.title in text for row in running)
    assert get_circular(full.conference, draft.pk).paper == paper
    assert [one.pk for one in list_circulars(full.conference)] == [draft.pk]
    for again in (
        lambda: issue_circular(full.convener, at(11), circular_id=draft.pk),
        lambda: revise_circular(full.staff, at(11), circular_id=draft.pk, text="改"),
        lambda: discard_circular(full.staff, at(11), circular_id=draft.pk, reason="改"),
    ):
        with pytest.raises(WrongState, match="已印发"):
            again()


def test_figures_that_no_longer_reproduce_stop_the_issue(full: Cast) -> None:
    draft = draft_circular(full.staff, at(9), as_of=MOMENT)
    row = Obligation.objects.order_by("pk")[0]
    # Entered with a moment before the circular's, after it was drafted.
    report_progress(full.member("市住建局"), at(7), obligation_id=row.pk, text="办完。", done=True)
    with pytest.raises(Refusal, match="办理中") as refused:
        issue_circular(full.director, at(10), circular_id=draft.pk)
    assert refused.value.code == "cannot_issue_circular"
    assert "重新起草" in refused.value.next_step
    assert not Paper.objects.exists()
    discard_circular(full.staff, at(10), circular_id=draft.pk, reason="数字已变")
    again = draft_circular(full.staff, at(10), as_of=MOMENT)
    assert issue_circular(full.convener, at(10), circular_id=again.pk).state == "issued"


def test_a_moment_to_come_is_refused_and_a_lost_update_too(full: Cast) -> None:
    with pytest.raises(BadInput, match="还没有到"):
        draft_circular(full.staff, at(9), as_of=at(10))
    draft = draft_circular(full.staff, at(9), as_of=MOMENT)
    revise_circular(full.staff, at(9), circular_id=draft.pk, text="甲", seen=1)
    with pytest.raises(Conflict):
        revise_circular(full.director, at(9), circular_id=draft.pk, text="乙", seen=1)


def test_who_drafts_and_who_issues(full: Cast) -> None:
    with pytest.raises(NotPermitted):
        draft_circular(full.member("市住建局"), at(9), as_of=MOMENT)
    draft = draft_circular(full.staff, at(9), as_of=MOMENT)
    with pytest.raises(NotPermitted, match="不能印发通报"):
        issue_circular(full.staff, at(9), circular_id=draft.pk)
    other = found_cast("另一个联席会议", "OTHER")
    with pytest.raises(NotFound):
        issue_circular(other.director, at(9), circular_id=draft.pk)
    with pytest.raises(NotFound):
        get_circular(other.conference, draft.pk)
    assert draft_circular(other.staff, at(9), as_of=MOMENT).figures[0]["value"] == 0


def test_an_empty_ledger_gives_an_honest_circular(cast: Cast) -> None:
    draft = draft_circular(cast.staff, at(1), as_of=at())
    assert "在办事项0项" in draft.text
    assert issue_circular(cast.director, at(1), circular_id=draft.pk).state == "issued"


def test_every_action_of_the_ledger_leaves_its_entry(full: Cast) -> None:
    lead = full.member("市住建局")
    one = Obligation.objects.order_by("pk")[0]
    submitted(full, one, at(4))
    verify_obligation(full.staff, at(4), obligation_id=one.pk)
    two = acknowledged(full, entered(full, answer_upward=True, upward_body="市人民政府"))
    for answer in (
        lambda pk: grant_extension(full.staff, at(5), extension_id=pk),
        lambda pk: refuse_extension(full.staff, at(5), extension_id=pk, answer="事项紧急"),
    ):
        due = fresh(two).due_on
        assert due is not None
        asked = ask_extension(
            lead,
            at(5),
            obligation_id=two.pk,
            asked_on=due + timedelta(days=7),
            reason="材料未齐",
            progress="已完成大半",
        )
        answer(asked.pk)
    submitted(full, two, at(6))
    return_obligation(full.staff, at(6), obligation_id=two.pk, reason="缺签字")
    closed(full, two, at(7))
    answer_upward(full.director, at(8), obligation_id=two.pk, text="已完成。", signer="召集人")
    three, four = entered(full), entered(full)
    supersede_obligation(
        full.director,
        at(8),
        obligation_id=three.pk,
        by_id=four.pk,
        reason="合并",
        decision=decided(full, at(8)),
    )
    first, second = (draft_circular(full.staff, at(9), as_of=MOMENT) for _ in range(2))
    revise_circular(full.staff, at(9), circular_id=first.pk, text="修改后的正文。")
    discard_circular(full.staff, at(9), circular_id=second.pk, reason="重复")
    issue_circular(full.director, at(9), circular_id=first.pk)
    # These happen only inside another act.
    silent = {"ledger.obligation.renew", "ledger.obligation.fulfil", "ledger.extension.lapse"}
    # These have tests of their own: test_slips.py, test_parts.py, test_evidence.py, test_handing_back.py, test_brief_links.py, …
    elsewhere = (
        "ledger.slip.", "ledger.ladder.", "ledger.simulation.", "ledger.sheet.", "ledger.clock.",
        "ledger.contest.", "ledger.circular.show", "ledger.part.", "ledger.evidence.", "ledger.handback.",
        "ledger.handover.", "ledger.delegation.", "ledger.sampling.", "ledger.recheck.",
        "ledger.obligation.merge", "ledger.obligation.cancel", "ledger.obligation.reassign",
        "ledger.obligation.begin_period", "ledger.brief.", "ledger.report.",
    )  # fmt: skip
    ledger = {key for key in catalogue if key.startswith("ledger.") and not key.startswith(elsewhere)}
    assert ledger - silent <= set(Entry.objects.values_list("action", flat=True))
    assert list(verify_chains()) == []


def test_units_are_ranked_only_where_it_is_switched_on_and_with_the_formula(full: Cast) -> None:
    def text(circular: Circular) -> str:
        paper = issue_circular(full.director, at(9, 4), circular_id=circular.pk).paper
        assert paper is not None
        document = Document(io.BytesIO(read_file(paper.file)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)

    assert "逾期率" not in text(draft_circular(full.staff, at(9), as_of=MOMENT))
    set_rule(full.director, at(9), code="circular_ranking", value="on")
    ranked = text(draft_circular(full.staff, at(9), as_of=MOMENT))
    assert RANKING_FORMULA in ranked
    assert "50.0%" in ranked


def test_equal_shares_share_a_place() -> None:
    figures = [
        {"key": f"unit.{pk}.{what}", "label": "", "value": value, "records": []}
        for pk, running, late in ((1, 4, 2), (2, 3, 0), (3, 2, 1), (5, 6, 6))
        for what, value in (("running", running), ("late", late))
    ]
    rows = rank_units(figures, [(1, "甲"), (2, "乙"), (3, "丙"), (4, "丁"), (5, "戊")])  # type: ignore[arg-type]
    assert [(row.place, row.name) for row in rows] == [(1, "乙"), (2, "甲"), (2, "丙"), (4, "戊")]
