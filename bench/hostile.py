"""Times the reader and the routing on hostile lengths and on realistic documents; the slowest of each is what counts.

Usage: python bench/hostile.py [--short]. Each phrase is repeated up to 199,000 characters and read as an upload is,
with what a document is made of around it and without; letters are as long as the form takes them. `--short` repeats
up to a tenth. Goals: 10 s a text, 0.3 s a realistic document, 5 ms a case (bench/routing.py).
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from lianxi.law.reading import as_json, read_text
from lianxi.law.routing import load_instrument, route_text

LENGTH, LETTER = 199_000, 20_000
DATA = Path(__file__).parent.parent / "tests" / "law" / "reading" / "data"
PHRASES = (
    "联席会议", "成员单位：", "由市公安局、", "市公安局、", "召集人：", "组长：王 ", "王明（市公安局局长）、", "（一）", "1.",
    "第一条", "办公室设在", "关于建立", "关于", "的通知", "2020年", "二○二○年", "每季度召开", "以会议纪要形式", "《", "“", "（",
    "）", "、", "，", "；", "。", "：", "\t", " ", "\n", "　", "\r\n", "市", "局", "负责", "市公安局\n", "市公安局\t市教育局\n",
    "市公安局：负责。\n", "一、成员单位\n", "各县（市、区）人民政府、", "原领导小组由市法院组成，", "日常工作由", "增加市林业局为成员单位，",
    "调整为", "A", "0", "⼀", "縣", "王　明　市公安局局长\n", "当前位置：", "打印 ", "首页 > ", "以下简称联席会议", "等3个单位组成",
)  # fmt: skip
BEGINS = (
    "临江市人民政府办公室关于建立临江市反诈工作联席会议制度的通知\n各县（市、区）人民政府：\n"
    "经市政府同意，建立临江市反诈工作联席会议制度。\n一、成员单位\n联席会议由市公安局、市教育局、市民政局组成。\n"
)


def seconds(job: Callable[[], object]) -> float:
    """Return the processor time of one job."""
    began = time.process_time()
    job()
    return time.process_time() - began


def slowest(name: str, times: dict[str, float]) -> None:
    """Print the three slowest of a run and how many there were."""
    worst = sorted(times.items(), key=lambda pair: -pair[1])[:3]
    said = ", ".join(f"{label!r} {spent:.2f} s" for label, spent in worst)
    print(f"{name:28} n {len(times):3}  slowest: {said}")


def main() -> None:
    """Time every phrase bare and inside a document, every letter, every realistic document."""
    share = 10 if "--short" in sys.argv else 1
    size, letter = LENGTH // share, LETTER // share
    repeated = {phrase: (phrase * (size // len(phrase) + 1))[:size] for phrase in PHRASES}
    slowest(f"{size} characters, bare", {p: seconds(lambda t=t: read_text(t)) for p, t in repeated.items()})
    inside = {p: (BEGINS + t)[:size] for p, t in repeated.items()}
    slowest(f"{size} characters, inside", {p: seconds(lambda t=t: read_text(t)) for p, t in inside.items()})
    instrument = load_instrument("QZ")
    letters = {p: seconds(lambda t=t: route_text(instrument, t[:letter])) for p, t in repeated.items()}
    slowest(f"letters of {letter}", letters)
    documents = sorted(DATA.glob("whole/*_*.txt"))
    read = {path.name: seconds(lambda p=path: as_json(read_text(p.read_text("utf-8")))) for path in documents}
    slowest("realistic documents", read)


if __name__ == "__main__":
    main()
