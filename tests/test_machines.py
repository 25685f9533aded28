"""The transition tables: every state reachable, every action known, every refusal explained."""

import pytest

from lianxi.core.refusals import WrongState
from lianxi.core.rooms import machines
from lianxi.core.transitions import Machine
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue

load_catalogue()
MACHINES = tuple(machines().values())
# A row that is a part of other acts (closing or cancelling a meeting carries its topics).
PARTS = {"meetings.meeting.carry"}
STEPS = [(m, row.action, state.value) for m in MACHINES for row in m.rows for state in m.states]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_state_is_labelled_and_reachable(machine: Machine) -> None:
    states = {state.value for state in machine.states}
    assert set(machine.labels) == states
    assert machine.reachable() == states
    assert {row.target for row in machine.rows} | {s for row in machine.rows for s in row.sources} <= states


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_row_names_an_action(machine: Machine) -> None:
    assert {row.action for row in machine.rows} <= set(catalogue) | PARTS


@pytest.mark.parametrize(("machine", "action", "state"), STEPS, ids=lambda v: getattr(v, "name", str(v)))
def test_a_step_leads_where_the_table_says_or_is_explained(machine: Machine, action: str, state: str) -> None:
    targets = [row.target for row in machine.rows if row.action == action and state in row.sources]
    if targets:
        assert machine.step(action, state) == targets[0]
        assert len(set(targets)) == 1
        return
    with pytest.raises(WrongState) as refusal:
        machine.step(action, state)
    assert machine.labels[state] in refusal.value.message
    assert refusal.value.next_step
    assert refusal.value.rule
    assert not machine.may(action, state)
