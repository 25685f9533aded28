"""Pages of duties: coverage in words, switching on several at once, giving figures, as of a date."""

from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from lianxi.journal.acting import Act
from lianxi.ledger.actions import propose_duties, switch_on_duties
from lianxi.ledger.models import IndicatorValue, StandingDuty
from web.signing_in import posts, seated, words


def test_the_office_proposes_and_switches_on_from_the_list(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    assert "还没有职责跟踪" in words(client.get("/duties"))
    client.post("/do/ledger.duty.propose", {"next": "/duties"})
    page = client.get("/duties")
    assert "1条职责中0条本年有履职记录，1条无履职记录；0条已启用跟踪" in words(page)
    assert "无履职记录" in words(page)
    client.post("/do/ledger.duty.switch_on", {"duty_ids": [StandingDuty.objects.get().pk], "next": "/duties"})
    assert "1条已启用跟踪" in words(client.get("/duties"))
    assert "没有符合条件的职责" in words(client.get("/duties?state=some"))


def test_a_unit_gives_figures_and_keeps_what_was_typed_when_refused(cast: Cast) -> None:
    row = propose_duties(cast.staff, timezone.now())[0]
    client, url = seated(Client(), cast.liaison("市住建局")), f"/duties/{row.pk}"
    page = client.get(url)
    assert f"{url}/figures" in posts(page)
    period = page.content.decode().split('name="period"><option value="')[1].split('"')[0]
    wrong = client.post(f"{url}/figures", {"period": period, "f_problems_found": "很多", "note": "说明"})
    assert wrong.status_code == 422
    assert "须是数字" in words(wrong)
    assert 'value="很多"' in wrong.content.decode()
    good = client.post(
        f"{url}/figures", {"period": period, "f_problems_found": "3", "f_employers_inspected": ""}
    )
    assert good.status_code == 302
    assert IndicatorValue.objects.get().value == 3
    assert "3个" in words(client.get(url))
    assert f"{url}/figures" not in posts(seated(Client(), cast.member("市人社局")).get(url))


def test_a_past_day_shows_what_was_known_then(cast: Cast) -> None:
    propose_duties(cast.staff, timezone.now())
    client = seated(Client(), cast.convener)
    assert "截至2026年1月5日" in words(client.get("/duties?on=2026-01-05"))
    assert client.get("/duties?on=nonsense").status_code == 200
    assert (
        b"".join(client.get("/duties/export").streaming_content).decode("utf-8-sig").count("无履职记录") == 1
    )  # type: ignore[attr-defined]


def test_the_pages_ask_few_questions(cast: Cast, django_assert_max_num_queries: object) -> None:
    row = switch_on_duties(
        cast.staff, timezone.now(), duty_ids=[propose_duties(cast.staff, timezone.now())[0].pk]
    )[0]
    client = seated(Client(), cast.staff)
    for url in ("/duties", f"/duties/{row.pk}"):
        client.get(url)
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            assert client.get(url).status_code == 200


def test_a_figure_given_for_another_clause_is_shown_and_not_asked_for_again(cast: Cast) -> None:
    row = propose_duties(cast.staff, timezone.now())[0]
    other = StandingDuty.objects.get(pk=row.pk)
    other.pk, other.basis_clause = None, "QZ-3-11-1"
    Act(actor=cast.staff, at=timezone.now(), action="test", chain=cast.conference.pk).create(other)
    client = seated(Client(), cast.liaison("市住建局"))
    period = (
        client.get(f"/duties/{row.pk}")
        .content.decode()
        .split('name="period"><option value="')[1]
        .split('"')[0]
    )
    client.post(f"/duties/{row.pk}/figures", {"period": period, "f_problems_found": "41"})
    shown = client.get(f"/duties/{other.pk}")
    assert "已为另一条职责填报41个，数相同的不必再填" in words(shown)
    assert f'<a href="/duties/{row.pk}">41 个</a>' in shown.content.decode()
    assert "不必再填" not in words(client.get(f"/duties/{row.pk}"))


def test_the_page_says_what_its_figures_count_and_what_they_cannot(cast: Cast) -> None:
    propose_duties(cast.staff, AT)
    page = words(seated(Client(), cast.staff).get("/duties"))
    assert page.index("这些数字计什么") < page.index("条职责中")
    for what in ("按提交日期归入年度", "填报的“0”也是一条记录", "没有登记触发事项", "协办单位的反馈", "收文"):
        assert what in page
