"""Every act is done by a test: its function or its name stands in one; else the reason stands here."""

import re
from pathlib import Path

from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue

HERE = Path(__file__)
# What a day's run does by itself is reached by the tests of the run.
BY_A_RUN = {
    "outbox.delivery.confirm": "tests/outbox/test_digests.py sends, and the sender notes what the other side said",
    "outbox.delivery.fail": "tests/outbox/test_digests.py sends, and the sender notes what the other side said",
    "outbox.delivery.give_up": "tests/outbox/test_digests.py lets five days pass",
    "outbox.todo.confirm": "tests/outbox/test_todos.py lets the platform take and finish",
    "outbox.todo.fail": "tests/outbox/test_todos.py lets the platform fail",
    "outbox.todo.give_up": "tests/outbox/test_todos.py lets five days pass",
    "outbox.todo.settle": "tests/outbox/test_todos.py lets a task be finished over there",
}


def test_every_act_is_done_by_a_test() -> None:
    load_catalogue()
    named: set[str] = set()
    for path in HERE.parent.rglob("*.py"):
        if path != HERE:
            named |= set(re.findall(r"[a-z_]+(?:\.[a-z_]+)*", path.read_text(encoding="utf-8")))
    undone = {id_ for id_, one in catalogue.items() if id_ not in named and one.body.__name__ not in named}
    assert sorted(undone ^ set(BY_A_RUN)) == []
