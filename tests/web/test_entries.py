"""The register over HTTP: what each person reads, and the form that proposes an initiative."""

import pytest

from tests.action.nho import rows
from tests.web.site import Site


@pytest.fixture
def known(ward: Site) -> Site:
    """Hội A and Hội B have an initiative each."""
    for letter in "ab":
        ward.world.send(letter, "dang-ky", answers=rows(f"Mô hình của {letter}"), code=f"hoi-{letter}")
    return ward


def _proposal(site: Site, **changes: str) -> dict[str, object]:
    unit_id = site.world.entries()["Mô hình của b"].unit_id
    return {"f.de-xuat.ten": "Giếng làng", "f.de-xuat.don_vi_thuc_hien": unit_id, "f.de-xuat.linh_vuc": "kinh-te",
            **changes}


def test_each_person_reads_what_concerns_them(known):
    pages = {login: known.browser(login).get("/mo-hinh").text for login in ("dau-moi", "a", "c", "nguoi-la")}

    seen = {login: ("Mô hình của a" in page, "Mô hình của b" in page) for login, page in pages.items()}
    assert seen == {"dau-moi": (True, True), "a": (True, False), "c": (False, False), "nguoi-la": (False, False)}


def test_the_page_of_an_entry_is_found_by_its_unit_and_by_overseers_only(known):
    found = known.world.entries()["Mô hình của a"].id

    statuses = {login: known.browser(login).get(f"/mo-hinh/{found}").status_code
                for login in ("dau-moi", "thuong-truc", "quan-tri", "a", "sep-a", "b", "nguoi-la")}

    assert statuses == {
        "dau-moi": 200, "thuong-truc": 200, "quan-tri": 200, "a": 200, "sep-a": 200, "b": 404, "nguoi-la": 404}


def test_search_and_filters_work_from_the_address(known):
    browser = known.browser("dau-moi")

    found = browser.get("/mo-hinh?q=CUA+b&linh_vuc=kinh-te").text
    none = browser.get("/mo-hinh?q=khong+co&trang=999999999&a.la=1").text

    assert "Mô hình của b" in found and "Mô hình của a" not in found
    assert "Không mô hình nào khớp bộ lọc này." in none


def test_what_is_typed_is_shown_as_text(known):
    page = known.browser("dau-moi").get("/mo-hinh?q=<script>alert(1)</script>").text

    assert "<script>alert" not in page


def test_the_register_of_a_run_elsewhere_is_not_found(known):
    assert known.browser("nguoi-la").get(f"/mo-hinh?dot={known.world.run_id}").status_code == 404
    assert known.browser("dau-moi").get("/mo-hinh?dot=khong-co").status_code == 404


def test_the_coordinator_proposes_an_initiative(known):
    browser, address = known.browser("dau-moi"), f"/mo-hinh/de-xuat?dot={known.world.run_id}"

    form = browser.get(address)
    reply = browser.post(address, _proposal(known))

    assert form.status_code == 200 and 'name="f.de-xuat.ten"' in form.text
    assert reply.status_code == 303
    page = browser.get(reply.location).text
    assert "Giếng làng" in page and "đề xuất ngoài đăng ký" in page


def test_a_proposal_with_gaps_comes_back_with_all_of_them_and_what_was_typed(known):
    address = f"/mo-hinh/de-xuat?dot={known.world.run_id}"

    gaps = {"f.de-xuat.don_vi_thuc_hien": "", "f.de-xuat.linh_vuc": ""}
    reply = known.browser("dau-moi").post(address, _proposal(known, **gaps))

    assert reply.status_code == 422
    assert "còn 2 chỗ" in reply.text and 'value="Giếng làng"' in reply.text
    assert set(known.world.entries()) == {"Mô hình của a", "Mô hình của b"}


def test_others_propose_nothing(known):
    address = f"/mo-hinh/de-xuat?dot={known.world.run_id}"

    statuses = {login: (known.browser(login).get(address).status_code,
                        known.browser(login).post(address, _proposal(known)).status_code)
                for login in ("a", "thuong-truc", "quan-tri", "nguoi-la")}

    assert statuses == {"a": (403, 403), "thuong-truc": (403, 403), "quan-tri": (403, 403), "nguoi-la": (404, 404)}
    assert known.browser("dau-moi").get("/mo-hinh/de-xuat").status_code == 404
