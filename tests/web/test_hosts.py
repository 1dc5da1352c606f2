"""Only our own address is answered, and a link in a letter leads there whatever the request claimed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.store.tables import outbox
from tests.web.site import Browser, Site
from web.app import create_app
from web.settings import Settings

OURS = "https://kheo.phuong.vn"


@pytest.fixture
def open_to_all(ward: Site) -> Settings:
    settings = ward.app.extensions["kheo"]
    assert isinstance(settings, Settings)
    return replace(settings, mail=True)


@pytest.fixture
def ours(open_to_all: Settings) -> Browser:
    """A browser at an installation that knows its address."""
    return Browser(create_app(replace(open_to_all, url=OURS)).test_client())


@pytest.mark.parametrize(("host", "status"), [
    ("kheo.phuong.vn", 200), ("kheo.phuong.vn:443", 200), ("127.0.0.1:8080", 200), ("localhost", 200),
    ("[::1]:80", 200),
    ("noi-khac.vn", 421), ("kheo.phuong.vn.noi-khac.vn", 421), ("noi-khac.vn:kheo.phuong.vn", 421), ("", 421),
])
def test_pages_are_answered_under_our_name_only(ours: Browser, host: str, status: int):
    answer = ours.get("/dang-nhap", Host=host)

    assert answer.status_code == status
    assert (answer.text == "kheo không nằm ở địa chỉ này; hãy mở https://kheo.phuong.vn.\n") == (status == 421)


def test_a_monitor_may_ask_a_node_by_its_number(ours: Browser):
    assert ours.get("/healthz", Host="10.0.0.7").status_code == 200


def test_without_an_address_every_name_is_answered(ward: Site):
    assert ward.visitor().get("/dang-nhap", Host="noi-khac.vn").status_code == 200


def test_the_link_in_a_letter_leads_to_our_address_not_to_the_one_asked_under(ward: Site, open_to_all: Settings):
    at = create_app(replace(open_to_all, url=OURS))
    claimed = Browser(at.test_client())
    claimed.post("/quen-mat-khau", {"ten": "a"}, headers={"X-Forwarded-Host": "noi-khac.vn", "Host": "localhost"})

    with ward.world.database.read() as connection:
        [body] = connection.execute(select(outbox.c.body).where(outbox.c.recipient == "a@nho.vn")).scalars()
    assert f"\n{OURS}/quen-mat-khau/" in body
    assert "noi-khac.vn" not in body


def test_where_no_mail_goes_out_the_page_says_who_helps(ward: Site):
    page = ward.visitor().get("/quen-mat-khau").text
    ward.visitor().post("/quen-mat-khau", {"ten": "a"})

    assert "Bản cài đặt này không gửi thư điện tử." in page
    with ward.world.database.read() as connection:
        assert connection.execute(select(outbox.c.id)).all() == []
