"""Each step of a batch done a second time, or after its end: a refusal that says the state, nothing stored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cast import AT, Cast
from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal, WrongState
from lianxi.journal.models import Entry
from lianxi.register.models import VaultPart
from lianxi.surveillance.actions import apply_batch, check_batch, discard_batch, withdraw_batch
from lianxi.surveillance.models import Batch
from surveillance.intake_stages import CASE, MEASURED, checked, rows, write_csv

Step = Callable[[Actor, int], object]
STEPS: dict[str, Step] = {
    "apply": lambda actor, pk: apply_batch(actor, AT, batch_id=pk),
    "apply the good rows": lambda actor, pk: apply_batch(actor, AT, batch_id=pk, without_errors=True),
    "check": lambda actor, pk: check_batch(actor, AT, batch_id=pk),
    "discard": lambda actor, pk: discard_batch(actor, AT, batch_id=pk),
    "withdraw": lambda actor, pk: withdraw_batch(actor, AT, batch_id=pk, reason="报送有误"),
}
ENDS = {
    "applied": ("apply",),
    "withdrawn": ("apply", "withdraw"),
    "discarded": ("discard",),
}
LEADS_ON = {("applied", "withdraw")}


@pytest.mark.parametrize(
    ("stream", "row"), [("measurements", rows(MEASURED, {})), ("cases", rows(CASE, {}))], ids=["m", "c"]
)
@pytest.mark.parametrize("end", ENDS)
def test_a_step_after_the_end_is_refused(
    cast: Cast, tmp_path: Path, stream: str, row: list[dict[str, str]], end: str
) -> None:
    batch = checked(cast, stream, write_csv(tmp_path / "a.csv", row))
    for step in ENDS[end]:
        STEPS[step](cast.staff, batch.pk)
    kept = (Entry.objects.count(), VaultPart.objects.count(), Batch.objects.values().get(pk=batch.pk))
    for name, step_again in STEPS.items():
        if (end, name) in LEADS_ON:
            continue
        with pytest.raises(Refusal) as refused:
            step_again(cast.staff, batch.pk)
        assert isinstance(refused.value, WrongState), (name, refused.value.sentence())
        assert refused.value.next_step
    assert kept == (
        Entry.objects.count(),
        VaultPart.objects.count(),
        Batch.objects.values().get(pk=batch.pk),
    )
