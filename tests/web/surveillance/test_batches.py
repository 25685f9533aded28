"""Pages of surveillance data: send, look at the check, apply, withdraw; who is offered what."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cast import Cast
from lianxi.register.models import EmployerName
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store.files import check_dir
from lianxi.tables.staging import alone
from surveillance.intake_stages import CODE, MEASURED, applied, in_force, received, rows, write_csv
from web.signing_in import posts, seated, words


@pytest.fixture(autouse=True)
def _at_once(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def _text(tmp_path: Path, *changes: dict[str, str]) -> bytes:
    return write_csv(tmp_path / "m.csv", rows(MEASURED, *changes)).read_bytes()


def _send(client: Client, content: bytes, name: str = "检测.csv", **more: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content, "text/csv")
    return client.post("/surveillance/send", {"stream": "measurements", "file": file, **more})


def test_a_file_is_sent_looked_at_and_applied(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    assert "还没有监测数据" in words(client.get("/surveillance"))
    answer = _send(client, _text(tmp_path, {}, {"岗位小类": "甲"}))
    url = str(answer["Location"])
    page = client.get(url)
    assert "没有错误：入库后新增或变更2条" in words(page)
    batch = Batch.objects.get()
    assert in_force(cast, "measurements", "row") == []
    client.post("/do/surveillance.batch.apply", {"batch_id": batch.pk, "next": url})
    assert "已入库2条" in words(client.get(url))
    assert "工作场所检测2条" in words(client.get("/surveillance"))
    client.post("/do/surveillance.batch.withdraw", {"batch_id": batch.pk, "reason": "报送有误", "next": url})
    assert "已撤销：报送有误" in words(client.get(url))
    assert in_force(cast, "measurements", "row") == []


def test_errors_come_first_and_only_sound_rows_are_offered(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.director)
    url = str(_send(client, _text(tmp_path, {}, {"检测结果": "-1", "岗位小类": "甲"}))["Location"])
    page = client.get(url)
    assert "有1条错误，现在什么也没有入库" in words(page)
    assert "检测结果为负" in words(page)
    assert "只入库没有错误的1条" in words(page)
    report = b"".join(client.get(f"{url}/report").streaming_content)  # type: ignore[attr-defined]
    assert "检测结果为负" in report.decode("utf-8-sig")
    client.post(
        "/do/surveillance.batch.apply",
        {"batch_id": Batch.objects.get().pk, "without_errors": "on", "next": url},
    )
    assert len(in_force(cast, "measurements", "row")) == 1


def test_a_file_that_is_no_table_is_refused_on_the_page(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    answer = _send(client, b"\x7fELF\0\0")
    assert answer.status_code == 422
    assert "不是表格文件" in words(answer)
    assert Batch.objects.count() == 0
    url = str(_send(client, "甲,乙\n1,2\n".encode())["Location"])
    assert "没有“工作场所检测”的表头" in words(client.get(url))


def test_a_check_under_way_can_be_stopped(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    batch = received(cast, "measurements", write_csv(tmp_path / "m.csv", [dict(MEASURED)]))
    url = f"/surveillance/batches/{batch.pk}"
    page = client.get(url)
    assert "等待后台核对" in words(page)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    folder = check_dir(cast.conference.pk, batch.pk)
    with alone(folder):
        (folder / "progress.json").write_text('{"step": "核对各列", "share": 0.4, "rows": 9}')
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "核对各列，共 9 行，已完成 40%" in part
    assert "<html" not in part
    # The process ended and left its progress: that is none.
    ended = words(client.get(url))
    assert "现在没有在核对" in ended
    assert "已完成" not in ended
    client.post(f"{url}/stop")
    assert (folder / "cancel").exists()
    client.post(f"{url}/check")
    assert "没有错误" in words(client.get(url))


def test_seats_without_the_task_look_but_do_not_send(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.convener)
    assert "/surveillance/send" not in posts(client.get("/surveillance"))
    assert _send(client, _text(tmp_path, {})).status_code == 422
    assert Batch.objects.count() == 0


def test_a_batch_of_another_conference_looks_missing(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    assert client.get("/surveillance/batches/999").status_code == 404
    assert client.get("/surveillance/batches/999/report").status_code == 404


def test_the_next_step_comes_with_the_end_of_the_check(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    url = str(_send(client, _text(tmp_path, {}))["Location"])
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert 'id="batch-steps" class="bar" hx-swap-oob="true"' in part
    assert "/do/surveillance.batch.apply" in part
    assert 'id="batch-says" hx-swap-oob="true"' in part
    assert "没有错误：入库后新增或变更" in "".join(part.split())
    whole = client.get(url).content.decode()
    assert whole.count('id="batch-steps"') == 1
    assert "hx-swap-oob" not in whole


def test_while_it_is_checked_no_step_is_swapped(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    batch = received(cast, "measurements", write_csv(tmp_path / "m.csv", [dict(MEASURED)]))
    part = client.get(f"/surveillance/batches/{batch.pk}", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "hx-swap-oob" not in part


def test_pages_keep_to_their_queries(cast: Cast, tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    client = seated(Client(), cast.staff)
    url = str(_send(client, _text(tmp_path, {}))["Location"])
    with django_assert_max_num_queries(15):
        client.get("/surveillance")
    with django_assert_max_num_queries(15):
        client.get(url)


def test_an_employer_shows_its_data_and_its_second_name(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    applied(cast, "measurements", write_csv(tmp_path / "a.csv", [dict(MEASURED)]))
    other = rows(MEASURED, {"企业名称": "晋江新名鞋业有限公司", "岗位小类": "甲"})
    applied(cast, "measurements", write_csv(tmp_path / "b.csv", other))
    url = f"/surveillance/employers/{CODE}"
    page = words(client.get(url))
    assert "晋江示例鞋业有限公司" in page
    assert "工作场所检测2条，最近" in page
    assert "福建省泉州市晋江市" in page
    assert "甲苯" in page
    assert "晋江新名鞋业有限公司待核实" in page
    name = EmployerName.objects.get()
    client.post("/do/register.employer_name.accept", {"name_id": name.pk, "next": url})
    assert "同一单位" in words(client.get(url))
    assert client.get("/surveillance/employers/91350582MA2XA00X50").status_code == 404


def test_an_employer_s_exposure_groups_stand_with_their_statistics(cast: Cast, tmp_path: Path) -> None:
    client = seated(Client(), cast.staff)
    results = ("12.5", "20", "8", "<1", "31", "16.4", "9.9")
    changes = [
        {"岗位小类": f"刷胶{'甲' if at < 6 else '乙'}", "检测结果": one, "检测报告编号": f"R{at}"}
        for at, one in enumerate(results)
    ]
    changes.append({"类别": "C-STE", "检测结果": "30", "检测报告编号": "R9"})
    applied(cast, "measurements", write_csv(tmp_path / "a.csv", rows(MEASURED, *changes)))
    page = words(client.get(f"/surveillance/employers/{CODE}/groups"))
    assert "6个结果，其中1个低于定量下限" in page
    assert "几何均数" in page
    assert "只有1个结果" in page
    assert "另有1条结果没有计入" in page
    assert (
        f"/surveillance/employers/{CODE}/groups"
        in client.get(f"/surveillance/employers/{CODE}").content.decode()
    )
    assert client.get("/surveillance/employers/91350582MA2XA00X50/groups").status_code == 404


def test_who_holds_no_seat_sends_no_large_file(cast: Cast, tmp_path: Path) -> None:
    """Refused by its announced size, before the body is read: nothing is written anywhere."""
    large = {"CONTENT_LENGTH": str(5 * 1024**3)}
    for url in ("/surveillance/send", "/sign-in"):
        answer = Client().generic("POST", url, b"x", "multipart/form-data; boundary=x", **large)
        assert answer.status_code == 413
        assert "没有席位的人不能上传文件" in answer.content.decode()
    assert _send(Client(), _text(tmp_path, {}))["Location"].startswith("/sign-in")
    assert _send(seated(Client(), cast.staff), _text(tmp_path, {})).status_code == 302
    assert Batch.objects.count() == 1
