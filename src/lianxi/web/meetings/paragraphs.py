"""The paragraphs of minutes on their page: what changed, who agreed, who may object, how an objection is adopted."""

from collections.abc import Mapping, Sequence

from lianxi.core.actors import Actor
from lianxi.meetings.queries import MinutesPage, Row, binding_line
from lianxi.meetings.queries.choices import Member
from lianxi.meetings.rows import ObjectionRow
from lianxi.meetings.rules.decisions import Fault
from lianxi.meetings.rules.sending import KEY
from lianxi.web.meetings.consent import keys_to_object, origin_of, seen_revision, waiting_of, words_of
from lianxi.web.meetings.shapes import ConsentOwnConsent, MinutesAdoption, MinutesParagraph, MinutesRun
from lianxi.web.shared.compare import word_changes


def runs_of(views: Sequence[Mapping[str, object]], own: ConsentOwnConsent) -> list[MinutesRun]:
    """Part the paragraphs into those to be read and, for a unit asked again, those that did not change since."""
    runs: list[MinutesRun] = []
    for view in views:
        folded = own["again"] and view["key"] not in own["changed"] and not view["objected"]
        if not runs or runs[-1]["folded"] is not folded:
            runs.append({"folded": folded, "words": "", "rows": []})
        runs[-1]["rows"].append(view)
    for run in runs:
        first, last = run["rows"][0]["place"], run["rows"][-1]["place"]
        run["words"] = f"第 {first} 段没有改动" if first == last else f"第 {first} 至 {last} 段没有改动"
    return runs


def list_paragraphs(
    page: MinutesPage, actor: Actor, faults: Sequence[Fault], drafts: dict[str, dict[str, str]]
) -> Sequence[Mapping[str, object]]:
    """Draw the paragraphs with what changed since the acting unit spoke, and the drafts of their forms."""
    before = {p["key"]: p for p in page.revision(seen_revision(page, actor)).paragraphs}
    mine = keys_to_object(page, actor)
    objected = {o.paragraph for o in page.objections if o.unit_id == actor.unit_id and o.state != "closed"}
    frozen = page.minutes.state == "issued"
    views: list[Mapping[str, object]] = []
    for place, row in enumerate(page.paragraphs, 1):
        key = f"minutes-{page.minutes.pk}-{row['key']}"
        old = row if frozen else before.get(row["key"])
        view: dict[str, object] = {
            **_paragraph(page, row, old),
            "place": place,
            "bad": any(fault.key == row["key"] and fault.severity == "error" for fault in faults),
            "draft_key": key,
            "may_object": row["key"] in mine and not row.get("removed"),
            "objected": row["key"] in objected,
            "object_key": f"{key}-object",
            "object_draft": drafts.get(f"{key}-object", {}),
        }
        form = {"text": row["text"], "seen": row["hash"]}
        # A draft keeps the hash it was typed on, so that an outdated one meets the merge page.
        views.append(view | {"form": form | dict(drafts.get(key, {})), "drafted": key in drafts})
    return views


def _paragraph(page: MinutesPage, row: Row, old: Row | None) -> MinutesParagraph:
    key, since = str(row["key"]), page.since(str(row["key"]))
    agreed, asked = page.table.tally(key)
    return {
        "key": key,
        "row": row,
        "pieces": word_changes(old["text"] if old is not None else "", row["text"]),
        "binding": binding_line(row["binding"]),
        "old_binding": _changed_binding(old, row),
        "count": f"{agreed}/{asked}",
        "count_words": f"同意（第 {since.number} 版起未变）"
        if since.number == 1
        else f"同意第 {since.number} 版",
        "all": agreed == asked,
        "waiting": waiting_of(page, key),
        "origin": origin_of(page, key, since.number),
        "reason": since.reason if since.number > 1 else "",
        "words": words_of(page, key),
    }


def _changed_binding(old: Row | None, row: Row) -> str:
    line = binding_line(old["binding"]) if old is not None else ""
    return line if old is not None and line != binding_line(row["binding"]) else ""


def adoption_of(
    row: ObjectionRow, page: MinutesPage, drafts: Mapping[str, Mapping[str, str]], members: Sequence[Member]
) -> MinutesAdoption | None:
    """Give the form by which an objection is adopted: the paragraph's words, its terms, and the reply begun."""
    own = next((p for p in page.paragraphs if p["key"] == row.paragraph and not p.get("removed")), None)
    if own is None or own["key"] == KEY:
        return None
    key, place = f"minutes-{page.minutes.pk}-adopt-{row.pk}", page.place_of(row.paragraph)
    draft, binding = drafts.get(key, {}), own["binding"] or {}
    begun = {"text": own["text"], "seen": own["hash"], "reply": f"采纳你单位意见，第 {place} 段已作修改。"}
    is_task = binding.get("kind") == "task"
    decision = page.decisions.get(binding["decision"]) if is_task else None
    return {
        "key": key,
        "place": place,
        "form": begun | dict(draft),
        "drafted": bool(draft),
        "binding": binding if is_task else None,
        "lead": decision.lead_unit_id if decision is not None else None,
        "co_ids": [one.unit_id for one in members if is_task and one.name in binding["co_units"]],
    }
