"""Verification of an archive package by itself: which file is missing, changed or unknown, which entry broken.

Knows no database and no settings, so that an archive can check a package years later.
"""

import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives import hashes

from lianxi.core.canonical import digest
from lianxi.journal.chain import link_hash
from lianxi.papers.archiving.manifest import FORMAT, JOURNAL, MANIFEST_JSON, MANIFEST_XML, SUMS, same_in_xml

# What reading a damaged package raises, by whichever method its files were packed.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError),
)
_CHUNK, MOST_MANIFEST, MOST_MEMBERS = 1024 * 1024, 200 * 1024 * 1024, 200_000


def verify_package(path: Path) -> Iterator[str]:
    """Yield a sentence for everything in a package that does not hold; nothing when it does.

    Files are read in pieces, so that a package of any size takes little memory.
    """
    try:
        with zipfile.ZipFile(path) as package:
            yield from _verify(package)
    except UNREADABLE as error:
        yield f"“{path.name}”不是可以读取的归档包：{error}"


def _verify(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    if len(names) != len(set(names)) or len(names) > MOST_MEMBERS:
        yield "归档包里有重名的文件，或文件数不正常。"
        return
    manifest, faults = _manifest(package, names)
    yield from faults
    if manifest is None:
        return
    known = {MANIFEST_JSON, MANIFEST_XML, SUMS}
    for one in manifest["files"]:
        known.add(str(one["path"]))
        yield from _file(package, names, one)
    yield from (f"“{name}”不在清单里。" for name in names if name not in known)
    if JOURNAL in names:
        yield from _journal(package)


def _manifest(package: zipfile.ZipFile, names: list[str]) -> tuple[dict[str, Any] | None, list[str]]:
    missing = [name for name in (MANIFEST_JSON, MANIFEST_XML, SUMS) if name not in names]
    if missing:
        return None, [f"缺少清单“{'”“'.join(missing)}”。"]
    if any(package.getinfo(name).file_size > MOST_MANIFEST for name in (MANIFEST_JSON, MANIFEST_XML, SUMS)):
        return None, ["清单大得不正常，没有读取。"]
    held: dict[str, bytes] = {}
    for name in (MANIFEST_JSON, MANIFEST_XML, SUMS):
        try:
            held[name] = package.read(name)
        except UNREADABLE as error:
            return None, [f"清单“{name}”读不出，其余文件无从核对：{error}"]
    content, xml = held[MANIFEST_JSON], held[MANIFEST_XML]
    try:
        manifest = json.loads(content)
        sums = {name: dict(one) for name, one in json.loads(held[SUMS]).items()}
        if manifest["format"] != FORMAT:
            return None, [f"不认识的归档包格式“{str(manifest['format'])[:40]}”。"]
        _ = [(one["path"], one["size"], one["sha256"], one["sm3"]) for one in manifest["files"]]
        agrees = same_in_xml(manifest, xml)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, ["清单读不通。"]
    faults = [
        f"“{name}”的 {kind} 校验值不符。"
        for name, held in ((MANIFEST_JSON, content), (MANIFEST_XML, xml))
        for kind, found in (("SHA-256", digest(held)), ("SM3", _sm3_of(held)))
        if sums.get(name, {}).get(kind) != found
    ]
    if not agrees:
        faults.append("XML 清单与 JSON 清单不一致。")
    return manifest, faults


def _file(package: zipfile.ZipFile, names: list[str], one: dict[str, Any]) -> Iterator[str]:
    path = str(one["path"])
    if path not in names:
        yield f"缺少“{path}”。"
        return
    if package.getinfo(path).file_size != one["size"]:
        yield f"“{path}”的大小不符：清单 {one['size']} 字节，实际 {package.getinfo(path).file_size} 字节。"
        return
    try:
        with package.open(path) as stream:
            sha256, sm3 = _digests(stream)
    except UNREADABLE as error:
        yield f"“{path}”读不出，SHA-256、SM3 校验值都不能核对：{error}"
        return
    if sha256 != one["sha256"]:
        yield f"“{path}”的 SHA-256 校验值不符。"
    if sm3 != one["sm3"]:
        yield f"“{path}”的 SM3 校验值不符。"


def _digests(stream: IO[bytes]) -> tuple[str, str]:
    sha256, sm3 = hashlib.sha256(), hashes.Hash(hashes.SM3())
    while chunk := stream.read(_CHUNK):
        sha256.update(chunk)
        sm3.update(chunk)
    return sha256.hexdigest(), sm3.finalize().hex()


def _sm3_of(content: bytes) -> str:
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(content)
    return sm3.finalize().hex()


def _journal(package: zipfile.ZipFile) -> Iterator[str]:
    """Each entry must give its own hash again; neighbours in the chain must hang together."""
    try:
        with package.open(JOURNAL) as lines:
            yield from _entries(lines)
    except UNREADABLE as error:
        yield f"“{JOURNAL}”读不完整，其后的日志不能核对：{error}"


def _entries(lines: IO[bytes]) -> Iterator[str]:
    last: dict[str, Any] = {}
    for line in lines:
        try:
            entry = json.loads(line)
            seq, held = int(entry["seq"]), str(entry["hash"])
            found = link_hash(entry["prev_hash"], entry["body"])
        except (ValueError, KeyError, TypeError, AttributeError):
            yield "日志摘录里有读不通的一行。"
            continue
        if found != held:
            yield f"日志第 {seq} 条的哈希不符。"
        if last and last["seq"] + 1 == seq and entry["prev_hash"] != last["hash"]:
            yield f"日志第 {seq} 条与上一条接不上。"
        last = entry
