"""The JSON contract of `lianxi route --json`: one case line in, one answer line out, and a sentence for a bad line."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxi.law.routing.errors import BadCase
from lianxi.law.routing.factbook import confirmed_facts
from lianxi.law.routing.model import Fact, Instrument, Ruling
from lianxi.law.routing.ruling import route, route_text

LONGEST_TEXT = 20_000


def answer_line(case: Mapping[str, Any], instruments: Mapping[str, Instrument]) -> dict[str, Any]:
    """Return {id, answers, abstained, questions, rejected} for {id, instrument, text?, facts?, on?}.

    With `facts` the confirmed ones stand over what the text suggests. An instrument that is not
    loaded is an abstention that names it. Raises BadCase with a Chinese sentence on a bad line.
    """
    case_id, code, text, facts, on = _read(case)
    instrument = instruments.get(code)
    if instrument is None:
        return _line(case_id, None, f"没有载入代码为“{code}”的文件，无从依据；请先导入并采用该文件。")
    ruling = route_text(instrument, text, facts, on=on) if text else route(instrument, facts, on=on)
    return _line(case_id, ruling, None)


def _read(case: Mapping[str, Any]) -> tuple[str, str, str, tuple[Fact, ...], dt.date | None]:
    if not isinstance(case, Mapping):
        raise BadCase(
            "not_an_object", '每行应当是一个 JSON 对象，如 {"id": "1", "instrument": "GD", "text": "…"}。'
        )
    for name in ("id", "instrument"):
        if not isinstance(case.get(name), str) or not case[name].strip():
            raise BadCase(f"no_{name}", f"缺少“{name}”，或者它不是非空的字符串。")
    text = case.get("text")
    if text is not None and not isinstance(text, str):
        raise BadCase("text_shape", "“text”应当是字符串。")
    if text is not None and len(text) > LONGEST_TEXT:
        raise BadCase("text_too_long", f"“text”超过 {LONGEST_TEXT} 字，请摘出案情后再试。")
    facts = case.get("facts")
    if facts is not None and not isinstance(facts, Mapping):
        raise BadCase("facts_shape", "“facts”应当是“维度: [代码]”的对象。")
    if text is None and facts is None:
        raise BadCase("no_content", "“text”和“facts”至少要有一个。")
    return case["id"], case["instrument"], text or "", confirmed_facts(facts or {}), _date(case.get("on"))


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
        return {"id": case_id, "answers": [], "abstained": True, "questions": [question], "rejected": []}
    return {
        "id": case_id,
        "answers": [
            {"unit": a.unit, "clause": a.clause, "act": [a.start, a.end], "role": a.role, "tier": a.tier}
            for a in ruling.answers
        ],
        "abstained": ruling.abstained,
        "questions": [{"dimension": q.dimension, "why": q.why} for q in ruling.questions],
        "rejected": [{"unit": r.unit, "clause": r.clause, "why": r.why} for r in ruling.rejected],
    }
