"""The reading as JSON has the fields of the contract, in their types."""

from __future__ import annotations

import json

from lianxi.law.reading import as_json, read_text

FIELDS = {
    "issuer", "doc_number", "date", "region", "title", "founds_conference", "units", "duties", "functions",
    "mechanisms", "convener", "office_host_unit", "meeting_frequency", "minutes_rule", "roster", "clauses",
    "sources", "findings", "document_kind", "kind_why", "groups", "deputies", "functions_count", "changes", "conferences",
}  # fmt: skip


def test_fields_and_types(qz):
    data = json.loads(json.dumps(as_json(qz), ensure_ascii=False))
    assert set(data) == FIELDS
    assert data["units"][0] == "市卫健委"
    assert data["duties"]["市卫健委"] == [1, 2, 3, 4, 5, 6]
    clause = next(one for one in data["clauses"] if one["id"] == "QZ-3-09-3")
    assert {"id", "unit", "number", "text", "start", "end", "kind", "acts"} <= set(clause)
    assert clause["kind"] == "duty"
    assert {"start", "end", "text", "roles", "co_units", "trigger", "scope"} <= set(clause["acts"][0])
    source = data["sources"]["issuer"][0]
    assert set(source) == {"start", "end", "rule"}
    assert len(data["functions"]) == 5
    assert data["roster"][0]["title"] == "市卫生健康委员会主任"


def test_silence_is_null():
    data = as_json(read_text("甲市控烟工作联席会议制度\n为加强控烟，建立本制度。"))
    for field in (
        "issuer",
        "doc_number",
        "date",
        "convener",
        "office_host_unit",
        "meeting_frequency",
        "minutes_rule",
    ):
        assert data[field] is None
    assert data["units"] is None
    assert data["duties"] == {}
