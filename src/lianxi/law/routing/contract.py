"""The JSON contract of `lianxi route --json`: one case line in, one answer line out, and a sentence for a bad line."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from lianxi.law.routing.errors import BadCase
from lianxi.law.routing.factbook import confirmed_facts
from lianxi.law.routing.model import Fact, Instrument, Ruling
from lianxi.law.routing.ruling import route, route_text

LONGEST_TEXT = 20_000
DEEPEST = 50


def answer_line(
    case: Mapping[str, Any], instruments: Mapping[str, Instrument], *, only: str | None = None
) -> dict[str, Any]:
    """Return {id, answers, abstained, questions, rejected, gate, gate_reason} for {id, instrument, text?, facts?, on?}.

    With `facts` the confirmed ones stand over what the text suggests. An instrument that is not
    loaded is an abstention that names it. With `only` a line may leave the instrument out and may name no other.
    Raises BadCase with a Chinese sentence on a bad line.
    """
    case_id, code, text, facts, on = _read(case, only)
    instrument = instruments.get(code)
    if instrument is None:
        return _line(case_id, None, f"没有载入代码为“{code}”的文件，无从依据；请先导入并采用该文件。")
    ruling = route_text(instrument, text, facts, on=on) if text else route(instrument, facts, on=on)
    return _line(case_id, ruling, None)


def answer_raw(
    number: int, raw: bytes, instruments: Mapping[str, Instrument], *, only: str | None = None
) -> tuple[dict[str, Any], bool]:
    """Return the answer to one line as it came in, and whether it failed: then {line, id, error} with a sentence."""
    case: Any = None
    try:
        case = _parse(raw)
        return answer_line(case, instruments, only=only), True
    except BadCase as error:
        case_id = case.get("id") if isinstance(case, Mapping) else None
        shown = case_id if isinstance(case_id, str) and _is_whole(case_id) else None
        return {"line": number, "id": shown, "error": error.sentence}, False


def _parse(raw: bytes) -> Any:
    try:
        line = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCase("not_utf8", "这一行不是 UTF-8 文字，请另存为 UTF-8 再试。") from None
    if _depth(line) > DEEPEST:
        raise BadCase("too_deep", f"这一行的括号套了 {DEEPEST} 层以上，不是案情。")
    try:
        return json.loads(line)
    except ValueError:
        raise BadCase("not_json", "这一行不是完整的 JSON 对象，请检查引号、逗号和括号。") from None


def _depth(line: str) -> int:
    """Give how deep brackets are nested outside strings, in one pass."""
    deepest = depth = 0
    in_string = is_escaped = False
    for letter in line:
        if in_string:
            in_string = is_escaped or letter != '"'
            is_escaped = letter == "\\" and not is_escaped
        elif letter == '"':
            in_string = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _read(
    case: Mapping[str, Any], only: str | None
) -> tuple[str, str, str, tuple[Fact, ...], dt.date | None]:
    if not isinstance(case, Mapping):
        raise BadCase(
            "not_an_object", '每行应当是一个 JSON 对象，如 {"id": "1", "instrument": "GD", "text": "…"}。'
        )
    code = _code(case, only)
    if not isinstance(case.get("id"), str) or not case["id"].strip():
        raise BadCase("no_id", "缺少“id”，或者它不是非空的字符串。")
    text = case.get("text")
    if text is not None and not isinstance(text, str):
        raise BadCase("text_shape", "“text”应当是字符串。")
    if text is not None and len(text) > LONGEST_TEXT:
        raise BadCase("text_too_long", f"“text”超过 {LONGEST_TEXT} 字，请摘出案情后再试。")
    if not all(_is_whole(word) for word in (case["id"], text or "", code)):
        raise BadCase("half_letters", "文字里有残缺的字符（单独的代理码），请重新复制原文。")
    facts = case.get("facts")
    if facts is not None and not isinstance(facts, Mapping):
        raise BadCase("facts_shape", "“facts”应当是“维度: [代码]”的对象。")
    if text is None and facts is None:
        raise BadCase("no_content", "“text”和“facts”至少要有一个。")
    return case["id"], code, text or "", confirmed_facts(facts or {}), _date(case.get("on"))


def _code(case: Mapping[str, Any], only: str | None) -> str:
    code = case.get("instrument")
    if only is not None and code in (None, only):
        return only
    if not isinstance(code, str) or not code.strip():
        raise BadCase("no_instrument", "缺少“instrument”，或者它不是非空的字符串。")
    if only is not None:
        raise BadCase("other_instrument", f"这一次只依据 --document 给出的文件（{only}），不能再写“{code}”。")
    return code


def _is_whole(words: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in words)


def _date(value: object) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise BadCase("date_shape", "“on”应当是 YYYY-MM-DD 形式的日期。") from None


def _line(case_id: str, ruling: Ruling | None, missing: str | None) -> dict[str, Any]:
    if ruling is None:
        question = {"dimension": "instrument", "why": missing}
        empty: dict[str, Any] = {"answers": [], "abstained": True, "questions": [question], "rejected": []}
        return {"id": case_id, **empty, "gate": None, "gate_reason": None}
    return {
        "id": case_id,
        "answers": [
            {"unit": a.unit, "clause": a.clause, "act": [a.start, a.end], "role": a.role, "tier": a.tier}
            for a in ruling.answers
        ],
        "abstained": ruling.abstained,
        "questions": [{"dimension": q.dimension, "why": q.why} for q in ruling.questions],
        "rejected": [{"unit": r.unit, "clause": r.clause, "why": r.why} for r in ruling.rejected],
        "gate": ruling.gate,
        "gate_reason": ruling.missing if ruling.gate else None,
    }
