"""Circulars (通报): drafted from the ledger as of a moment, issued only while their figures reproduce."""

from datetime import datetime
from typing import Annotated

from lianxi.bodies.models import Conference, cited
from lianxi.bodies.queries import basis_of, list_memberships, rule_value
from lianxi.core.actors import OFFICE, SeatKind
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Moment, One, Seen, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import date_with_weekday, day_of, moment_text
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.ledger.facts import circular_facts
from lianxi.ledger.models import Circular
from lianxi.ledger.queries import figures_as_of, obligations_as_of
from lianxi.ledger.queries.documents import circular_document
from lianxi.ledger.queries.moments import cutoffs_as_of, units_as_of
from lianxi.ledger.rules import CIRCULAR, Figure, beside, summary
from lianxi.ledger.rules.beside import CannotIssueCircular
from lianxi.ledger.rules.figures import LATE, differing
from lianxi.ledger.rules.machines import CIRCULATING
from lianxi.papers.issuing import Addressee, issue_paper

ISSUERS = frozenset({SeatKind.OFFICE_DIRECTOR, SeatKind.CONVENER})


@action("ledger.circular.draft", "起草通报", who=OFFICE)
def draft_circular(
    act: Act,
    *,
    as_of: Annotated[datetime, Moment("统计时点")],
    title: Annotated[str, Words("标题", 120)] = "",
    text: Annotated[str, Words("正文", 8000)] = "",
) -> Circular:
    """Draft a circular with the ledger's figures as of a moment, not a later one.

    Without a text, one is written from the figures. Raises BadInput for a moment still to come.
    """
    if as_of > act.at:
        raise BadInput("统计时点还没有到。", next_step="请选择现在或以前的时点。")
    conference = Conference.objects.get(pk=act.chain)
    figures = figures_as_of(conference, as_of)
    circular = Circular(conference=conference, as_of=as_of, figures=figures, drafted_at=act.at)
    basis = basis_of(conference, CIRCULATING, day_of(act.at))
    for name, value in cited(basis).items():
        setattr(circular, name, value)
    default = f"关于联席会议议定和交办事项办理情况的通报（截至{moment_text(as_of)}）"
    circular.title = filled(title or default, "标题", 120)
    circular.text = filled(text or summary(figures, moment_text(as_of)), "正文", 8000)
    circular.state, circular.drafted_by = CIRCULAR.initial, act.actor.label
    act.cite(basis)
    return act.create(circular)


@action(
    "ledger.circular.revise",
    "修改通报",
    who=OFFICE,
    deciding=on(Circular, "circular_id", stands(CIRCULAR, "ledger.circular.issue")),
)
def revise_circular(
    act: Act,
    *,
    circular_id: Annotated[int, One("通报")],
    text: Annotated[str, Words("正文", 8000)],
    title: Annotated[str, Words("标题", 120)] = "",
    seen: Annotated[int | None, Seen()] = None,
) -> Circular:
    """Change the words of a draft; its figures stay. `seen` is the version that was read.

    Raises Conflict when somebody else changed the draft since.
    """
    circular = act.lock(Circular, circular_id)
    act.require_version(circular, seen)
    new_title = filled(title or circular.title, "标题", 120)
    return act.change(circular, text=filled(text, "正文", 8000), title=new_title)


@action(
    "ledger.circular.discard",
    "作废通报草稿",
    who=OFFICE,
    deciding=on(Circular, "circular_id", stands(CIRCULAR, "ledger.circular.discard")),
)
def discard_circular(
    act: Act, *, circular_id: Annotated[int, One("通报")], reason: Annotated[str, Words("理由", 300)]
) -> Circular:
    """Put a draft aside, for example because its figures no longer reproduce."""
    circular = act.lock(Circular, circular_id)
    act.remark = filled(reason, "理由", 300)
    return act.move(circular, CIRCULAR)


@action(
    "ledger.circular.issue",
    "印发通报",
    who=ISSUERS,
    rule="通报由办公室主任或召集人签发",
    deciding=on(Circular, "circular_id", beside.issue_circular, facts=circular_facts),
)
def issue_circular(
    act: Act,
    *,
    circular_id: Annotated[int, One("通报")],
    seen: Annotated[int | None, Seen()] = None,
    reason: Annotated[str, Words("提前印发的理由", 300)] = "",
    outside_number: Annotated[str, Words("办公系统给的发文字号", 60)] = "",
) -> Circular:
    """Give the circular its number and send it to every member unit.

    The figures are computed again for the same moment. Raises CannotIssueCircular where they differ, where
    an objection waits for an answer, or before the units' window has passed (then a reason lets it go).
    """
    circular = act.lock(Circular, circular_id)
    act.require_version(circular, seen)
    act.remark = short_enough(reason, "理由", 300)
    _require_window(act, circular)
    conference = circular.conference
    _require_same_figures(circular, figures_as_of(conference, circular.as_of))
    day = day_of(act.at)
    members = [row.unit for row in list_memberships(conference, day)]
    limits = cutoffs_as_of(conference, circular.as_of)
    rows = obligations_as_of(conference, circular.as_of)
    late = [row for row in rows if row.is_running and row.light(limits) in LATE]
    late.sort(key=lambda row: (row.due_on or day, row.pk))
    is_ranked = rule_value(conference, "circular_ranking", day) == "on"
    names = dict(units_as_of(conference, circular.as_of, rows))
    document = circular_document(
        circular, late, names, running=[row for row in rows if row.is_running], is_ranked=is_ranked
    )
    addressees = tuple(Addressee(unit.name, unit_id=unit.pk) for unit in members)
    basis = basis_of(conference, CIRCULATING, day)
    paper = issue_paper(
        act,
        document=document,
        about=circular,
        addressees=addressees,
        basis=basis,
        outside_number=outside_number,
    )
    return act.move(circular, CIRCULAR, paper=paper)


def _require_window(act: Act, circular: Circular) -> None:
    """Refuse an early issue without a reason while units may still contest."""
    until = circular.contest_until
    if (
        circular.state != CIRCULAR.initial
        and until is not None
        and day_of(act.at) <= until
        and not act.remark
    ):
        raise CannotIssueCircular(
            f"成员单位可以在{date_with_weekday(until)}前提出异议。",
            rule="期限内印发须写明理由",
            next_step="请等期限过后印发；确需提前的，请写明理由。",
        )


def _require_same_figures(circular: Circular, figures: list[Figure]) -> None:
    differ = differing(circular.figures, figures)
    if not differ:
        return
    labels = "、".join((new or old or {"label": ""})["label"] for old, new in differ[:5])
    raise CannotIssueCircular(
        f"台账按统计时点重算，与草稿的数字不一致：{labels}。",
        rule="通报的每个数字须能由台账复现",
        next_step="请作废这份草稿，按同一时点重新起草。",
    )
