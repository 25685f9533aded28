"""All files of a collection in one ZIP, each under its unit's place and name, with a list of who gave what."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lianxi.core.refusals import BadInput
from lianxi.core.spooled import written
from lianxi.exchange.models import Reply
from lianxi.exchange.queries.pages import CollectionPage
from lianxi.exchange.rules.words import NO_OPINION
from lianxi.papers.files import read_file

# What is put into one file at most, in bytes; more is refused with a sentence, not cut.
MOST_BYTES, IN_MEMORY = 1024 * 1024 * 1024, 4 * 1024 * 1024
LIST = "清单.txt"


def bundle(page: CollectionPage) -> IO[bytes]:
    """Write the ZIP of a collection's texts and files into a temporary file, read from its start.

    Raises BadInput where they are too large together, or where a file is no longer what was stored.
    """
    files = [one for some in page.files.values() for one in some]
    if sum(one.file.size for one in files) > MOST_BYTES:
        raise BadInput("全部文件超过 1 GB，不能合成一个压缩包。", next_step="请按单位分别下载。")
    with written(IN_MEMORY) as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for reply in page.replies:
            for name, content in _of_reply(page, reply):
                package.writestr(name, content)
        package.writestr(LIST, "\ufeff" + "\r\n".join(_lines(page)))
    return target


def _of_reply(page: CollectionPage, reply: Reply) -> Iterator[tuple[str, bytes]]:
    head = f"{reply.ordinal:02d}_{_safe(reply.unit.name)}"
    opinions = [f"{one.passage}：{one.text}" for one in page.opinions_of(reply)]
    if text := "\r\n".join(filter(None, [reply.text, *opinions])):
        yield f"{head}_文字.txt", ("\ufeff" + text).encode()
    for place, one in enumerate(page.files.get(f"exchange.reply:{reply.pk}", []), 1):
        try:
            content = read_file(one.file)
        except (ValueError, OSError) as error:
            raise BadInput(
                f"文件“{one.title}”已损坏或不见了。", next_step="请管理员从备份恢复后再下载。"
            ) from error
        title = Path(_safe(one.title))
        yield f"{head}_{place:02d}_{title.stem[:80]}{title.suffix[:15]}", content


def _lines(page: CollectionPage) -> Iterator[str]:
    yield page.collection.title
    for reply in page.replies:
        count = len(page.files.get(f"exchange.reply:{reply.pk}", []))
        said = "未报" if reply.state != "given" else NO_OPINION if reply.is_nil else f"已报，文件 {count} 个"
        yield f"{reply.ordinal:02d}　{reply.unit.name}　{said}"


def _safe(name: str) -> str:
    return "".join("_" if ch in '\\/:*?"<>|' or ord(ch) < 32 else ch for ch in name)
