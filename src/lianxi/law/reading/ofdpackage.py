"""The package of an OFD file (GB/T 33190): its parts by the paths that they name each other by, with caps on every size.

Nothing is unpacked to a disk and nothing fetched: a path that leads out of the package is refused, and so is a part with
a document type, through which XML would name files and entities.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from lianxi.law.reading.unreadable import Unreadable

MAX_MEMBERS = 20_000
MAX_PART = 16 * 1024 * 1024
MAX_READ = 32 * 1024 * 1024
MAX_RATIO = 400
# Under this a part may be packed as densely as it likes: rows of equal rules are.
_SMALL = 1024 * 1024
_STEP = "请用 OFD 阅读器打开，另存为新的 OFD 或 PDF 后再试。"
_BOMB = f"这个 OFD 解压后大得不正常，可能是损坏或恶意文件，没有读取；{_STEP}"
_BROKEN = f"这个 OFD 已损坏，读不出内容；{_STEP}"
_OUTSIDE = f"这个 OFD 里有指到文件包以外的路径，可能是恶意文件，没有读取；{_STEP}"
_DOCTYPE = f"这个 OFD 的内部结构里有文档类型或实体定义，可能是恶意文件，没有读取；{_STEP}"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, of which several are in use, or its prefix; empty for comments."""
    name = element.tag if isinstance(element.tag, str) else ""
    return name.rpartition("}")[2].rpartition(":")[2]


@dataclass(slots=True)
class OfdPackage:
    """The parts of an OFD file, read one by one as they are asked for."""

    package: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    read: int = 0
    roots: dict[str, etree._Element] = field(default_factory=dict)

    def find(self, base: str, location: str) -> str:
        """Return the part that a location names inside the part `base`; empty where there is none.

        Locations are told from the root, from the part that names them or, by some writers, from the root without
        its stroke. Raises Unreadable for one that leads out of the package.
        """
        given = location.strip().replace("\\", "/")
        if not given:
            return ""
        tries = [given] if given.startswith("/") else [posixpath.join(posixpath.dirname(base), given), given]
        for one in tries:
            path = posixpath.normpath(one.lstrip("/"))
            if _leads_out(path):
                if one == tries[0]:
                    raise Unreadable(_OUTSIDE)
                continue
            if path.casefold() in self.members:
                return path.casefold()
        return ""

    def root(self, part: str) -> etree._Element:
        """Return the root element of a part that `find` gave. Raises Unreadable where it is broken or could do harm."""
        if part not in self.roots:
            self.roots[part] = _root(self._content(part))
        return self.roots[part]

    def _content(self, part: str) -> bytes:
        member = self.members[part]
        _require_size(member)
        try:
            with self.package.open(member) as stream:
                content = stream.read(MAX_PART + 1)
        except _UNREADABLE as error:
            raise Unreadable(_BROKEN) from error
        self.read += len(content)
        if len(content) > MAX_PART or self.read > MAX_READ:
            raise Unreadable(_BOMB)
        return content


def open_ofd(data: bytes) -> OfdPackage:
    """Open an OFD file. Raises Unreadable for what is no OFD, is broken, locked, or not made like one."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = [one for one in package.infolist() if not one.is_dir()]
    except _UNREADABLE as error:
        raise Unreadable(_BROKEN) from error
    if len(members) > MAX_MEMBERS:
        raise Unreadable(_BOMB)
    if any(one.flag_bits & 0x1 for one in members):
        raise Unreadable("这个 OFD 加了密码，请先去掉密码后再试。")
    found: dict[str, zipfile.ZipInfo] = {}
    for one in members:
        path = posixpath.normpath(one.filename.replace("\\", "/").lstrip("/"))
        if _leads_out(path):
            raise Unreadable(_OUTSIDE)
        if found.setdefault(path.casefold(), one) is not one:
            # Of two parts of one name every reader would show another one.
            raise Unreadable(_BROKEN)
    if "ofd.xml" not in found:
        raise Unreadable(f"这个文件里没有 OFD.xml，不是 OFD 版式文件；{_STEP}")
    return OfdPackage(package, found)


def is_ofd(data: bytes) -> bool:
    """Tell whether a package says that it is OFD; what cannot be opened does not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(
                name.replace("\\", "/").lstrip("/").casefold() == "ofd.xml" for name in package.namelist()
            )
    except _UNREADABLE:
        return False


def _leads_out(path: str) -> bool:
    return path == ".." or path.startswith("../")


def _require_size(member: zipfile.ZipInfo) -> None:
    dense = member.file_size > _SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size)
    if member.file_size > MAX_PART or dense:
        raise Unreadable(_BOMB)


def _root(content: bytes) -> etree._Element:
    # Names without their declared prefix are common, and the only fault that is passed over.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_BROKEN) from error
    if root is None:
        raise Unreadable(_BROKEN)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(_DOCTYPE)
    if any(one.domain_name != "NAMESPACE" for one in parser.error_log):
        raise Unreadable(_BROKEN)
    return root
