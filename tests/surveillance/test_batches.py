"""Batches: new, changed, same; corrections keep the earlier value; nothing is stored but by the manifest row."""

from datetime import timedelta
from pathlib import Path

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, Conflict, NotFound, NotPermitted, WrongState
from lianxi.journal.models import Entry
from lianxi.register.models import VaultPart
from lianxi.register.vault import find_sealed, unseal, vault_dir
from lianxi.surveillance.actions import apply_batch, check_batch, discard_batch, withdraw_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.intake.persons import Sealing, take_persons_out
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.files import verify_files
from lianxi.surveillance.rules.streams import CASES
from lianxi.surveillance.store import data_dir, sweep_orphans
from lianxi.surveillance.store.files import check_dir, incoming_path
from lianxi.surveillance.verify import verify_store
from lianxi.tables.opening import Table
from lianxi.tables.progress import Cancelled, Progress, read_progress
from surveillance.intake_stages import (
    CASE,
    MEASURED,
    TODAY,
    applied,
    checked,
    counts,
    in_force,
    received,
    rows,
    write_csv,
)

SAMPLES = rows(MEASURED, {}, {"岗位小类": "贴底"}, {"岗位小类": "包装", "检测结果": "3"})
CORRECTED = rows(MEASURED, {}, {"岗位小类": "贴底", "检测结果": "60"}, {"岗位小类": "清洗"})
VALUES = "point, value"


def _values(cast: Cast) -> dict[str, float]:
    return dict(in_force(cast, "measurements", VALUES))


def test_a_checked_batch_is_no_data_until_applied(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    assert _values(cast) == {}
    apply_batch(cast.staff, AT, batch_id=batch.pk)
    assert _values(cast) == {"刷胶": 12.5, "贴底": 12.5, "包装": 3.0}


def test_a_correction_is_in_view_and_the_earlier_value_kept(cast: Cast, tmp_path: Path) -> None:
    first = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    second = applied(cast, "measurements", write_csv(tmp_path / "b.csv", CORRECTED))
    assert counts(second) == {"lines": 3, "same": 1, "changed": 1, "new": 1}
    assert _values(cast) == {"刷胶": 12.5, "贴底": 60.0, "包装": 3.0, "清洗": 12.5}
    report = (check_dir(cast.conference.pk, second.pk) / "report.csv").read_text(encoding="utf-8-sig")
    assert "结果：12.5 → 60.0" in report
    withdraw_batch(cast.staff, AT, batch_id=second.pk, reason="报送有误")
    assert _values(cast) == {"刷胶": 12.5, "贴底": 12.5, "包装": 3.0}
    assert Batch.objects.get(pk=first.pk).state == "applied"


def test_a_later_correction_outlives_the_one_before_it(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    second = applied(cast, "measurements", write_csv(tmp_path / "b.csv", CORRECTED))
    third = rows(MEASURED, {"岗位小类": "贴底", "检测结果": "70"})
    applied(cast, "measurements", write_csv(tmp_path / "c.csv", third))
    withdraw_batch(cast.staff, AT, batch_id=second.pk, reason="报送有误")
    assert _values(cast) == {"刷胶": 12.5, "贴底": 70.0, "包装": 3.0}


def test_a_replacement_is_one_act(cast: Cast, tmp_path: Path) -> None:
    first = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    before = Entry.objects.count()
    second = checked(cast, "measurements", write_csv(tmp_path / "b.csv", CORRECTED), replaces_id=first.pk)
    assert counts(second) == {"lines": 3, "new": 3}
    apply_batch(cast.staff, AT, batch_id=second.pk)
    assert Entry.objects.count() == before + 3  # received, checked, applied with the withdrawal
    assert _values(cast) == {"刷胶": 12.5, "贴底": 60.0, "清洗": 12.5}
    assert Batch.objects.get(pk=first.pk).reason == f"由批次 {second.pk} 更正"


def test_the_same_file_over_the_same_data_gives_the_same_bytes(cast: Cast, tmp_path: Path) -> None:
    first = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    withdraw_batch(cast.staff, AT, batch_id=first.pk, reason="重新提交")
    again = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    assert again.pk != first.pk
    assert again.content_sha256 == first.content_sha256
    assert sorted(again.files.values()) == sorted(first.files.values())


def test_a_check_is_void_when_other_data_came_since(cast: Cast, tmp_path: Path) -> None:
    waiting = checked(cast, "measurements", write_csv(tmp_path / "a.csv", CORRECTED))
    applied(cast, "measurements", write_csv(tmp_path / "b.csv", SAMPLES))
    with pytest.raises(Conflict, match="过时"):
        apply_batch(cast.staff, AT, batch_id=waiting.pk)
    run_check(waiting, TODAY)
    waiting = check_batch(cast.staff, AT, batch_id=waiting.pk)
    assert counts(waiting) == {"lines": 3, "same": 1, "changed": 1, "new": 1}
    assert apply_batch(cast.staff, AT, batch_id=waiting.pk).state == "applied"


def test_the_upload_is_gone_once_it_was_read(cast: Cast, tmp_path: Path) -> None:
    batch = received(cast, "cases", write_csv(tmp_path / "c.csv", [dict(CASE)]))
    source = incoming_path(cast.conference.pk, batch.source_sha256)
    assert source.exists()
    run_check(batch, TODAY)
    assert not source.exists()


def test_names_and_numbers_lie_in_the_vault_only(cast: Cast, tmp_path: Path, settings: object) -> None:
    batch = applied(cast, "cases", write_csv(tmp_path / "c.csv", [dict(CASE)]))
    person = in_force(cast, "cases", "person")[0][0]
    sealed = find_sealed(cast.conference.pk, person)
    assert sealed is not None
    assert unseal(person, sealed) == {"name": CASE["姓名"], "number": CASE["身份证号"]}
    for path in [*data_dir(cast.conference.pk).rglob("*"), *vault_dir().rglob("*")]:
        if path.is_file():
            content = path.read_bytes()
            assert CASE["姓名"].encode() not in content, path
            assert CASE["身份证号"].encode() not in content, path
    assert all(
        CASE["身份证号"] not in entry.body and CASE["姓名"] not in entry.body for entry in Entry.objects.all()
    )
    withdraw_batch(cast.staff, AT, batch_id=batch.pk, reason="报送有误")
    assert VaultPart.objects.get().withdrawn_at == AT


def test_the_person_pass_leaves_no_identity_in_the_table_it_writes(db: None, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "c.csv", [dict(CASE)], "utf-8")
    sealing = Sealing()
    plain = take_persons_out(CASES, Table(source, False, tuple(CASE), ",", 1), tmp_path, TODAY, sealing)
    content = plain.path.read_text(encoding="utf-8")
    assert CASE["姓名"] not in content
    assert CASE["身份证号"] not in content
    assert list(sealing.identities.values()) == [{"name": CASE["姓名"], "number": CASE["身份证号"]}]


def test_orphans_are_swept_and_changed_files_found(cast: Cast, tmp_path: Path) -> None:
    batch = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    other = checked(cast, "measurements", write_csv(tmp_path / "b.csv", CORRECTED))
    folder = data_dir(cast.conference.pk)
    orphan = folder / "measurements" / "year=2026" / "division=350582" / "batch=99"
    orphan.mkdir(parents=True)
    (orphan / "data_0.parquet").write_bytes(b"half")
    discard_batch(cast.staff, AT, batch_id=other.pk)
    swept = sweep_orphans(cast.conference.pk)
    assert {name.rpartition("=")[2] for name in swept} == {"99", str(other.pk)}
    assert verify_files(cast.conference.pk) == []
    (name,) = batch.files
    (folder / name).write_bytes(b"changed")
    assert verify_files(cast.conference.pk) == [f"批次 {batch.pk}：{name}"]


def test_a_check_can_be_stopped_and_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    batch = received(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    folder = check_dir(cast.conference.pk, batch.pk)

    def stop(step: str, _share: float) -> None:
        if step == "核对各列":
            (folder / "cancel").touch()

    with pytest.raises(Cancelled):
        run_check(batch, TODAY, report=stop)
    assert not (folder / "work").exists()
    assert not list(data_dir(cast.conference.pk).glob("measurements/**/*.parquet"))
    with pytest.raises(BadInput):
        check_batch(cast.staff, AT, batch_id=batch.pk)
    run_check(batch, TODAY)
    assert check_batch(cast.staff, AT, batch_id=batch.pk).state == "checked"
    assert read_progress(folder)["share"] == 1.0


def test_progress_tells_the_step(tmp_path: Path) -> None:
    assert read_progress(tmp_path) == {}
    Progress(tmp_path).enter(2, 50)
    assert read_progress(tmp_path) == {"step": "核对各列", "share": 0.4, "rows": 50}


def test_states_and_seats_are_kept_to(cast: Cast, tmp_path: Path) -> None:
    batch = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    with pytest.raises(WrongState):
        discard_batch(cast.staff, AT, batch_id=batch.pk)
    with pytest.raises(NotPermitted):
        withdraw_batch(cast.member("市住建局"), AT, batch_id=batch.pk, reason="报送有误")
    with pytest.raises(BadInput, match="理由"):
        withdraw_batch(cast.staff, AT, batch_id=batch.pk, reason=" ")
    other = received(cast, "measurements", write_csv(tmp_path / "b.csv", CORRECTED))
    with pytest.raises(NotFound):
        discard_batch(cast.member("市住建局"), AT, batch_id=other.pk)
    again = withdraw_batch(cast.director, AT + timedelta(days=1), batch_id=batch.pk, reason="报送有误")
    assert again.state == "withdrawn"


def test_changed_and_lost_parquet_is_seen_by_the_verification(cast: Cast, tmp_path: Path) -> None:
    batch = applied(cast, "measurements", write_csv(tmp_path / "a.csv", SAMPLES))
    assert list(verify_store()) == []
    path = data_dir(cast.conference.pk) / next(iter(batch.files))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    (found,) = verify_store(cast.conference.pk)
    assert f"批次 {batch.pk}" in found.message
    path.unlink()
    assert len(list(verify_store())) == 1
    assert list(verify_store(cast.conference.pk + 1)) == []
