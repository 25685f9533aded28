"""A round of nonsense through every form of the product; `make hardening PART=forms N=…` says how many."""

import os

import pytest
from django.test import Client

from cast import AT, Cast
from hardening.forms import fuzz_forms
from ledger.steps import acknowledged, entered
from meetings.stages import drafted_minutes
from papers.paths import drafted
from web.signing_in import seated


@pytest.mark.skipif("LIANXI_FORMS" not in os.environ, reason="a part of hardening: make hardening PART=forms")
def test_no_form_is_a_fault(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    drafted_minutes(cast)
    drafted(cast)
    acknowledged(cast, entered(cast))
    rounds = int(os.environ.get("LIANXI_FORMS", "1"))
    seed = int(os.environ.get("LIANXI_SEED", "13"))
    actors = (cast.staff, cast.member("市住建局"), cast.convener)
    clients = [seated(Client(raise_request_exception=False), actor) for actor in actors]
    told = fuzz_forms([*clients, Client(raise_request_exception=False)], rounds, seed, AT)
    with capsys.disabled():
        print(f"\n{told}")
    assert told.faults == []
    # Some get through: an act that is always refused at the first field shows nothing.
    assert told.statuses[302] > 50
