"""Pages of imports: send, look, apply; what is offered to whom; the report and the template."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from lianxi.ledger.models import LedgerSheet, Obligation
from web.signing_in import posts, seated, words

GOOD = "编号,事项,主办单位,完成时限\n1,排查,市住建局,2030-04-30\n2,参保,人社局,2030-06-30\n"
BAD = GOOD + "3,无主,市气象局,\n"


def send(client: Client, text: str, name: str = "台账.csv") -> str:
    file = SimpleUploadedFile(name, text.encode(), "text/csv")
    answer = client.post("/do/ledger.sheet.send", {"file": file, "next": "/ledger/import/{id}"})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def test_the_office_sends_looks_and_applies(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    assert "/do/ledger.sheet.send" in posts(client.get("/ledger/import"))
    url = send(client, GOOD)
    page = client.get(url)
    assert "没有错误：导入后会新增或改动2项" in words(page).replace(" ", "")
    seen = page.content.decode().split('name="seen" value="')[1].split('"')[0]
    sheet = LedgerSheet.objects.get()
    client.post("/do/ledger.sheet.apply", {"sheet_id": sheet.pk, "seen": seen, "next": url})
    assert Obligation.objects.count() == 2
    assert "已导入" in words(client.get(url))
    again = client.get(send(client, GOOD))
    assert "与台账一致" in words(again)
    assert "/do/ledger.sheet.apply" not in posts(again)


def test_a_wrong_row_is_shown_first_and_nothing_can_be_applied(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    page = client.get(send(client, BAD))
    assert "有1行错误" in words(page).replace(" ", "")
    assert "/do/ledger.sheet.apply" not in posts(page)
    assert words(page).index("无主") < words(page).index("排查")
    only = words(client.get(f"/ledger/import/{LedgerSheet.objects.get().pk}?state=new"))
    assert "排查" in only
    assert "无主" not in only
    raw = b"".join(client.get(f"/ledger/import/{LedgerSheet.objects.get().pk}/report").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [
        ["2", "新增", "排查"],
        ["3", "新增", "参保"],
        ["4", "错误", "无主"],
    ]
    assert "市气象局" in rows[3][3]


def test_what_is_no_table_is_refused_with_a_sentence(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    file = SimpleUploadedFile("台账.xlsx", b"MZ not a package")
    answer = client.post("/do/ledger.sheet.send", {"file": file, "next": "/"})
    assert answer.status_code == 422
    assert "不是能读取的表格" in words(answer)
    assert LedgerSheet.objects.count() == 0


def test_a_member_sees_but_does_not_send(cast: Cast) -> None:
    url = send(seated(Client(), cast.staff), GOOD)
    member = seated(Client(), cast.member("市住建局"))
    assert posts(member.get("/ledger/import")) == []
    assert posts(member.get(url)) == []
    assert "导入表格" not in words(member.get("/ledger"))


def test_the_template_can_be_filled_in_and_sent(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    raw = b"".join(client.get("/ledger/import/template").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head = next(csv.reader(io.StringIO(raw)))
    cells = {"编号": "1", "事项": "排查", "主办单位": "市住建局"}
    row = ",".join(cells.get(name, "") for name in head)
    assert "新增1" in words(client.get(send(client, f"{','.join(head)}\n{row}\n")))


def test_the_preview_asks_few_questions_however_long_the_table(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = seated(Client(), cast.staff)
    rows = "".join(f"A{n},事项{n},市住建局,2030-04-30\n" for n in range(600))
    url = send(client, "编号,事项,主办单位,完成时限\n" + rows)
    client.get(url)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(url)
