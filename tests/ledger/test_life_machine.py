"""An obligation's life, whatever is tried in whatever order: its units work on it, another seat judges, days move by grant."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from cast import Cast
from ledger.steps import FILE, at, deputy, entered
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, Actor
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    grant_extension,
    refuse_extension,
    report_progress,
    return_obligation,
    verify_obligation,
    waive_part,
)
from lianxi.ledger.models import Acknowledgement, CoUnit, Extension, Obligation, Progress, Verification
from lianxi.papers.files import Upload
from stateful import Played, play

LEAD, CO = "市住建局", "市总工会"
RUNNING = ("issued", "in_progress", "submitted", "returned")
OTHER = Upload("补充.txt", "复查记录。".encode(), "text/plain")
# Members and liaisons of the units, the office's seats, the convener; 市总工会's deputy both works and judges.
SEATS = ("lead", "liaison", "co", "co deputy", "stranger", "staff", "director", "deputy", "convener")
seats = st.sampled_from(SEATS)


class Life(Played):
    """The model knows a few words of where matter and part stand; all else is the product's."""

    def __init__(self, cast: Cast, row: Obligation) -> None:
        super().__init__(at(1))
        self.pk, self.part_pk, self.due = row.pk, CoUnit.objects.get(obligation=row).pk, row.due_on
        self.state, self.part = "issued", "issued"
        self.reporters: set[int] = set()
        self.request = 0
        self.seats: dict[str, Actor] = {
            "lead": cast.member(LEAD),
            "liaison": cast.liaison(LEAD),
            "co": cast.member(CO),
            "co deputy": deputy(cast, CO),
            "stranger": cast.member("市发改委"),
            "staff": cast.staff,
            "director": cast.director,
            "deputy": deputy(cast, "市人社局"),
            "convener": cast.convener,
        }

        working = [actor for seat, actor in self.seats.items() if self.works_for(seat)]
        self.workers = {(actor.unit_id, actor.seat_id) for actor in working}

    @property
    def row(self) -> Obligation:
        return Obligation.objects.get(pk=self.pk)

    def works_for(self, seat: str) -> str:
        """Name the unit that a seat speaks for in this matter: the lead, the co-unit, or none."""
        if self.seats[seat].kind not in UNIT_SPEAKERS:
            return ""
        return {"lead": LEAD, "liaison": LEAD, "co": CO, "co deputy": CO}.get(seat, "")

    def judges(self, seat: str) -> bool:
        """Whether a seat may judge: of the office, not of the lead, and none that reported in this round."""
        actor = self.seats[seat]
        return actor.kind in OFFICE and actor.seat_id not in self.reporters

    # ---- the units ----

    @rule(seat=seats)
    def acknowledge(self, seat: str) -> None:
        """Each unit acknowledges once."""
        unit, actor = self.works_for(seat), self.seats[seat]
        may = (unit == LEAD and self.state == "issued") or (
            unit == CO and self.part == "issued" and self.state in RUNNING
        )
        if self.attempt(may, lambda now: acknowledge_obligation(actor, now, obligation_id=self.pk)):
            if unit == LEAD:
                self.state = "in_progress"
            else:
                self.part = "working"

    @rule(seat=seats, done=st.booleans(), has_file=st.sampled_from([True, True, False]))
    def report(self, seat: str, done: bool, has_file: bool) -> None:
        """A unit reports while it is at work; the lead asks for closing once the co-unit has finished."""
        unit, actor = self.works_for(seat), self.seats[seat]
        if unit == LEAD:
            may = self.state in ("in_progress", "returned")
            may &= not done or self.part in ("finished", "waived")
        else:
            may = unit == CO and self.part == "working" and self.state in RUNNING
        files = (FILE, OTHER) if has_file else ()
        told = self.attempt(
            may,
            lambda now: report_progress(
                actor, now, obligation_id=self.pk, text="进展情况。", done=done, files=files
            ),
        )
        if told is not None:
            self.reporters.add(actor.seat_id or 0)
            if done and unit == LEAD:
                self.state = "submitted"
            elif done:
                self.part = "finished"

    @rule(seat=seats, days=st.integers(-3, 20))
    def ask_later(self, seat: str, days: int) -> None:
        """The lead asks for a later day, once at a time, while its clock runs."""
        actor, wanted = self.seats[seat], (self.due or date.max) + timedelta(days)
        may = self.works_for(seat) == LEAD and self.state in ("issued", "in_progress", "returned")
        asked = self.attempt(
            may and not self.request and days > 0,
            lambda now: ask_extension(
                actor, now, obligation_id=self.pk, asked_on=wanted, reason="停工", progress="过半"
            ),
        )
        if asked is not None:
            self.request = asked.pk

    # ---- those who judge ----

    @rule(seat=seats, is_granted=st.booleans())
    def answer_later(self, seat: str, is_granted: bool) -> None:
        """The office or the convener answers the request, never from the lead unit."""
        if not self.request:
            return
        actor, pk = self.seats[seat], self.request
        may = (actor.kind in OFFICE or seat == "convener") and self.state in RUNNING
        done = self.attempt(
            may,
            lambda now: (
                grant_extension(actor, now, extension_id=pk)
                if is_granted
                else refuse_extension(actor, now, extension_id=pk, answer="时间足够")
            ),
        )
        if done is not None:
            self.request = 0
            self.due = done.asked_on if is_granted else self.due

    @rule(seat=seats)
    def verify(self, seat: str) -> None:
        """Another seat passes the report: the matter is closed, and its requests end."""
        actor = self.seats[seat]
        may = self.state == "submitted" and self.judges(seat)
        if self.attempt(may, lambda now: verify_obligation(actor, now, obligation_id=self.pk)):
            self.state, self.request = "closed", 0

    @rule(seat=seats)
    def send_back(self, seat: str) -> None:
        """Another seat returns the report with the reason."""
        actor = self.seats[seat]
        may = self.state == "submitted" and self.judges(seat)
        if self.attempt(
            may, lambda now: return_obligation(actor, now, obligation_id=self.pk, reason="缺复查记录")
        ):
            self.state = "returned"

    @rule(seat=seats)
    def waive(self, seat: str) -> None:
        """The office releases the co-unit from its part, from a seat of neither unit."""
        actor = self.seats[seat]
        may = actor.kind in OFFICE and seat != "co deputy" and self.state in RUNNING
        may &= self.part in ("issued", "working")
        if self.attempt(may, lambda now: waive_part(actor, now, part_id=self.part_pk, reason="不需配合")):
            self.part = "waived"

    # ---- what always holds ----

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        row = self.row
        assert (row.state, row.due_on) == (self.state, self.due)
        assert CoUnit.objects.get(pk=self.part_pk).state == self.part
        assert Extension.objects.filter(obligation=row, state="asked").count() == bool(self.request)

    @invariant()
    def every_row_is_of_a_unit_that_works_on_it(self) -> None:
        for model in (Acknowledgement, Progress):
            told = model.objects.filter(obligation=self.pk).values_list("unit_id", "seat_id")
            assert {*told} <= self.workers

    @invariant()
    def who_reported_did_not_judge(self) -> None:
        for row in Verification.objects.filter(obligation=self.pk).select_related("progress", "unit"):
            assert row.unit.name != LEAD
            assert row.seat_id != row.progress.seat_id
        if self.state == "closed":
            assert Verification.objects.filter(obligation=self.pk).latest("pk").result == "pass"
            assert self.part in ("finished", "waived")


def test_only_its_units_work_on_it_and_another_seat_closes_it(cast: Cast) -> None:
    row = entered(cast, LEAD, (CO,))
    play(lambda: Life(cast, row), steps=30)
