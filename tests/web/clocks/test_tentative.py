"""An unannounced year says so on every due date, wherever it is read, and nowhere once its notice is loaded."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cast import Cast
from clocks.notices import NOTICE
from ledger.steps import at
from lianxi.bodies.actions import open_feed
from lianxi.clocks.actions import load_notice
from lianxi.core.actors import Actor
from lianxi.ledger.actions import issue_slip
from lianxi.ledger.digest_lines import due_lines
from lianxi.ledger.models import Obligation, Slip
from web.clocks.test_limits import far
from web.signing_in import seated

FAR_ON = "2027年2月4日（周四）"
UNSURE = f"{FAR_ON}（暂定）"


def _page(actor: Actor, url: str) -> str:
    answer = seated(Client(), actor).get(url)
    assert answer.status_code == 200, url
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return str(body.decode())


@pytest.fixture
def row(cast: Cast) -> Obligation:
    """An obligation with a clock of working days into the unannounced year, and a slip for it."""
    row = far(cast)
    issue_slip(cast.director, at(1), obligation_id=row.pk, step=0, reason="提前提醒")
    return row


def _readings(cast: Cast, row: Obligation) -> dict[str, str]:
    lead, office = cast.member("市住建局"), cast.director
    slip = Slip.objects.get()
    _feed, token = open_feed(lead, timezone.now())
    pages = {
        "workbench": (lead, "/"),
        "list": (office, "/ledger"),
        "obligation": (office, f"/ledger/{row.pk}"),
        "derivation": (office, f"/ledger/{row.pk}/due"),
        "step": (lead, f"/ledger/{row.pk}/extend"),
        "slip": (lead, f"/slips/{slip.pk}"),
        "issue": (office, f"/slips/for/{row.pk}"),
    }
    found = {name: _page(actor, url) for name, (actor, url) in pages.items()}
    # Lines of a calendar file are folded.
    found["feed"] = Client().get(reverse("feed", args=[token])).content.decode().replace("\r\n ", "")
    return found


def test_every_reading_of_a_date_over_an_unannounced_year_says_so(cast: Cast, row: Obligation) -> None:
    for name, text in _readings(cast, row).items():
        assert ("办理时限（暂定）" if name == "feed" else UNSURE) in text, name
    assert f"办理时限为{UNSURE}，" in Slip.objects.get().text
    digest = due_lines(cast.conference.pk, cast.unit("市住建局").pk, date(2027, 2, 4))
    assert [UNSURE in line.more for line in digest] == [True]


def test_a_file_of_the_ledger_says_so_in_a_column_of_its_own(cast: Cast, row: Obligation) -> None:
    lines = _page(cast.director, "/ledger/export").splitlines()
    place = lines[0].split(",").index("时限说明")
    assert lines[1].split(",")[place] == "暂定"
    sheet = seated(Client(), cast.director).get("/ledger/export?form=xlsx")
    cells = list(load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active.values)  # type: ignore[attr-defined]
    assert cells[1][cells[0].index("时限说明")] == "暂定"


def test_nothing_says_so_once_the_notice_is_loaded(cast: Cast, row: Obligation) -> None:
    load_notice(cast.director, timezone.now(), text=NOTICE, paper="测试通知")
    for name, text in _readings(cast, row).items():
        # The slip keeps the words it was issued with.
        assert name == "slip" or "（暂定）" not in text, name
    assert "暂定" not in _page(cast.director, "/ledger/export").split("\n", 1)[1]


def test_a_date_that_was_set_outright_is_none(cast: Cast) -> None:
    from ledger.steps import entered

    set_row = entered(cast, due_on=date(2027, 2, 4))
    assert UNSURE not in _page(cast.director, f"/ledger/{set_row.pk}")
    assert FAR_ON in _page(cast.director, f"/ledger/{set_row.pk}")
