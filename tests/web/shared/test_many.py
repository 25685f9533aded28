"""One act on many ticked records: looked through first, then each by its own act and entry."""

from django.test import Client

from cast import AT, Cast
from lianxi.core.actors import Actor
from lianxi.journal.models import Entry
from lianxi.meetings.actions import propose_topic
from lianxi.meetings.models import Topic
from lianxi.papers.models import Recipient
from meetings.stages import accepted_topic, called_meeting
from web.signing_in import seated, words

ACCEPT = "/many/meetings.topic.accept"


def _client(actor: Actor) -> Client:
    return seated(Client(), actor)


def _proposed(cast: Cast, title: str) -> Topic:
    return propose_topic(cast.liaison("市住建局"), AT, title=title, text="情况", clause="QZ-3-11-2")


def test_the_list_offers_ticks_to_who_may_act(cast: Cast) -> None:
    _proposed(cast, "甲")
    assert 'formaction="/many/meetings.topic.accept"' in _client(cast.staff).get("/topics").content.decode()
    assert "formaction" not in _client(cast.member("市住建局")).get("/topics").content.decode()


def test_a_preview_tells_what_can_be_done_and_what_cannot_and_changes_nothing(cast: Cast) -> None:
    one, done, before = _proposed(cast, "甲"), accepted_topic(cast, "乙"), Entry.objects.count()
    answer = _client(cast.staff).post(ACCEPT, {"pick": [one.pk, done.pk, 99999, "x"], "next": "/topics"})
    said = words(answer)
    assert answer.status_code == 200
    assert "受理议题：1项" in said
    assert "1项现在不能办" in said
    assert "另有1项没有找到" in said
    assert said.index("甲") < said.index("现在不能办的") < said.index("乙")
    assert Entry.objects.count() == before


def test_every_record_gets_its_own_entry_and_a_refused_one_stays(cast: Cast) -> None:
    topics = [_proposed(cast, title) for title in ("甲", "乙")] + [accepted_topic(cast, "丙")]
    before = Entry.objects.count()
    sent = {"pick": [one.pk for one in topics], "next": "/topics", "go": "1"}
    office = _client(cast.staff)
    answer = office.post(ACCEPT, sent)
    assert answer["Location"] == "/topics"
    assert "受理议题：办了2项" in words(office.get("/topics"))
    assert set(Topic.objects.values_list("state", flat=True)) == {"accepted"}
    assert Entry.objects.count() == before + 2


def test_a_seat_that_may_not_act_changes_nothing(cast: Cast) -> None:
    topic = _proposed(cast, "甲")
    liaison = _client(cast.liaison("市住建局"))
    assert "所选的都不能办" in words(liaison.post(ACCEPT, {"pick": [topic.pk]}))
    liaison.post(ACCEPT, {"pick": [topic.pk], "go": "1"})
    topic.refresh_from_db()
    assert topic.state == "submitted"


def test_acts_that_are_not_about_one_record_are_not_there(cast: Cast) -> None:
    office = _client(cast.staff)
    for action in ("meetings.meeting.plan", "bodies.invitation.release", "no.such.action"):
        assert office.post(f"/many/{action}", {"pick": [1]}).status_code == 404
    assert office.get(ACCEPT).status_code == 302


def test_a_unit_signs_for_several_papers_at_once(cast: Cast) -> None:
    called_meeting(cast)
    unit = _client(cast.liaison("市住建局"))
    page = unit.get("/papers?mine=1").content.decode()
    own = Recipient.objects.get(unit=cast.unit("市住建局"))
    assert f'name="pick" value="{own.pk}"' in page
    unit.post("/many/papers.recipient.receive", {"pick": [own.pk], "go": "1", "next": "/papers?mine=1"})
    own.refresh_from_db()
    assert own.received_by == "市住建局·办公室成员"
