"""A unit's consent, opinion and report say with whose consent within the unit they were given (经…同意)."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import AT, Cast
from ledger.steps import acknowledged, at, entered
from lianxi.core.actors import Actor
from lianxi.core.entries import leader_words
from lianxi.ledger.actions import report_progress
from lianxi.meetings.actions import ask_opinions, give_consent, give_opinion, record_paper_consent
from lianxi.papers.files import Upload
from meetings.stages import LATER, accepted_topic, circulated_minutes
from web.signing_in import seated, words

SAID = "经本单位负责同志（副局长李某）同意"


def page(actor: Actor, url: str) -> str:
    return words(seated(Client(), actor).get(url))


def test_consent_to_minutes_says_who_agreed(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    assert "经本单位哪位负责同志（职务）同意" in page(cast.member("市住建局"), f"/minutes/{minutes.pk}")
    given = {"minutes_id": minutes.pk, "revision": 1}
    give_consent(cast.member("市住建局"), LATER, **given, unit_leader="副局长李某")
    record_paper_consent(
        cast.staff,
        LATER,
        **given,
        unit_id=cast.unit("市总工会").pk,
        scan=Upload("会签.pdf", b"%PDF-1.7"),
        unit_leader="副主席王某",
    )
    text = page(cast.staff, f"/minutes/{minutes.pk}")
    assert SAID in text
    assert "经本单位负责同志（副主席王某）同意" in text


def test_an_opinion_says_who_agreed(cast: Cast) -> None:
    topic = accepted_topic(cast)
    unit = cast.unit("市发改委").pk
    asked = ask_opinions(cast.staff, AT, topic_id=topic.pk, unit_ids=(unit,))[0]
    own = cast.liaison("市发改委")
    give_opinion(
        own, AT, opinion_id=asked.pk, stance="agree", text="", seen=1, unit_leader="经副局长李某同意。"
    )
    assert SAID in page(cast.staff, f"/topics/{topic.pk}")


def test_a_report_says_who_agreed_and_one_without_says_nothing_of_it(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    own = cast.liaison("市住建局")
    report_progress(own, at(1), obligation_id=row.pk, text="正在排查。")
    assert "经本单位负责同志" not in page(cast.staff, f"/ledger/{row.pk}")
    report_progress(own, at(2), obligation_id=row.pk, text="已排查一半。", unit_leader="副局长李某")
    assert SAID in page(cast.staff, f"/ledger/{row.pk}")


def test_the_form_of_a_report_takes_it(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    fields = {"obligation_id": row.pk, "text": "正在排查。", "done": "", "unit_leader": "副局长李某"}
    files = {"files": SimpleUploadedFile("a.txt", b"x")}
    client = seated(Client(), cast.liaison("市住建局"))
    client.post("/do/ledger.progress.report", {**fields, **files, "next": f"/ledger/{row.pk}"})
    assert SAID in page(cast.staff, f"/ledger/{row.pk}")


def test_the_words_around_it_are_not_doubled() -> None:
    assert [leader_words(text) for text in ("经副局长同意", "副局长同意。", "副局长", "")] == [
        "副局长"
    ] * 3 + [""]
