"""What the acts of supervision share: words without persons, steps with both times."""

from datetime import date

from lianxi.core.entries import filled, short_enough
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.inspections.models import Supervision, SupervisionStep
from lianxi.journal.acting import Act
from lianxi.papers.downward import refuse_orders


def words_of(act: Act, text: str, label: str, longest: int = 300, *, needed: bool = True) -> str:
    """Return a text without outer blanks. Raises BadInput for one that is too long, or names a person."""
    said = filled(text, label, longest) if needed else short_enough(text, label, longest)
    for found in find_personal(said, day_of(act.at)):
        raise BadInput(
            f"{label}第 {found.place} 个字起像是{found.kind}，没有保存。",
            next_step="请改写为单位和职务；反映人的姓名不进入督查记录。",
            rule="督查记录不写个人信息",
        )
    return said


def polite(supervision: Supervision, text: str, *, body: str = "") -> str:
    """Return a text that goes to the object or `body`. Raises BadInput for words that order a lower government."""
    region = supervision.conference.region
    is_government = supervision.target == "county_government"
    refuse_orders(region, supervision.object, text, is_known=is_government)
    refuse_orders(region, body, text)
    return text


def past_day(act: Act, day: date | None, label: str) -> date:
    """Return a day that has come; today where none is given. Raises BadInput for a later one."""
    today = day_of(act.at)
    if day is not None and day > today:
        raise BadInput(f"{label}（{long_date(day)}）还没有到。", next_step="请填写已经发生的日期。")
    return day or today


def add_step(
    act: Act, supervision: Supervision, kind: str, text: str, *, day: date | None = None, paper: str = ""
) -> SupervisionStep:
    """Note a step of a supervision."""
    return act.create(
        SupervisionStep(
            conference_id=act.chain,
            supervision=supervision,
            kind=kind,
            text=text[:600],
            paper_ref=words_of(act, paper, "凭据", 200, needed=False),
            happened_on=past_day(act, day, "日期"),
            entered_at=act.at,
            by=act.actor.label,
        )
    )
