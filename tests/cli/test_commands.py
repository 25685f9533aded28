"""The command line: the whole demonstration, the founding, the refusals with exit code 2."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import ofdkit
import pytest
from docx import Document

from cast import AT, Cast
from lianxi.bodies.models import Conference, Membership, Seat, Tenure, UnitAlias
from lianxi.cli.checks import DOCS, generated_docs
from lianxi.cli.commands import run
from lianxi.core.words import CHINA
from lianxi.journal.models import Chain, Entry
from lianxi.journal.verify import verify_chains
from lianxi.law.models import Clause, Instrument, InstrumentVersion
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries import count_lights
from lianxi.meetings.models import Minutes, Topic
from lianxi.stories.founding import found_shipped, office_links, told_links
from lianxi.stories.half_year import play_half_year
from lianxi.surveillance.models import Signal
from papers.compared import require_the_same


def _lianxi(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LIANXI_DATA": str(folder), "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3"}
    code = "from lianxi.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_demonstration_leaves_minutes_extracts_and_circular(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    done = _lianxi(tmp_path, "demo", str(out))
    assert done.returncode == 0, done.stderr
    year = next(out.glob("纪要*1号.docx")).name[3:7]
    names = {path.name for path in out.iterdir()}
    assert f"纪要〔{year}〕1号.docx" in names
    assert f"通报〔{year}〕1号.docx" in names
    assert sum("摘编" in name for name in names if name.endswith(".docx")) == 4
    stems = {name.removesuffix(".docx") for name in names if name.endswith(".docx")}
    assert names == {f"{stem}.{kind}" for stem in stems for kind in ("docx", "pdf", "ofd")}
    for stem in stems:
        pdf, ofd = ((out / f"{stem}.{kind}").read_bytes() for kind in ("pdf", "ofd"))
        require_the_same(pdf, ofd)
        with ofdkit.open(ofd) as read:
            assert len(ofd) <= 12 * 1024 * max(1, len(read.pages) / 3)
            assert stem.partition("-")[0] in "".join(read.text().split())
    text = "\n".join(p.text for p in Document(str(out / f"纪要〔{year}〕1号.docx")).paragraphs)
    assert "覆盖全部在建项目" in text
    assert f"纪要〔{year}〕1号" in text
    lines = done.stdout.splitlines()
    assert sum("〔第四部分" in line for line in lines) > 10
    assert "日志完好" in done.stdout


@pytest.fixture
def quanzhou(db: None) -> Conference:
    return found_shipped("QZ", AT)


def test_the_founding_creates_what_the_document_says(quanzhou: Conference) -> None:
    assert Membership.objects.filter(conference=quanzhou).count() == 16
    seats = Seat.objects.filter(conference=quanzhou)
    kinds = {kind: seats.filter(kind=kind).count() for kind in seats.values_list("kind", flat=True)}
    assert kinds == {
        "convener": 1,
        "member": 16,
        "office_director": 1,
        "office_deputy": 3,
        "office_member": 13,
    }
    assert quanzhou.office_unit is not None
    assert quanzhou.office_unit.name == "市卫健委"
    assert Tenure.objects.filter(conference=quanzhou).count() == 17
    convener = Tenure.objects.get(conference=quanzhou, seat__kind="convener")
    assert (convener.person.name, convener.title, convener.basis.clause) == ("叶一帆", "主任", "QZ-A-01")
    assert {u.basis.clause for u in Membership.objects.filter(conference=quanzhou)} == {"QZ-2-1"}
    assert not seats.filter(basis_clause="").exists()
    assert UnitAlias.objects.filter(unit__name="市卫健委", text="市卫生健康委员会").exists()
    assert quanzhou.confirmed_at is None
    version = InstrumentVersion.objects.get()
    assert version.adopted_by == "安装程序"
    assert Clause.objects.filter(instrument_version=version).count() == 80


def test_every_stored_clause_re_reads_from_the_text(quanzhou: Conference) -> None:
    version = InstrumentVersion.objects.get()
    rows = version.clauses.prefetch_related("acts")
    assert all(version.text[row.start : row.end] == row.text for row in rows)
    assert all(version.text[act.start : act.end] == act.text for row in rows for act in row.acts.all())


def test_guangdong_runs_beside_quanzhou(quanzhou: Conference) -> None:
    guangdong = found_shipped("GD", AT)
    assert Membership.objects.filter(conference=guangdong).count() == 20
    assert Seat.objects.filter(conference=guangdong, kind="office_director").exists()
    assert list(verify_chains()) == []


def test_the_servers_links_open_the_directors_and_the_conveners_seats(quanzhou: Conference) -> None:
    from lianxi.bodies.actions import accept_invitation
    from lianxi.core.actors import Actor, SeatKind

    (director, token), (convener, other) = office_links(quanzhou, AT)
    assert (director[-5:], convener[-3:]) == ("办公室主任", "召集人")
    assert token != other
    visitor = Actor(kind=SeatKind.VISITOR, label="无席位")
    tenure = accept_invitation(
        visitor, AT, token=token, name="王主任", login="wang", password="a-long-pass-phrase"
    )
    assert tenure.seat.kind == "office_director"
    made = Entry.objects.filter(action="bodies.invitation.create").latest("pk")
    assert "由服务器命令行办理" in made.body
    accept_invitation(visitor, AT, token=other, name="张", login="zhang", password="a-long-pass-phrase")
    # Both have accounts now: the server alone resets neither while the other can release it.
    assert all("已有账号" in line for line in told_links(quanzhou, AT)[:1])


# Each day plays the whole half year; those that only vary the first two are tried with the matrix.
@pytest.mark.parametrize(
    "day",
    [
        "2026-10-05",
        "2026-03-31",
        *(pytest.param(day, marks=pytest.mark.matrix) for day in ("2026-02-18", "2026-05-03", "2026-11-23")),
    ],
)
def test_the_half_year_has_every_light_and_an_open_consent(
    db: None, day: str, settings: Any, tmp_path: Path
) -> None:
    """Whatever day it is started: in the long holidays, at a month's end, on a Monday."""
    settings.DATA_DIR = tmp_path  # batches of the days' tests have the same numbers
    now = datetime.fromisoformat(f"{day}T08:30").replace(tzinfo=CHINA)
    conference = play_half_year(now)
    assert conference.is_demo
    assert max(Entry.objects.values_list("at", flat=True)) <= now
    lights = count_lights(conference, now.date())
    seen = [lights.of(name) for name in ("near", "overdue", "serious")]
    assert all(count >= 1 for count in seen)
    assert lights.total > sum(seen)
    assert set(Minutes.objects.values_list("state", flat=True)) == {"issued", "in_consent"}
    assert Topic.objects.filter(state="submitted").exists()
    assert Obligation.objects.filter(state="closed").exists()
    names = set(Tenure.objects.values_list("person__name", flat=True))
    assert all("·" in name for name in names)
    assert list(verify_chains()) == []
    stages = set(Signal.objects.values_list("rule", "state"))
    assert stages == {
        ("exceedance", "warned"), ("exceedance", "dismissed"),
        ("half_limit_severe", "data_wanted"), ("suspected_case", "raised"),
        ("scan", "raised"),
    }  # fmt: skip
    assert Obligation.objects.filter(origin="warning", basis_clause__startswith="QZ-3-11").exists()


BAD = {
    "empty.txt": b"",
    "binary.bin": bytes(range(256)) * 400,
    "huge.txt": "联席会议".encode() * (50 * 1024 * 1024 // 12),
    "recipe.txt": "西红柿炒鸡蛋的做法：先炒鸡蛋，再放西红柿，最后加盐。\n".encode() * 20,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_founding_document_is_refused_and_nothing_is_stored(
    db: None, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    assert run(["law", "found", str(path), "--code", "BAD"]) == 2
    sentence = capsys.readouterr().err.strip()
    assert len(sentence) > 10
    assert "Traceback" not in sentence
    counts = [model.objects.count() for model in (Instrument, InstrumentVersion, Conference, Entry, Chain)]
    assert counts == [0, 0, 0, 0, 0]


def test_a_missing_file_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "read", str(tmp_path / "nothing.txt")]) == 2
    assert "nothing.txt" in capsys.readouterr().err


def test_reading_prints_json_alone(tmp_path: Path) -> None:
    from lianxi.law.shipped import shipped_text

    path = tmp_path / "qz.txt"
    path.write_text(shipped_text("QZ"), encoding="gb18030")
    done = _lianxi(tmp_path, "law", "read", str(path), "--json")
    assert json.loads(done.stdout)["doc_number"] == "泉政办网传〔2021〕1号"
    assert not (tmp_path / "x.sqlite3").exists()


def test_an_action_runs_from_the_command_line(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    seat = cast.liaison("市住建局").seat_id
    fields = ["title=粉尘检查", "text=说明", "clause=QZ-3-11-2"]
    assert run(["do", "meetings.topic.propose", "--seat", str(seat), "--set", *fields]) == 0
    assert Topic.objects.get().title == "粉尘检查"
    assert run(["do", "meetings.topic.accept", "--seat", str(seat), "--set", "topic_id=1"]) == 2
    assert "办公室" in capsys.readouterr().err


def test_verify_says_which_entry(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", "verify"]) == 0
    Entry.objects.filter(chain_id=cast.conference.pk, seq=1).update(body="{}")
    assert run(["journal", "verify"]) == 1
    assert "第 1 条" in capsys.readouterr().err


def test_generated_pages_are_current(db: None) -> None:
    for name, text in generated_docs().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"run make docs ({name})"


@pytest.mark.parametrize("code", ["QZ", "GD"])
def test_a_shipped_document_is_read_with_its_reviewed_clauses(tmp_path: Path, code: str) -> None:
    from lianxi.law.shipped import load_shipped, shipped_text

    path = tmp_path / "document.txt"
    path.write_text(shipped_text(code), encoding="utf-8")
    read = json.loads(_lianxi(tmp_path, "law", "read", str(path), "--json").stdout)
    reviewed = load_shipped(code).clauses
    assert [c["id"] for c in read["clauses"]] == [c.id for c in reviewed]
    assert [[a["roles"] for a in c["acts"]] for c in read["clauses"]] == [
        [list(a.roles) for a in c.acts] for c in reviewed
    ]
