"""Minutes in circulation, whatever is tried in whatever order: nobody agrees for another, and what was agreed is issued."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from cast import Cast
from lianxi.core.actors import Actor
from lianxi.core.words import day_of
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import (
    add_paragraph,
    circulate_minutes,
    give_consent,
    issue_minutes,
    raise_objection,
    recall_minutes,
    record_paper_consent,
    remove_paragraph,
    reply_to_objection,
    revise_decision,
    revise_paragraph,
    withdraw_objection,
)
from lianxi.meetings.facts import issue_facts, present_revision
from lianxi.meetings.models import Consent, Decision, Minutes, Objection
from lianxi.papers.files import Upload
from meetings.stages import LATER, PRESENT, circulated_minutes
from stateful import Played, play

UNITS = ("市卫健委", "市人社局", "市住建局", "市总工会", "市发改委")
LATE = "市总工会"  # came for item 2
SCAN = Upload("会签页.pdf", b"%PDF-1.4 signed", "application/pdf")
units, places = st.sampled_from(UNITS), st.integers(0, 9)


@dataclass(frozen=True)
class Said:
    """What a paragraph says and asks for; a text taken out is a text too, for who agreed to it with the paragraph."""

    text: str
    wanted: str = ""
    is_out: bool = False


class Circulation(Played):
    """The model knows texts and who agreed to which; hashes, revisions and statuses are the product's."""

    def __init__(self, cast: Cast, minutes: Minutes) -> None:
        super().__init__(LATER)
        self.cast, self.pk = cast, minutes.pk
        rows = present_revision(minutes).paragraphs
        self.texts = {
            row["key"]: Said(row["text"], (row["binding"] or {}).get("evidence", "")) for row in rows
        }
        self.items = {row["key"]: row["item"] for row in rows}
        self.first = dict(self.texts)
        self.agreed: dict[tuple[str, str], Said] = {}
        self.objected: dict[tuple[str, str], list[int]] = {}
        self.has_spoken = False
        self.state, self.number = "in_consent", 0

    # ---- the model ----

    def is_asked(self, unit: str, key: str) -> bool:
        """Whether a unit was there when the paragraph's item was."""
        item = self.items[key]
        return unit in PRESENT and (item is None or unit != LATE or item >= 2)

    def is_complete(self) -> bool:
        """Whether every unit agreed to every very text that it is asked about, and objects to none."""
        asked = [(unit, key) for unit in PRESENT for key in self.texts if self.is_asked(unit, key)]
        return all(self.agreed.get(one) == self.texts[one[1]] and not self.objected.get(one) for one in asked)

    def agrees(self, unit: str) -> None:
        """Note that a unit agrees to all that stands now; its objections end with it."""
        self.has_spoken = True
        self.agreed |= {(unit, key): said for key, said in self.texts.items() if self.is_asked(unit, key)}
        self.objected = {one: pks for one, pks in self.objected.items() if one[0] != unit}

    @property
    def minutes(self) -> Minutes:
        return Minutes.objects.get(pk=self.pk)

    @property
    def is_open(self) -> bool:
        return self.state != "issued"

    def key(self, place: int) -> str:
        return list(self.texts)[place % len(self.texts)]

    def seen(self, key: str) -> str:
        rows = present_revision(self.minutes).paragraphs
        return next((str(row["hash"]) for row in rows if row["key"] == key), "")

    def another(self, text: str) -> str:
        self.number += 1
        return f"{text.partition('〔')[0]}〔改{self.number}〕"

    # ---- units ----

    @rule(unit=units, stance=st.sampled_from(["agree", "reserve"]), behind=st.sampled_from([0, 0, 0, 1]))
    def speak(self, unit: str, stance: str, behind: int) -> None:
        """A unit agrees, or reserves its opinion, to the text that it saw."""
        may = self.state == "in_consent" and unit in PRESENT and not behind
        seen = self.minutes.revision - behind
        given: dict[str, Any] = {"reservation": "另有意见"} if stance == "reserve" else {}
        actor = self.cast.member(unit)
        done = self.attempt(
            may,
            lambda at: give_consent(actor, at, minutes_id=self.pk, revision=seen, stance=stance, **given),
        )
        if done is not None:
            assert done.unit_id == actor.unit_id
            self.agrees(unit)

    @precondition(lambda self: self.state == "in_consent")
    @rule()
    def all_speak(self) -> None:
        """Every unit that came agrees."""
        for unit in PRESENT:
            self.speak(unit, "agree", 0)

    @rule(unit=units, place=places)
    def oppose(self, unit: str, place: int) -> None:
        """A unit objects to a paragraph, once at a time."""
        key, actor = self.key(place), self.cast.member(unit)
        waits = any(Objection.objects.get(pk=pk).state == "open" for pk in self.objected.get((unit, key), ()))
        may = self.state == "in_consent" and self.is_asked(unit, key) and not waits
        done = self.attempt(
            may, lambda at: raise_objection(actor, at, minutes_id=self.pk, paragraph=key, text="措辞过重")
        )
        if done is not None:
            self.has_spoken = True
            self.objected.setdefault((unit, key), []).append(done.pk)

    @precondition(lambda self: self.objected)
    @rule(place=places, unit=units)
    def answer_or_withdraw(self, place: int, unit: str) -> None:
        """The office answers an objection, which ends it for nobody; only the unit that raised it takes it back."""
        own = sorted(self.objected)[place % len(self.objected)]
        pk = self.objected[own][-1]
        if place % 2:
            is_open = Objection.objects.get(pk=pk).state == "open"
            self.attempt(
                is_open and self.state == "in_consent",
                lambda at: reply_to_objection(self.cast.staff, at, objection_id=pk, reply="已采纳"),
            )
            return
        may = unit == own[0] and self.state == "in_consent"
        actor = self.cast.member(unit)
        if self.attempt(may, lambda at: withdraw_objection(actor, at, objection_id=pk)):
            self.objected[own].remove(pk)
            self.objected = {one: pks for one, pks in self.objected.items() if pks}

    @rule(unit=units, other=units)
    def speak_for_another(self, unit: str, other: str) -> None:
        """No unit's seat enters a word for a unit, not even its own by the way meant for paper."""
        actor, seen = self.cast.member(unit), self.minutes.revision
        wanted = self.cast.unit(other).pk
        self.attempt(
            False,
            lambda at: record_paper_consent(
                actor, at, minutes_id=self.pk, revision=seen, unit_id=wanted, scan=SCAN
            ),
        )

    # ---- the office and the convener ----

    @rule(unit=units)
    def enter_paper(self, unit: str) -> None:
        """The office enters what a unit signed on paper, with the scan."""
        wanted, seen = self.cast.unit(unit).pk, self.minutes.revision
        done = self.attempt(
            self.state == "in_consent" and unit in PRESENT,
            lambda at: record_paper_consent(
                self.cast.staff, at, minutes_id=self.pk, revision=seen, unit_id=wanted, scan=SCAN
            ),
        )
        if done is not None:
            self.agrees(unit)

    @rule(place=places, is_stale=st.sampled_from([False, False, True]))
    def edit(self, place: int, is_stale: bool) -> None:
        """The office rewords a paragraph, having seen the one that stands."""
        key = self.key(place)
        text, seen = self.another(self.texts[key].text), "0" * 64 if is_stale else self.seen(key)
        may = self.is_open and not self.texts[key].is_out and not is_stale
        self._revise(key, text, seen, may)

    @rule(place=places)
    def put_back(self, place: int) -> None:
        """The office puts the words back that the units saw first: who agreed to them has agreed."""
        key = sorted(self.first)[place % len(self.first)]
        if key in self.texts and self.texts[key].text != self.first[key].text:
            may = self.is_open and not self.texts[key].is_out
            self._revise(key, self.first[key].text, self.seen(key), may)

    def _revise(self, key: str, text: str, seen: str, may: bool) -> None:
        done = self.attempt(
            may,
            lambda at: revise_paragraph(
                self.cast.staff, at, minutes_id=self.pk, key=key, text=text, seen=seen
            ),
        )
        if done is not None:
            self.texts[key] = replace(self.texts[key], text=text)

    @rule(place=places)
    def put_in(self, place: int) -> None:
        """The office adds a paragraph, of the same item as the one before."""
        after = self.key(place)
        text = self.another("会议要求加强宣传。")
        done = self.attempt(
            self.is_open,
            lambda at: add_paragraph(self.cast.staff, at, minutes_id=self.pk, after=after, text=text),
        )
        if done is not None:
            key = f"a{done.revision}"
            rows = list(self.texts.items())
            rows.insert(list(self.texts).index(after) + 1, (key, Said(text)))
            self.texts, self.items[key] = dict(rows), self.items[after]

    @rule(place=places)
    def take_out(self, place: int) -> None:
        """The office takes a paragraph out that binds nobody: once units spoke, they agree to its going too."""
        key = self.key(place)
        said = self.texts[key]
        done = self.attempt(
            self.is_open and not key.startswith("d") and not said.is_out and len(self.texts) > 1,
            lambda at: remove_paragraph(self.cast.staff, at, minutes_id=self.pk, key=key, reason="重复"),
        )
        if done is not None:
            if self.has_spoken:
                self.texts[key] = Said(f"（删去一段：{said.text}）", is_out=True)
            else:
                del self.texts[key]

    @rule()
    def ask_otherwise(self) -> None:
        """The office changes what evidence the decision asks for: a term, in no paragraph's words."""
        row, wanted = Decision.objects.get(), self.another("检查结果表")
        given = {"lead_unit_id": row.lead_unit_id, "co_unit_ids": (self.cast.unit("市卫健委").pk,)}
        done = self.attempt(
            self.is_open,
            lambda at: revise_decision(
                self.cast.staff, at, decision_id=row.pk, due_on=row.due_on, evidence_wanted=wanted, **given
            ),
        )
        if done is not None:
            self.texts[f"d{row.pk}"] = replace(self.texts[f"d{row.pk}"], wanted=wanted)

    @rule()
    def recall_or_send(self) -> None:
        """The office takes the minutes back, or sends them again; what was agreed stays bound to its text."""
        if self.state == "drafting":
            self.attempt(True, lambda at: circulate_minutes(self.cast.staff, at, minutes_id=self.pk))
            self.state = "in_consent"
        elif self.attempt(
            self.is_open, lambda at: recall_minutes(self.cast.staff, at, minutes_id=self.pk, reason="补充")
        ):
            self.state = "drafting"

    @rule(who=st.sampled_from(["convener", "convener", "staff", "member"]))
    def issue(self, who: str) -> None:
        """The convener issues, once everybody agreed to what stands."""
        actor: Actor = self.cast.member("市住建局") if who == "member" else getattr(self.cast, who)
        may = who == "convener" and self.state == "in_consent" and self.is_complete()
        paper = self.attempt(may, lambda at: issue_minutes(actor, at, minutes_id=self.pk))
        if paper is None:
            return
        self.state = "issued"
        printed = str(paper.document)
        stands = [said.text for said in self.texts.values() if not said.is_out]
        found = [printed.find(text) for text in stands]
        assert -1 not in found
        assert found == sorted(found)
        assert not [said for said in self.texts.values() if said.is_out and said.text in printed]
        owed = Obligation.objects.get(source=f"meetings.decision:{Decision.objects.get().pk}")
        agreed = self.agreed["市住建局", f"d{Decision.objects.get().pk}"]
        assert (owed.text, owed.evidence_wanted) == (agreed.text, agreed.wanted)

    # ---- what always holds ----

    @initialize()
    def is_sent(self) -> None:
        assert self.minutes.state == "in_consent"

    @invariant()
    def the_table_says_what_was_said(self) -> None:
        row = self.minutes
        assert row.state == self.state
        texts = [line["text"] for line in present_revision(row).paragraphs]
        assert texts == [said.text for said in self.texts.values()]
        assert issue_facts(row, day_of(self.moment)).table.complete() == self.is_complete()

    @invariant()
    def every_word_is_of_the_units_own_seat_or_on_paper(self) -> None:
        for row in Consent.objects.filter(minutes=self.pk).select_related("unit"):
            assert "代录纸质会签" in row.by if row.scan_id else row.by.startswith(row.unit.name)


def test_nobody_agrees_for_another_and_what_was_agreed_is_issued(cast: Cast) -> None:
    minutes = circulated_minutes(cast, late=LATE)
    play(lambda: Circulation(cast, minutes), steps=20)
