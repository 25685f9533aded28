"""A renamed unit keeps its open work: obligations, topics, opinions, consents; what is done stays as it was."""

from datetime import date, timedelta

from cast import Cast
from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.bodies.models import Unit
from lianxi.core.actors import SeatKind
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import ask_opinions, give_consent, issue_minutes
from lianxi.meetings.models import Opinion, Topic
from lianxi.papers.models import Recipient
from meetings.stages import LATER, PRESENT, accepted_topic, agreed_minutes, circulated_minutes

SOON = LATER + timedelta(hours=2)


def _rename(cast: Cast, old: str, new: str) -> Unit:
    row = record_succession(
        cast.director,
        SOON,
        from_unit=old,
        to_unit=new,
        kind="renamed",
        effective_on=date(2026, 3, 1),
        basis_text="机构改革方案",
    )
    carry_out_succession(cast.director, SOON, succession_id=row.pk)
    return Unit.objects.get(name=new)


def test_running_obligations_and_open_topics_go_on_with_the_new_unit(cast: Cast) -> None:
    issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    topic = accepted_topic(cast, "另一议题")
    ask_opinions(
        cast.staff, LATER, topic_id=topic.pk, unit_ids=(cast.unit("市发改委").pk,), due_on=date(2026, 4, 1)
    )
    old = cast.unit("市住建局")
    new = _rename(cast, "市住建局", "市住建和城管局")
    assert Obligation.objects.get().lead_unit == new
    assert Topic.objects.get(pk=topic.pk).unit == new
    assert Opinion.objects.get().unit == cast.unit("市发改委")
    assert Topic.objects.filter(state="settled").first().unit == old  # type: ignore[union-attr]
    assert Recipient.objects.filter(paper__kind="minutes", unit=old).exists()
    assert list(verify_chains()) == []


def test_minutes_out_for_consent_ask_the_new_unit_and_keep_its_word(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    give_consent(cast.member("市住建局"), LATER, minutes_id=minutes.pk, revision=1)
    _rename(cast, "市住建局", "市住建和城管局")
    for unit in PRESENT:
        if unit != "市住建局":
            give_consent(cast.member(unit), SOON, minutes_id=minutes.pk, revision=1)
    assert cast.actor(SeatKind.MEMBER, "市住建和城管局").unit_id
    assert issue_minutes(cast.convener, SOON, minutes_id=minutes.pk).sequence == 1


def test_the_office_is_told_of_obligations_a_leaving_unit_leads(cast: Cast) -> None:
    from lianxi.bodies.actions import release_unit
    from lianxi.journal.acting import Act

    issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    act = Act(actor=cast.convener, at=SOON, action="meetings.minutes.issue", chain=cast.conference.pk)
    release_unit.within(act, name="市住建局", ends_before=date(2026, 4, 1), decision="纪要第一项")
    assert [n.title for n in act.notices if n.to_office] == [
        f"市住建局退出后，事项{Obligation.objects.get().number}没有主办单位，请重新明确后替代原事项"
    ]
