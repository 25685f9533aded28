"""Options: zero configuration works, nonsense stops with a sentence, every option is documented."""

import re
from pathlib import Path

import pytest

from lianxi.config import options
from lianxi.config.options import BadOption, read_options

ROOT = Path(__file__).parents[2]


def test_nothing_set_means_sqlite_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIANXI_DATA", "DATABASE_URL", "LIANXI_HOSTS", "LIANXI_HTTPS"):
        monkeypatch.delenv(name, raising=False)
    found = read_options()
    assert found.database_url == f"sqlite:///{Path('var').resolve() / 'lianxi.sqlite3'}"
    assert not found.https


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "mysql://x"), ("LIANXI_HTTPS", "yes"), ("LIANXI_HOSTS", ",")]
)
def test_nonsense_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadOption, match=name):
        read_options()


def test_the_secret_key_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXI_DATA", str(tmp_path))
    found = read_options()
    first = found.secret_key()
    assert len(first) > 50
    assert found.secret_key() == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_every_option_is_documented() -> None:
    source = Path(options.__file__).read_text()
    documented = (ROOT / "docs" / "settings.md").read_text()
    names = set(re.findall(r'"(LIANXI_[A-Z]+|DATABASE_URL)"', source))
    assert names
    assert {name for name in names if f"`{name}`" not in documented} == set()


@pytest.mark.parametrize("more", [{}, {"LIANXI_HTTPS": "1", "LIANXI_DEMO": "1"}])
def test_in_service_demands_https_and_no_demonstration(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, str]
) -> None:
    for name, value in {"LIANXI_IN_SERVICE": "1", **more}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadOption, match="LIANXI_IN_SERVICE"):
        read_options()
    monkeypatch.setenv("LIANXI_HTTPS", "1")
    monkeypatch.setenv("LIANXI_DEMO", "0")
    assert read_options().in_service


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "smtp"
    file.write_text("smtps://who:secret@mail.example:465\n")
    monkeypatch.setenv("LIANXI_SMTP_FILE", str(file))
    assert read_options().smtp == "smtps://who:secret@mail.example:465"
    monkeypatch.setenv("LIANXI_SMTP", "smtp://other:25")
    with pytest.raises(BadOption, match="只能设一个"):
        read_options()
    monkeypatch.delenv("LIANXI_SMTP")
    file.unlink()
    with pytest.raises(BadOption, match="读不出"):
        read_options()
