"""A key of the installation is made once; where something was done with it, a missing or other one is told."""

from pathlib import Path

import pytest

from lianxi.journal.keys import KeyMissing, read_key


def test_a_key_is_made_once_for_the_service_alone(tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    key = read_key(path, 32, lambda: False)
    assert (len(key), path.stat().st_mode & 0o777) == (32, 0o600)
    assert read_key(path, 32, lambda: True) == key
    assert sorted(one.name for one in tmp_path.iterdir()) == ["person.key", "person.key.mark"]


@pytest.mark.parametrize("lost", ["mark", "used"])
def test_a_missing_key_is_not_made_again_where_it_was_in_use(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "person.key"
    read_key(path, 32, lambda: False)
    path.unlink()
    if lost == "used":
        (tmp_path / "person.key.mark").unlink()
    with pytest.raises(KeyMissing, match="不能另造一把"):
        read_key(path, 32, lambda: lost == "used")
    assert not path.exists()


def test_another_key_is_seen_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    read_key(path, 32, lambda: False)
    path.write_bytes(b"x" * 32)
    with pytest.raises(KeyMissing, match="不是这个安装原来的密钥"):
        read_key(path, 32, lambda: False)


def test_a_key_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    path.write_bytes(b"x")
    with pytest.raises(KeyMissing, match="32 字节"):
        read_key(path, 32, lambda: False)


def test_the_mark_of_a_key_of_before_there_were_marks_is_made(tmp_path: Path) -> None:
    path = tmp_path / "person.key"
    path.write_bytes(b"x" * 32)
    assert read_key(path, 32, lambda: True) == b"x" * 32
    assert (tmp_path / "person.key.mark").exists()
