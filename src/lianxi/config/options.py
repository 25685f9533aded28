"""Every option an operator can set, read once from the environment; nonsense stops the start with a sentence."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lianxi.outbox.gateways import SMS_CALLS, TODO_CALLS, BadGateway, Gateway, read_gateway


class BadOption(SystemExit):
    """An option makes no sense; the message says which and what is expected."""

    def __init__(self, message: str) -> None:
        super().__init__(f"配置有误：{message}")


@dataclass(frozen=True, slots=True)
class Options:
    """What can be configured. Each variable is described in docs/settings.md."""

    data_dir: Path
    database_url: str
    hosts: tuple[str, ...]
    https: bool
    in_service: bool
    smtp: str
    sender: str
    url: str
    sealer: str
    classified: bool
    scans: bool
    backup_dir: Path
    backup_keep: int
    backup_key_file: str
    sms: Gateway | None
    todo: Gateway | None

    def secret_key(self) -> str:
        """Return the installation's key, made at random on first use and kept in the data folder."""
        path = self.data_dir / "secret.key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
                file.write(secrets.token_urlsafe(64))
        return path.read_text()


def _flag(name: str, default: str) -> bool:
    value = os.environ.get(name, default)
    if value not in ("0", "1"):
        raise BadOption(f"{name} 只能是 0 或 1，现在是“{value}”。")
    return value == "1"


def _in_service() -> bool:
    if not _flag("LIANXI_IN_SERVICE", "0"):
        return False
    if not _flag("LIANXI_HTTPS", "0"):
        raise BadOption("LIANXI_IN_SERVICE=1（正式使用）须同时 LIANXI_HTTPS=1，由前面的代理提供 HTTPS。")
    if _flag("LIANXI_DEMO", "0"):
        raise BadOption("LIANXI_IN_SERVICE=1（正式使用）不能同时 LIANXI_DEMO=1（演示）。")
    return True


def _secret(name: str, default: str) -> str:
    """Return an option that may hold a password: from the environment, or from the file that NAME_FILE names."""
    file = os.environ.get(f"{name}_FILE", "")
    if not file:
        return os.environ.get(name, default)
    if name in os.environ:
        raise BadOption(f"{name} 和 {name}_FILE 只能设一个。")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadOption(f"{name}_FILE 指的文件 {file} 读不出（{error}）。") from error


def _smtp() -> str:
    value = _secret("LIANXI_SMTP", "")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname):
        raise BadOption(
            "LIANXI_SMTP 须写成 smtp://、smtp+tls:// 或 smtps:// 加主机，例如 smtp+tls://用户:口令@主机:587。"
        )
    return value


def _sender() -> str:
    value = os.environ.get("LIANXI_SENDER", "lianxi@localhost")
    if "@" not in value or "\n" in value:
        raise BadOption("LIANXI_SENDER 须是发件邮箱，例如 lianxi@example.gov.cn。")
    return value


def _url() -> str:
    value = os.environ.get("LIANXI_URL", "http://127.0.0.1:8000").rstrip("/")
    if not value.startswith(("http://", "https://")):
        raise BadOption("LIANXI_URL 须以 http:// 或 https:// 开头，是成员单位打开本系统的地址。")
    return value


def _sealer() -> str:
    value = os.environ.get("LIANXI_SEALER", "")
    if value and not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", value, re.ASCII):
        raise BadOption("LIANXI_SEALER 须是签章适配程序的路径，例如 unit_seal.adapter.seal。")
    return value


def _backup_keep() -> int:
    value = os.environ.get("LIANXI_BACKUP_KEEP", "7")
    if not (value.isascii() and value.isdecimal() and int(value) <= 1000):
        raise BadOption(f"LIANXI_BACKUP_KEEP 须是 0 到 1000 的整数（0 不自动备份），现在是“{value}”。")
    return int(value)


def _gateway(
    name: str, file: str, calls: Mapping[str, tuple[frozenset[str], frozenset[str]]]
) -> Gateway | None:
    if not file:
        return None
    try:
        return read_gateway(file, calls)
    except BadGateway as error:
        raise BadOption(f"{name} 指的文件有误：{error}。") from error


def read_options() -> Options:
    """Read the environment. Raises BadOption with a sentence for what makes no sense."""
    data_dir = Path(os.environ.get("LIANXI_DATA", "var")).resolve()
    database_url = _secret("DATABASE_URL", f"sqlite:///{data_dir / 'lianxi.sqlite3'}")
    if not database_url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise BadOption("DATABASE_URL 须以 sqlite:/// 或 postgresql:// 开头。")
    hosts = tuple(host for host in os.environ.get("LIANXI_HOSTS", "127.0.0.1,localhost").split(",") if host)
    if not hosts:
        raise BadOption("LIANXI_HOSTS 至少要有一个主机名。")
    return Options(
        data_dir=data_dir,
        database_url=database_url,
        hosts=hosts,
        https=_flag("LIANXI_HTTPS", "0"),
        in_service=_in_service(),
        smtp=_smtp(),
        sender=_sender(),
        url=_url(),
        sealer=_sealer(),
        classified=_flag("LIANXI_CLASSIFIED", "0"),
        scans=_flag("LIANXI_SCANS", "0"),
        backup_dir=Path(os.environ.get("LIANXI_BACKUP_DIR", data_dir / "backups")).resolve(),
        backup_keep=_backup_keep(),
        backup_key_file=os.environ.get("LIANXI_BACKUP_KEY_FILE", ""),
        sms=_gateway("LIANXI_SMS", os.environ.get("LIANXI_SMS", ""), SMS_CALLS),
        todo=_gateway("LIANXI_TODO", os.environ.get("LIANXI_TODO", ""), TODO_CALLS),
    )
