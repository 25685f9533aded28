"""What waits of publications: opinions to give, texts to review, to publish, to take back, and their days."""

from collections.abc import Iterator
from typing import Any

from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.journal.acting import Action
from lianxi.publishing.actions import (
    answer_opinion,
    clear_publication,
    publish_publication,
    return_publication,
    submit_publication,
    withdraw_publication,
)
from lianxi.publishing.models import Publication
from lianxi.publishing.queries import due_rows

PAGE = "/publications"
_STEPS: dict[str, tuple[Action[..., Any], str, str]] = {
    "draft": (submit_publication, "送审", "拟稿后还没有送审"),
    "review": (clear_publication, "审查", "发布前审查"),
    "cleared": (publish_publication, "发布并登记", "审查已通过，等网站发布"),
    "recalled": (withdraw_publication, "撤回并登记", "已提出撤回"),
}


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what the seat may go on with, by each step's own guard, and its unit's opinions."""
    if not (desk.speaks or desk.actor.is_office):
        return
    rows = list(due_rows(desk.conference_id, tuple(_STEPS), desk.actor)[: MOST + 1])
    for row in rows[:MOST]:
        yield from _task(desk, row)
        yield from _opinion(desk, row)
    if len(rows) > MOST:
        yield Rest("信息发布", f"{PAGE}?state=open")


def _task(desk: Desk, row: Publication) -> Iterator[Task]:
    act, kind, why = _STEPS[row.state]
    refusal = act.available(row, desk.actor, desk.day)
    mine = refusal is None
    if row.state == "review" and not mine:
        if return_publication.available(row, desk.actor, desk.day) is not None:
            return
        # The office can still send it back: what hinders clearing is said.
        mine, why = True, str(refusal)
    if mine:
        late = row.state == "recalled"
        due = (row.withdraw_due_on, row.withdraw_derivation) if late else (row.due_on, row.due_derivation)
        yield Task(kind, row.title, f"{PAGE}/{row.pk}", why, *due, first=late)


def _opinion(desk: Desk, row: Publication) -> Iterator[Task]:
    for one in row.opinions.all():
        if one.unit_id != desk.actor.unit_id or one.state != "asked" or not desk.speaks:
            continue
        if answer_opinion.available(one, desk.actor, desk.day) is None:
            why = "共同制作的信息，请答复是否同意公开；逾期视为同意"
            yield Task("答复公开意见", row.title, f"{PAGE}/{row.pk}", why, one.due_on, one.due_derivation)


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days by which information has to be public or taken back, for its unit and the office."""
    for row in due_rows(desk.conference_id, tuple(_STEPS), desk.actor)[:MOST]:
        if not desk.actor.is_office and row.unit_id != desk.actor.unit_id:
            continue
        late = row.state == "recalled"
        yield FeedEntry(
            record=f"publishing.publication:{row.pk}",
            version=row.version,
            url=f"{PAGE}/{row.pk}",
            kind="撤回期限" if late else "公开期限",
            title=row.title,
            due_on=row.withdraw_due_on if late else row.due_on,
            derivation=row.withdraw_derivation if late else row.due_derivation,
        )
