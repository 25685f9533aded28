"""The page of the installation's health: what doctor sees, for the office alone."""

import pytest
from django.test import Client

from cast import Cast
from lianxi.core.doctor import Sign
from web.signing_in import seated


def test_the_office_sees_every_sign_and_nobody_else(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    look = "lianxi.clocks.selfcheck.look_at_years"
    monkeypatch.setattr(look, lambda _day: [Sign(False, "缺一样东西")])
    page = seated(Client(), cast.director).get("/health").content.decode()
    assert "处需要处理" in page
    assert page.index("缺一样东西") < page.index("仿宋_GB2312")
    assert seated(Client(), cast.member("市住建局")).get("/health").status_code == 404
    assert Client().get("/health").status_code == 302
