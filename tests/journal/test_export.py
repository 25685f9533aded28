"""The journal outside of the installation: heads and exports, checked without a database, and what they find."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cast import Cast
from ledger.steps import acknowledged, entered
from lianxi.cli.commands import run
from lianxi.journal import chainfile
from lianxi.journal.fast_chain import is_whole, walk
from lianxi.journal.library import can_verify_database
from lianxi.journal.models import Chain, Entry


@pytest.fixture
def exported(cast: Cast, tmp_path: Path) -> Path:
    acknowledged(cast, entered(cast))
    assert run(["journal", "export", str(tmp_path / "j.jsonl")]) == 0
    return tmp_path / "j.jsonl"


def test_an_export_is_checked_without_a_database_and_in_sixty_lines(exported: Path) -> None:
    assert len(Path(chainfile.__file__).read_text().splitlines()) <= 60
    alone = subprocess.run(
        [sys.executable, "-I", chainfile.__file__, str(exported)], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout + alone.stderr
    assert f"{Entry.objects.count()} 条记录" in alone.stdout
    assert exported.stat().st_mode & 0o777 == 0o600
    assert run(["journal", "export", str(exported)]) == 2


def test_no_text_that_is_typed_begins_a_line_of_its_own(cast: Cast, tmp_path: Path) -> None:
    forged = '粉尘\n{"chain": 1, "seq": 99, "prev": "", "hash": "", "body": "{}"}\r\n\u2028"\\'
    entered(cast, text=forged)
    assert run(["journal", "export", str(tmp_path / "j.jsonl")]) == 0
    lines = (tmp_path / "j.jsonl").read_bytes().split(b"\n")
    assert len(lines) == Entry.objects.count() + 2
    bodies = [json.loads(line)["body"] for line in lines[1:-1]]
    one_form = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    assert [json.dumps(json.loads(body), **one_form) for body in bodies] == bodies
    assert any(change["new"].get("text") == forged.strip() for body in bodies for change in _made(body))


def _made(body: str) -> list[dict[str, dict[str, object]]]:
    return [one for one in json.loads(body)["changes"] if "new" in one]


@pytest.mark.parametrize("harm", ["body", "gone", "end", "swapped", "prev", "hash"])
def test_every_harm_to_an_export_is_found(
    exported: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    lines = exported.read_text().splitlines()
    place = next(
        n for n, line in enumerate(lines[1:], 1) if json.loads(line)["chain"] and json.loads(line)["seq"] == 2
    )
    one = json.loads(lines[place])
    if harm == "gone":
        del lines[place]
    elif harm == "end":
        lines.pop()
    elif harm == "swapped":
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
    else:
        one[harm] = one[harm][:-2] + "0}" if harm == "body" else "1" * 64
        lines[place] = json.dumps(one)
    exported.write_text("\n".join(lines) + "\n")
    capsys.readouterr()
    assert run(["journal", "verify", "--from", str(exported)]) == 1
    assert "链" in capsys.readouterr().err


def test_what_is_no_export_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("", "x", "[]\n", '{"chains": 3}\n', '{"chains": []}\n{"a": 1}\n'):
        (tmp_path / "f").write_text(text)
        assert run(["journal", "verify", "--from", str(tmp_path / "f")]) == 2
        assert "读不出" in capsys.readouterr().err
    assert run(["journal", "verify", "--from", str(tmp_path / "none")]) == 2


def test_heads_kept_elsewhere_show_an_end_that_was_cut_off_with_its_head(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    acknowledged(cast, entered(cast))
    capsys.readouterr()
    assert run(["journal", "head"]) == 0
    kept = tmp_path / "heads"
    kept.write_text(capsys.readouterr().out)
    assert len(kept.read_text().splitlines()) == Chain.objects.count()
    assert run(["journal", "verify", "--chain-only", "--head", str(kept)]) == 0
    assert "与抄存的链头一致" in capsys.readouterr().out
    chain = Chain.objects.get(pk=cast.conference.pk)
    last = Entry.objects.get(chain=chain, seq=chain.seq)
    for model in (last.touches, last.spans, last.notices):
        model.all().delete()
    last.delete()
    Chain.objects.filter(pk=chain.pk).update(seq=chain.seq - 1, head=last.prev_hash)
    assert run(["journal", "verify", "--chain-only"]) == 0
    assert run(["journal", "verify", "--chain-only", "--head", str(kept)]) == 1
    assert f"没有另处抄存的第 {chain.seq} 条" in capsys.readouterr().err
    kept.write_text("no head\n")
    assert run(["journal", "verify", "--head", str(kept)]) == 2
    assert "第 1 行不是链头" in capsys.readouterr().err


def test_verify_says_what_it_covered(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    entered(cast)
    for arguments, said in (
        (
            (),
            "哈希链重读无误；各行、索引、通知、所存文件、监测数据文件、身份保管文件及其密钥"
            + ("、数据库完整性都与日志一致" if can_verify_database() else "都与日志一致；没有安装 amcheck"),
        ),
        (("--chain-only",), "只重读了哈希链，没有核对"),
        (("--rows-only",), "没有重读哈希链；各行"),
        (("--conference", str(cast.conference.pk)), "共有的单位、人员、文件没有核对"),
    ):
        capsys.readouterr()
        assert run(["journal", "verify", *arguments]) == 0
        assert said in capsys.readouterr().out


def test_the_quick_reading_sees_every_harm_that_the_slow_one_tells(cast: Cast) -> None:
    acknowledged(cast, entered(cast))
    key = cast.conference.pk
    head = Chain.objects.filter(pk=key).values_list("seq", "head").get()
    assert is_whole(key, head)
    assert not is_whole(key, (head[0] - 1, head[1]))
    assert not is_whole(key, (head[0], "0" * 64))
    assert not is_whole(key, None)
    rows = [
        (key, e.seq, e.prev_hash.encode(), e.hash.encode(), e.body.encode())
        for e in Entry.objects.filter(chain_id=key).order_by("seq")
    ]
    whole = walk(rows, {}).stretches[key]
    assert whole is not None
    assert (whole.first, whole.seq) == (1, len(rows))
    assert walk(rows[1:], {}).stretches[key] != whole
    assert walk([rows[0], rows[2]], {}).stretches[key] is None
    other = [(key + 1, *row[1:]) for row in rows]
    mixed = walk([row for pair in zip(rows, other, strict=True) for row in pair], {}).stretches
    assert mixed == {key: whole, key + 1: whole}
    cut = walk(rows, {key: len(rows) - 1})
    assert cut.stretches[key] == walk(rows[:-1], {}).stretches[key]
    assert cut.beyond == {key: len(rows)}
    for place in range(1, 5):
        for nth in (0, len(rows) // 2, len(rows) - 1):
            harmed = list(rows)
            one = list(rows[nth])
            one[place] = one[place] + 1 if place == 1 else one[place][:-1] + b"\x01"
            harmed[nth] = tuple(one)  # type: ignore[call-overload]
            assert walk(harmed, {}).stretches[key] is None
            assert walk([*harmed[: nth + 1], *other[nth + 1 :]], {}).stretches.get(key) is None
