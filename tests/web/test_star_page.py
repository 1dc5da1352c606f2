"""The button that marks a task, as a page and as a part of one."""

from tests.web.site import Site


def test_a_task_is_marked_and_stands_in_its_view(ward: Site):
    browser, of_a = ward.browser("a"), ward.world.task("dang-ky", "hoi-a").id
    assert "Đã đánh dấu" not in browser.get("/viec").text

    answer = browser.post(f"/viec/{of_a}/danh-dau", {"danh_dau": "co"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/viec/{of_a}")
    assert "Bỏ đánh dấu" in browser.get(f"/viec/{of_a}").text
    marked = browser.get("/viec?xem=danh-dau").text
    assert 'class="mark star"' in marked and "Đã đánh dấu (1)" in marked


def test_a_script_gets_the_button_alone(ward: Site):
    browser, of_a = ward.browser("a"), ward.world.task("dang-ky", "hoi-a").id
    browser.post(f"/viec/{of_a}/danh-dau", {"danh_dau": "co"})

    part = browser.post(f"/viec/{of_a}/danh-dau", {"danh_dau": ""}, headers={"HX-Request": "true"}).text

    assert part.startswith("<form class=\"star\"") and "Đánh dấu</button>" in part and "data-on" not in part


def test_who_may_not_see_the_task_is_told_nothing_of_it(ward: Site):
    of_a = ward.world.task("dang-ky", "hoi-a").id

    reply = ward.browser("b").post(f"/viec/{of_a}/danh-dau", {"danh_dau": "co"})

    assert reply.status_code == 404
    assert "không đánh dấu được" in reply.text
