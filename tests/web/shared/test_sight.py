"""One rule behind every door: lists, counts, exports, files and steps agree with what a seat may open."""

import csv
import io

from django.test import Client

from cast import AT, Cast
from ledger.steps import entered
from lianxi.core.actors import Actor
from lianxi.journal.acting import Act
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries import count_lights, list_obligations
from lianxi.meetings.actions import propose_topic
from lianxi.papers.models import Paper
from lianxi.papers.register import CLOSED, list_register
from lianxi.register.models import Employer
from lianxi.surveillance.models import Batch
from meetings.stages import called_meeting
from web.signing_in import seated, words

TODAY = AT.date()


def _exported(actor: Actor, address: str) -> str:
    answer = seated(Client(), actor).get(address)
    return (
        b"".join(answer.streaming_content).decode("utf-8-sig")
        if answer.streaming
        else answer.content.decode()
    )


def _warned(cast: Cast) -> Obligation:
    """Make a matter of a warning of what was a decision's: only the named unit and the office are to see it."""
    row = entered(cast)
    act = Act(actor=cast.staff, at=AT, action="test.make", chain=cast.conference.pk)
    return act.change(Obligation.objects.get(pk=row.pk), origin="warning", title="预警处置：某公司粉尘超标")


def test_page_list_count_and_export_of_the_ledger_agree(cast: Cast) -> None:
    row = _warned(cast)
    lead = row.lead_unit.name
    for actor, shown in ((cast.staff, 1), (cast.member(lead), 1), (cast.member("市总工会"), 0)):
        client = seated(Client(), actor)
        page = list_obligations(cast.conference, TODAY, to=actor)
        assert len(page.lines) == shown
        assert count_lights(cast.conference, TODAY, to=actor).total == shown
        assert ("某公司" in words(client.get("/ledger"))) == bool(shown)
        assert _exported(actor, "/ledger/export").count("某公司") == shown
        for tail in ("", "/due"):
            assert client.get(f"/ledger/{row.pk}{tail}").status_code == (200 if shown else 404)


def test_a_step_on_what_is_not_yours_is_refused_as_on_what_is_not_there(cast: Cast) -> None:
    row = _warned(cast)
    client = seated(Client(), cast.member("市总工会"))

    def told(pk: int) -> str:
        answer = client.post("/do/ledger.progress.report", {"obligation_id": pk, "text": "x"})
        assert answer.status_code == 422
        return words(answer).replace(str(pk), "N")

    assert told(row.pk) == told(987654)


def test_a_topic_is_counted_and_listed_once_the_office_took_it_in(cast: Cast) -> None:
    propose_topic(cast.liaison("市住建局"), AT, title="粉尘检查", text="x", clause="QZ-3-11-2")
    for actor, shown in ((cast.staff, 1), (cast.member("市住建局"), 1), (cast.member("市总工会"), 0)):
        assert ("粉尘检查" in words(seated(Client(), actor).get("/topics"))) == bool(shown)
        assert _exported(actor, "/topics/export").count("粉尘检查") == shown


def test_a_letter_is_its_recipients_and_its_number_leaves_no_hole(cast: Cast) -> None:
    called_meeting(cast)
    paper = Paper.objects.get()
    act = Act(actor=cast.staff, at=AT, action="test.make", chain=cast.conference.pk)
    act.change(paper, kind="letter", title="致某单位的函")
    paper.recipients.model.objects.all()
    other = cast.member("市发改委")
    is_recipient = paper.recipients.filter(unit_id=other.unit_id).exists()
    client = seated(Client(), other)
    assert client.get(f"/papers/{paper.pk}").status_code == (200 if is_recipient else 404)
    lines = list_register(cast.conference.pk, paper.year, to=other)
    assert [line.words for line in lines] == (["致某单位的函"] if is_recipient else [CLOSED])
    assert [line.words for line in list_register(cast.conference.pk, paper.year, to=cast.staff)] == [
        "致某单位的函"
    ]


def _batch(cast: Cast, rows: int) -> Batch:
    act = Act(actor=cast.member("市住建局"), at=AT, action="test.make", chain=cast.conference.pk)
    return act.create(
        Batch(
            conference=cast.conference,
            stream="cases",
            source_name="病例.csv",
            source_sha256="0" * 64,
            source_bytes=1,
            seat_id=cast.member("市住建局").seat_id,
            received_at=AT,
            state="applied",
            counts={"new": rows},
        )
    )


def test_members_read_small_totals_of_the_data_as_less_than_five(cast: Cast) -> None:
    row = _batch(cast, 3)
    other, own = seated(Client(), cast.member("市总工会")), seated(Client(), cast.member("市住建局"))
    assert "<5" in words(other.get("/surveillance"))
    assert "病例.csv" not in words(other.get("/surveillance"))
    assert "病例.csv" in words(own.get("/surveillance"))
    assert "<5" not in words(seated(Client(), cast.staff).get("/surveillance"))
    assert other.get(f"/surveillance/batches/{row.pk}").status_code == 404


def test_an_employer_is_open_to_the_office_and_to_units_that_were_warned_of_it(cast: Cast) -> None:
    act = Act(actor=cast.staff, at=AT, action="test.make", chain=cast.conference.pk)
    act.create(Employer(conference=cast.conference, code="X" * 18, name="某公司", first_seen_on=TODAY))
    for tail in ("", "/groups"):
        address = f"/surveillance/employers/{'X' * 18}{tail}"
        assert seated(Client(), cast.staff).get(address).status_code == 200
        assert seated(Client(), cast.member("市总工会")).get(address).status_code == 404


def test_an_export_is_what_its_page_shows(cast: Cast) -> None:
    row = _warned(cast)
    text = list(csv.reader(io.StringIO(_exported(cast.member("市总工会"), "/ledger/export"))))
    assert [line for line in text[1:] if row.number in line] == []
