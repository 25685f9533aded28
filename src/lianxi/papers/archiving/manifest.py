"""The manifest of an archive package, in JSON and XML: the 18 elements of GB/T 33480 and the DA/T 46 fields.

GB/T 33480-2016 gives the 18 core elements by name; of DA/T 46-2009 the names are configured here and to be
confirmed by the archive that takes the package (`STANDING`). No clause number is claimed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

FORMAT, MANIFEST_JSON, MANIFEST_XML, SUMS = (
    "lianxi-archive-1",
    "manifest.json",
    "manifest.xml",
    "manifest.sums",
)
JOURNAL = "journal.ndjson"
ELEMENTS = (
    *("公文标识", "文种", "份号", "密级和保密期限", "紧急程度", "发文机关标志", "发文字号", "签发人", "标题"),
    *("主送机关", "附件说明", "发文机关或签发人署名", "成文日期", "附注", "抄送机关", "印发机关", "印发日期"),
    "发布层次",
)
STANDING = {
    "GB/T 33480-2016": "18 个核心元素按名称填写；代码表未见原文",
    "DA/T 46-2009": "设定，待接收档案馆确认",
}


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package: its path there, what it is, its size in bytes and both hashes."""

    path: str
    role: str
    name: str
    media_type: str
    size: int
    sha256: str
    sm3: str

    def as_dict(self) -> dict[str, Any]:
        """Return the file as plain JSON."""
        return {slot: getattr(self, slot) for slot in self.__slots__}


def elements_of(document: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, str]:
    """Return the 18 elements of a frozen document (its JSON form); absent ones are empty.

    `own` gives what the document does not hold: 公文标识, 文种, 发文字号, 印发日期 and 发布层次.
    """

    def joined(*names: str) -> str:
        return "；".join(str(one) for name in names for one in document.get(name, ()))

    secret = document.get("classification", {})
    annexes = "；".join("".join(str(annex["title"]).split("\n")) for annex in document.get("annexes", ()))
    attachments = joined("attachments")
    found = {
        "份号": secret.get("copy_number", ""),
        "密级和保密期限": secret.get("secrecy", ""),
        "紧急程度": secret.get("urgency", ""),
        "发文机关标志": document.get("mark", "") or joined("mark_organs"),
        "签发人": "；".join(one for one in (document.get("signer", ""), joined("co_signers")) if one),
        "标题": document.get("title", ""),
        "主送机关": joined("recipients"),
        "附件说明": "；".join(one for one in (annexes, attachments) if one),
        "发文机关或签发人署名": joined("signed_by"),
        "成文日期": document.get("issued_on", ""),
        "附注": document.get("note", ""),
        "抄送机关": joined("copies_up", "copies"),
        "印发机关": document.get("printed_by", ""),
        **own,
    }
    return {name: found.get(name, "") for name in ELEMENTS}


def manifest_xml(manifest: Mapping[str, Any]) -> bytes:
    """Write a manifest as XML: the same names, in the same order, as its JSON."""
    root = etree.Element("归档包")
    _fill(root, manifest)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _fill(parent: etree._Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, item in value.items():
            # A name such as GB/T 33480-2016 is no element name in XML.
            child = etree.SubElement(parent, "项", {"名称": str(name)})
            _fill(child, item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _fill(etree.SubElement(parent, "条"), item)
    else:
        parent.text = "" if value is None else str(value)


def same_in_xml(manifest: Mapping[str, Any], content: bytes) -> bool:
    """Tell whether an XML manifest says exactly what the JSON one says."""
    return manifest_xml(manifest) == content
