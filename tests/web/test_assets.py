"""The set-up step for interface files, and the promise that pages load with nothing from outside."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lianxi.web import assets

PACKAGE = Path(assets.__file__).resolve().parents[1]
STATIC = PACKAGE / "web" / "static"
OUTSIDE = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)


class FakeNpm:
    """Stands in for `npm ci`: writes the wanted files, or fails with the given words."""

    def __init__(self, failure: str = "") -> None:
        self.failure = failure
        self.runs = 0
        self.saw: set[str] = set()

    def __call__(self, folder: Path) -> tuple[int, str]:
        self.runs += 1
        self.saw = {item.name for item in folder.iterdir()}
        if self.failure:
            return 1, self.failure
        for source in assets.COPIES:
            path = folder / "node_modules" / source
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("a{color:red}\n/*# sourceMappingURL=tabler.min.css.map */")
        return 0, ""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in assets.INPUTS:
        shutil.copy(assets.PROJECT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def installed() -> Path:
    """The real files, installed from the lock where the set-up step has not run yet."""
    assets.install_assets()
    return assets.VENDOR


@pytest.fixture
def collected(installed: Path, settings: Any, tmp_path: Path) -> dict[str, str]:
    """Every static file through the strict manifest, which refuses a reference that leads nowhere."""
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    settings.STATIC_ROOT = tmp_path / "collected"
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "collected" / "staticfiles.json").read_text(encoding="utf-8"))
    paths: dict[str, str] = manifest["paths"]
    return paths


def test_first_run_installs_and_second_run_does_nothing(project: Path, tmp_path: Path) -> None:
    npm, vendor = FakeNpm(), tmp_path / "vendor"
    assert assets.install_assets(project=project, vendor=vendor, install=npm) is True
    assert npm.saw >= {"package.json", "package-lock.json", ".npmrc"}
    assert (vendor / "tabler.min.css").read_text() == "a{color:red}\n"
    assert assets.install_assets(project=project, vendor=vendor, install=npm) is False
    assert npm.runs == 1


def test_changed_lock_or_lost_file_installs_again(project: Path, tmp_path: Path) -> None:
    npm, vendor = FakeNpm(), tmp_path / "vendor"
    assets.install_assets(project=project, vendor=vendor, install=npm)
    (vendor / "tabler.min.css").unlink()
    assert assets.install_assets(project=project, vendor=vendor, install=npm) is True
    lock = project / assets.LOCK
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert assets.install_assets(project=project, vendor=vendor, install=npm) is True
    assert npm.runs == 3


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("npm error code ENOTFOUND\nnpm error network request failed", "连不上软件包源"),
        ("npm error code EUSAGE\nnpm error Lock file is out of sync", "Lock file is out of sync"),
        ("killed", "没有说明原因"),
    ],
)
def test_failure_is_one_sentence_and_leaves_no_stamp(
    project: Path, tmp_path: Path, said: str, sentence: str
) -> None:
    vendor = tmp_path / "vendor"
    with pytest.raises(assets.AssetsMissingError, match=sentence) as caught:
        assets.install_assets(project=project, vendor=vendor, install=FakeNpm(said))
    assert "\n" not in str(caught.value)
    assert "python -m lianxi.web.assets" in str(caught.value)
    assert not (vendor / assets.STAMP).exists()


def test_command_reports_failure_with_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> bool:
        raise assets.AssetsMissingError("连不上")

    monkeypatch.setattr(assets, "install_assets", refuse)
    assert assets.main() == 1
    assert capsys.readouterr().err == "连不上\n"


def test_lock_pins_what_package_json_names_and_no_host() -> None:
    wanted = json.loads((assets.PROJECT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    text = (assets.PROJECT / assets.LOCK).read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert packages[""]["dependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert '"resolved"' not in text
    assert "://" not in text
    assert all(entry["integrity"] for name, entry in packages.items() if name)


def test_installed_files_are_complete(installed: Path) -> None:
    css = (installed / "tabler.min.css").read_text(encoding="utf-8")
    assert ".btn-primary" in css
    assert "sourceMappingURL" not in css
    urls = re.findall(r"url\(\s*['\"]?([^'\")]{1,40})", css)
    assert urls
    assert all(url.startswith("data:") for url in urls)


def test_every_static_reference_resolves(collected: dict[str, str]) -> None:
    assert {"lianxi.css", "lianxi.js", "icons.svg", "icon.svg", "vendor/tabler.min.css"} <= collected.keys()
    assert "django_htmx/htmx-2.min.js" in collected
    for template in PACKAGE.rglob("templates/**/*.html"):
        for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", template.read_text(encoding="utf-8")):
            assert name in collected, f"{template.name}: {name}"


def test_icons_named_by_pages_exist() -> None:
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    names = set(re.findall(r'<symbol id="([a-z]+)"', sprite))
    frame = (PACKAGE / "web" / "shared" / "templates" / "base.html").read_text(encoding="utf-8")
    assert set(re.findall(r"icons\.svg' %}#([a-z]+)", frame)) <= names
    assert {
        "dot",
        "desk",
        "conference",
        "meeting",
        "topic",
        "ledger",
        "document",
        "paper",
        "journal",
    } <= names


def own_files() -> list[Path]:
    templates = list(PACKAGE.rglob("templates/**/*.html"))
    return [*templates, STATIC / "lianxi.css", STATIC / "lianxi.js"]


@pytest.mark.parametrize("path", own_files(), ids=lambda path: path.name)
def test_nothing_comes_from_outside(path: Path) -> None:
    assert OUTSIDE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", list(PACKAGE.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_templates_keep_to_a_strict_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on|<script(?![^>]*\ssrc=)", text
    )


def test_script_neither_evaluates_text_nor_writes_markup() -> None:
    script = (STATIC / "lianxi.js").read_text(encoding="utf-8")
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b", script
    )


def test_first_load_is_light(installed: Path) -> None:
    import gzip

    from django.contrib.staticfiles import finders

    names = ["vendor/tabler.min.css", "lianxi.css", "lianxi.js", "django_htmx/htmx-2.min.js", "icons.svg"]
    found = [finders.find(name) for name in names]
    sizes = [len(gzip.compress(Path(str(path)).read_bytes(), 9)) for path in found]
    assert sum(sizes) <= 110_000
