"""What waits on papers: a unit's receipts, and every draft under way for the hand it is in."""

from collections.abc import Iterator

from lianxi.core.actors import CONVENERS
from lianxi.core.desk import MOST, Desk, Rest, Task
from lianxi.papers.queries import list_at_desk

# What a paper under way waits for: the step, why it is the seat's, and how it reads where another seat must act.
STEPS = {
    "draft": ("修改文稿并送核稿", "你起草的文稿还没有送核稿", ""),
    "review": ("核稿", "文稿已送核稿", "等核稿"),
    "signing": ("签发公文", "核稿已通过，由办公室主任或召集人签发", "等签发"),
    "signed": ("给公文编号", "已签发，待编号", ""),
    "numbered": ("印发公文", "已编号，待印发", ""),
    "issued": ("发送公文", "已印发，待发送给收文单位", ""),
    "sent": ("公文归档", "收文单位都已签收", "等签收公文"),
}

# A unit's own paper goes through its own hands and takes its number from the unit's own system.
OWN_STEPS = {
    "signing": ("签发本单位的文稿", "文稿已提请本单位负责同志签发", ""),
    "signed": ("登记本单位的字号", "本单位负责同志已签发，待登记办公系统给出的字号", ""),
    "numbered": ("印发公文", "字号已登记，待印发", ""),
}


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what the unit has to sign for, and papers under way: the seat's own step, or another's."""
    actor = desk.actor
    if not (desk.speaks or actor.is_office or actor.kind in CONVENERS):
        return
    apart = desk.is_on("papers_apart")
    found = list_at_desk(desk.conference_id, actor, speaks=desk.speaks, apart=apart, limit=MOST + 1)
    for one in found[:MOST]:
        if not one.state:
            record = f"papers.paper:{one.record}"
            yield Task("签收公文", one.title, f"/papers/{one.record}", "公文发给你单位", record=record)
            continue
        what, why, other = (OWN_STEPS if one.own else {}).get(one.state, STEPS[one.state])
        why = f"还差 {one.unsigned} 个单位签收" if one.unsigned else why
        url = f"/papers/drafts/{one.record}"
        yield Task(what if one.mine else other, one.title, url, why, mine=one.mine)
    if len(found) > MOST:
        yield Rest("公文", "/papers")
