"""The DOCX package: its fixed parts, its properties, and a ZIP whose bytes depend on the content alone."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

from lianxi.papers.layout.roles import Face
from lianxi.papers.layout.wordml import W

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The parts of word/document.xml: header and footer come odd page first, then those of turned pages, then none.
_FRAMES = ("header1", "header2", "footer1", "footer2", "footer3", "footer4", "footer5")
PARTS = ("styles", "settings", "fontTable", *_FRAMES)
PART_IDS = {part: f"rId{place}" for place, part in enumerate(PARTS, 1)}
_CONTENT_TYPES = {"document": "document.main"} | {part: part[:-1] for part in _FRAMES}
# What to show where an official font is missing; reading programs follow it, nothing is embedded.
_STAND_INS = {
    Face.TITLE: "FZXiaoBiaoSong-B05S,Noto Serif CJK SC",
    Face.FANG: "仿宋,FangSong",
    Face.KAI: "楷体,KaiTi",
    Face.HEI: "SimHei,Noto Sans CJK SC",
    Face.SONG: "SimSun,Noto Serif CJK SC",
}


def fixed_parts() -> dict[str, bytes]:
    """Return the parts that are the same in every document, by their path."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": _relationships(
            *((f"{_OFFICE}/{part.rstrip('12345')}", f"{part}.xml") for part in PARTS)
        ),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
    }


def core_properties(texts: Mapping[str, str], day: date | None) -> bytes:
    """Return docProps/core.xml; `texts` maps dc: or cp: names to text, `day` dates it."""
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    names += 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items() if text)
    if day is not None:
        # The document's own date, never the clock: equal documents are equal files.
        for name in ("created", "modified"):
            moment = f"{day.isoformat()}T00:00:00Z"
            inner += f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
    root = f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {names}>'
    return f"{_XML}{root}{inner}</cp:coreProperties>".encode()


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Write the parts, in order of their paths, as a ZIP that holds no time of writing.

    Parts are stored uncompressed: compressors differ between machines, and the hash of an issued file
    must not.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(parts):
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            archive.writestr(entry, parts[path])
    return buffer.getvalue()


def _content_types() -> bytes:
    rows = [
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    ]
    rows.append('<Default Extension="xml" ContentType="application/xml"/>')
    for part in ("document", *PARTS):
        kind = f"{_WORD}.{_CONTENT_TYPES.get(part, part)}+xml"
        rows.append(f'<Override PartName="/word/{part}.xml" ContentType="{kind}"/>')
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    rows.append(f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>')
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{"".join(rows)}</Types>'.encode()


def _relationships(*targets: tuple[str, str]) -> bytes:
    rows = (
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'.encode()


def _settings() -> bytes:
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    inner = (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        # Without the first of these a line broken by hand is stretched to the full width.
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/><w:compatSetting {mode}/></w:compat>"
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    )
    return f'{_XML}<w:settings xmlns:w="{W}">{inner}</w:settings>'.encode()


def _font_table() -> bytes:
    rows = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{names}"/><w:charset w:val="86"/></w:font>'
        for face, names in _STAND_INS.items()
    )
    return f'{_XML}<w:fonts xmlns:w="{W}">{rows}</w:fonts>'.encode()
