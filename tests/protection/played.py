"""A founded conference with its sixteen units, and the verbs by which the tests move lists between them."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lianxi.bodies.models import Conference, Tenure, Unit
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import CHINA, day_of
from lianxi.law.actions import record_ruling
from lianxi.law.models import Ruling
from lianxi.law.routing import load_vocabulary
from lianxi.papers.files import Upload
from lianxi.protection.actions import (
    agree_signer,
    answer_sheet,
    draft_list,
    enter_assessment,
    fill_list,
    name_signer,
    receive_list,
    send_list,
)
from lianxi.protection.models import PersonList
from lianxi.protection.rules.sheets import template_headings
from lianxi.protection.rules.tokens import draw_tokens
from lianxi.stories.founding import found_shipped

AT = datetime(2026, 11, 2, 9, 0, tzinfo=CHINA)  # a Monday
HEALTH, HR, MEDICAL, CIVIL, MARKET = "市卫健委", "市人社局", "市医保局", "市民政局", "市市场监管局"
SHA = hashlib.sha256(b"the named file").hexdigest()


def sheet(headings: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "表.csv") -> Upload:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return Upload(name, text.getvalue().encode(), "text/csv")


@dataclass
class Played:
    """The conference and a moment that moves on."""

    conference: Conference
    at: datetime = AT

    def seat(self, unit: str, kind: SeatKind = SeatKind.MEMBER) -> Actor:
        rows = Tenure.objects.select_related("seat__unit").filter(
            conference=self.conference, seat__kind=kind, seat__unit__name=unit, ends_before__isnull=True
        )
        found = rows.order_by("pk").first()
        assert found is not None
        return actor_for(found)

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(region=self.conference.region, name=name)

    @property
    def office(self) -> Actor:
        return self.seat(HEALTH, SeatKind.OFFICE_DIRECTOR)

    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    def name_signer(self, unit: str = HR) -> None:
        """Let the office rule who signs recognitions, and that unit agree."""
        own = self.unit(unit).pk
        dimension, terms = next(iter(load_vocabulary().items()))
        code = next(iter(terms.values))
        ruling: Ruling = record_ruling(
            self.office, self.at, text="用人单位已不存在的职业病病人由谁核实", facts=[f"{dimension}:{code}:true"], unit_ids=[own],
            considered_ids=[own], reason="掌握劳动关系和工伤保险", clause="QZ-3-09-3",
        )  # fmt: skip
        signer = name_signer(self.office, self.at, unit_id=own, ruling_id=ruling.pk)
        agree_signer(self.seat(unit), self.at, signer_id=signer.pk)

    def assess(self, unit: str, kinds: Sequence[str] = ("L1", "L2", "L3", "L4")) -> None:
        enter_assessment(
            self.seat(unit), self.at, kinds=list(kinds), purposes=["injury"], measures=["outside", "notice"],
            risk="middle", paper="泉卫健函〔2026〕15号", done_on=day_of(self.at) - timedelta(days=400),
        )  # fmt: skip

    def draft(self, kind: str = "L1", sender: str = HEALTH, **more: Any) -> PersonList:
        return draft_list(self.seat(sender), self.at, kind=kind, month=f"{day_of(self.at):%Y-%m}", **more)

    def fill(self, row: PersonList, rows: Sequence[Sequence[Any]]) -> None:
        upload = sheet(template_headings(row.kind), rows)
        fill_list(self.seat(row.sender.name), self.at, list_id=row.pk, file=upload)

    def send(self, row: PersonList, count: int, **more: Any) -> PersonList:
        own = {"way": "platform", "sha256": SHA, **more}
        return send_list(self.seat(row.sender.name), self.at, list_id=row.pk, count=count, **own)

    def receive(self, row: PersonList, count: int, **more: Any) -> PersonList:
        own = {"sha256": SHA, **more}
        return receive_list(self.seat(row.receiver.name), self.at, list_id=row.pk, count=count, **own)

    def listed(self, count: int = 3, kind: str = "L1", sender: str = HEALTH) -> tuple[PersonList, list[str]]:
        """Draft, fill, send and receive a list of so many fresh tokens."""
        row, tokens = self.draft(kind, sender), draw_tokens(count)
        since = day_of(self.at) - timedelta(days=10)
        self.fill(row, [(token, "晋江市", since) for token in tokens])
        self.send(row, count)
        return self.receive(PersonList.objects.get(pk=row.pk), count), tokens

    def answer(self, row: PersonList, rows: Sequence[Sequence[Any]]) -> None:
        upload = sheet(template_headings(""), rows)
        answer_sheet(self.seat(row.receiver.name), self.at, list_id=row.pk, file=upload)


def found(*, instrument: str = "QZ") -> Played:
    start = AT - timedelta(days=30)
    return Played(found_shipped(instrument, start, is_demo=True))
