"""Who sees what: one rule as a query and as a look at a record, for every kind of record that a room declares."""

from itertools import product

import pytest
from django.apps import apps
from django.db import models
from django.db.models.sql.datastructures import Join

from cast import AT, Cast, found_cast
from lianxi.bodies.models import Invitation, Person, Seat
from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind, timer_of
from lianxi.core.rooms import record_kinds
from lianxi.core.sight import ABOUT, MEMBERS, OFFICE, Level, Who, as_of, nobody, sees, units
from lianxi.journal.acting import Act
from lianxi.journal.sight import NEVER, seen, seen_q, sees_of, sight, sights_of
from lianxi.ledger.models import Circular, Delegation, Evidence, Obligation
from lianxi.meetings.models import Opinion, Topic
from lianxi.papers.models import PaperDraft, StoredFile
from lianxi.surveillance.models import Signal

KINDS = record_kinds()
VISITOR = Actor(kind=SeatKind.VISITOR, label=SEAT_LABELS[SeatKind.VISITOR])


@pytest.mark.parametrize("table", sorted(KINDS))
def test_every_kind_says_who_sees_it_or_why_nobody_does(table: str) -> None:
    told = KINDS[table].sight
    assert told.grants or len(told.why.split()) >= 3, "state sight=sees(…) or nobody(why) in the room's face"
    assert told.about in ABOUT


def _act(cast: Cast) -> Act:
    return Act(actor=cast.director, at=AT, action="test.make", chain=cast.conference.pk)


def _obligation(cast: Cast, number: int, unit: str, origin: str = "decision") -> Obligation:
    return _act(cast).create(
        Obligation(
            conference=cast.conference,
            year=2026,
            sequence=number,
            number=f"2026-{number}",
            title="事项",
            cycle="once",
            origin=origin,
            lead_unit=cast.unit(unit),
            state="issued",
            created_at=AT,
        )
    )


def _topic(cast: Cast, state: str) -> Topic:
    return _act(cast).create(
        Topic(
            conference=cast.conference,
            kind="topic",
            title="议题",
            unit=cast.unit("市住建局"),
            state=state,
            raised_at=AT,
        )
    )


def test_every_rule_is_a_query_that_the_database_answers(cast: Cast) -> None:
    """A path that leads nowhere would show only when somebody asks."""
    actors = (cast.director, cast.convener, cast.member("市住建局"), timer_of(cast.conference.pk), VISITOR)
    for table, actor in product(KINDS, actors):
        rows = apps.get_model(table)._base_manager.all()
        for level in (Level.ROW, Level.COUNT):
            assert seen(actor, rows, level).count() >= 0, table
        assert sights_of(actor, [f"{table}:1"])


def test_a_visitor_sees_nothing_that_is_not_public(cast: Cast) -> None:
    _obligation(cast, 1, "市住建局")
    rows = {table: seen(VISITOR, apps.get_model(table)._base_manager.all()).count() for table in KINDS}
    assert {table: n for table, n in rows.items() if n} == {}


def test_no_seat_sees_a_row_of_another_conference(cast: Cast) -> None:
    elsewhere = found_cast("晋江市职业病防治工作联席会议", "JJ")
    _obligation(cast, 1, "市住建局")
    for actor in (elsewhere.director, elsewhere.convener, elsewhere.member("市住建局")):
        assert not seen(actor, Obligation.objects.all()).exists()
        assert sight(actor, Obligation.objects.get()).level is Level.NONE


def test_a_matter_of_a_decision_is_the_members_and_one_of_a_warning_is_the_named_units(cast: Cast) -> None:
    decided = _obligation(cast, 1, "市住建局")
    warned = _obligation(cast, 2, "市住建局", origin="warning")
    other, own = cast.member("市总工会"), cast.member("市住建局")
    assert list(seen(other, Obligation.objects.order_by("pk"))) == [decided]
    assert list(seen(own, Obligation.objects.order_by("pk"))) == [decided, warned]
    assert seen(cast.director, Obligation.objects.all()).count() == 2


def test_an_origin_that_nobody_opened_stays_closed(cast: Cast) -> None:
    row = _obligation(cast, 1, "市住建局", origin="incident")
    assert sight(cast.member("市总工会"), row).level is Level.NONE


def test_evidence_is_the_named_units_and_its_file_follows_it(cast: Cast) -> None:
    row, act = _obligation(cast, 1, "市住建局"), _act(cast)
    file = act.create(
        StoredFile(conference=cast.conference, sha256="0" * 64, name="检测.pdf", media_type="", size=1)
    )
    act.create(
        Evidence(
            conference=cast.conference,
            obligation=row,
            unit=cast.unit("市住建局"),
            seat_id=1,
            by="住建",
            at=AT,
            kind="document",
            title="检测",
            file=file,
        )
    )
    own, other = cast.member("市住建局"), cast.member("市总工会")
    assert seen(own, StoredFile.objects.all()).get() == file
    assert not seen(other, StoredFile.objects.all()).exists()
    assert seen(cast.director, StoredFile.objects.all()).exists()


def test_a_draft_of_a_circular_is_the_offices_until_it_is_shown(cast: Cast) -> None:
    act, other = _act(cast), cast.member("市住建局")
    row = act.create(
        Circular(
            conference=cast.conference,
            title="通报",
            as_of=AT,
            text="草稿",
            state="draft",
            drafted_at=AT,
            drafted_by="办公室",
        )
    )
    assert sight(other, row).level is Level.NONE
    act.change(row, state="shown", shown_at=AT)
    told = sight(other, row)
    assert told.is_whole
    assert told.since == AT, "what was written before it was shown stays closed"
    assert sight(cast.director, row).since is None


def test_opinions_are_closed_until_the_topic_is_taken_up(cast: Cast) -> None:
    topic, act = _topic(cast, "accepted"), _act(cast)
    given = act.create(
        Opinion(
            conference=cast.conference,
            topic=topic,
            unit=cast.unit("市人社局"),
            due_on=AT.date(),
            state="given",
            text="不同意",
            asked_at=AT,
        )
    )
    other, asked = cast.member("市总工会"), cast.member("市人社局")
    assert sight(other, topic).is_whole
    assert not sight(other, given).is_whole
    assert sight(asked, given).is_whole
    act.change(topic, state="on_agenda")
    assert sight(other, given).is_whole


def test_members_see_counts_of_rows_about_an_employer(cast: Cast) -> None:
    row = _act(cast).create(
        Signal(
            conference=cast.conference,
            rule="over_limit",
            rule_title="超标",
            rule_revision=1,
            subject="x",
            period="2026",
            data_sha256="0" * 64,
            sentence="某公司超标",
            happened_on=AT.date(),
            detected_at=AT,
            state="raised",
        )
    )
    told = sight(cast.member("市总工会"), row)
    assert told.level is Level.COUNT
    assert told.fields == frozenset()
    assert not seen(cast.member("市总工会"), Signal.objects.all()).exists()
    assert seen(cast.member("市总工会"), Signal.objects.all(), Level.COUNT).count() == 1
    assert sight(cast.director, row).shows("sentence")


def test_how_a_person_signs_in_is_shown_to_that_person_and_the_office(cast: Cast) -> None:
    mine, other = cast.member("市住建局"), cast.member("市总工会")
    row = Person.objects.get(pk=mine.person_id)
    assert sight(other, row).shows("name")
    assert not sight(other, row).shows("login")
    assert sight(mine, row).shows("login")
    assert sight(cast.staff, row).shows("login")


def test_drafts_and_invitations_are_closed_to_other_units(cast: Cast) -> None:
    for model in (PaperDraft, Invitation):
        told = sees_of(model).grants
        assert not {Who.MEMBERS, Who.PUBLIC} & {one.who for one in told}


def test_what_the_office_sees_of_a_conference_is_one_plain_condition(cast: Cast) -> None:
    """A million rows are listed by their index only where the rule adds nothing to it."""
    assert seen_q(cast.director, Obligation) == models.Q(conference=cast.conference.pk)


def test_what_another_conference_delegates_is_seen_beside_ones_own(cast: Cast) -> None:
    """A grant over all of one's own conference does not swallow one that reaches beyond it."""
    condition = str(seen(cast.director, Delegation.objects.all()).query)
    assert '"to_conference_id" = ' in condition
    assert '"conference_id" = ' in condition


def test_a_record_that_is_not_there_looks_like_one_that_is_not_yours(cast: Cast) -> None:
    row = _obligation(cast, 1, "市住建局", origin="warning")
    other = cast.member("市总工会")
    told = sights_of(other, [f"ledger.obligation:{row.pk}", "ledger.obligation:987654", "no.such:1", "x"])
    assert len(set(told.values())) == 1


def test_members_and_the_public_never_get_more_than_counts_of_rows_about_people() -> None:
    for about in ABOUT[1:]:
        assert [one.level for one in sees(MEMBERS, OFFICE, about=about).capped] == [Level.COUNT, Level.ROW]
    with pytest.raises(ValueError, match="nobody"):
        sees()
    assert nobody("an index of the journal").capped == ()


def test_a_grant_says_when_since_when_and_of_which_conference_it_holds() -> None:
    told = units("unit").when(state=("on", "off"), unit__isnull=False).once("shown_at").of("parent")
    assert told.cases == (("state", ("on", "off")), ("unit__isnull", (False,)))
    assert (told.since, told.home, told.level) == ("shown_at", "parent", Level.ROW)
    assert as_of("obligation").only(Level.STATUS).level is Level.STATUS
    assert models.Q(pk__in=()) == NEVER


@pytest.mark.long
def test_no_rule_of_sight_names_a_record_twice(cast: Cast) -> None:
    """A condition over rows that point back is a look-up of its own: a join would list the record once for each."""
    told = []
    for kind in record_kinds().values():
        model = apps.get_model(kind.table)
        for seat in Seat.objects.filter(conference=cast.conference):
            actor = cast.actor(SeatKind(seat.kind), seat.unit.name)
            for level in (Level.STATUS, Level.ROW):
                rows = seen(actor, model._default_manager.all(), level)
                joined = [one.join_field for one in rows.query.alias_map.values() if isinstance(one, Join)]
                told += [kind.table for one in joined if one.one_to_many or one.many_to_many]
    assert sorted(set(told)) == []
