from dataclasses import replace

import pytest

from engine.bpmn.lint import lint
from tests.bpmn.drawn import PARALLEL, PARTS, RETURNS, draw

BAD_ID = 'không dùng được: chỉ gồm chữ không dấu, số, ".", "-", "_", không trùng mã dành riêng'


@pytest.mark.parametrize("process", [RETURNS, PARALLEL])
def test_a_sound_process_has_no_mistakes(process):
    assert lint(process) == ()


@pytest.mark.parametrize(("ways", "mistake"), [
    ("bat-dau > a", '"A" phải có đúng một đường đi ra, ở đây có 0'),
    ("bat-dau > a > b > a", 'vòng lặp qua "A" không có cổng chọn một với đường mặc định để thoát ra'),
    ("bat-dau > chon > chon2 !\nchon > kt ?g\nchon2 > chon !\nchon2 > kt ?g",
     'vòng lặp qua "chon" không dừng lại chờ ai'),
    ("bat-dau > chon > a ?g\nchon > b ?h\na > kt\nb > kt", 'cổng chọn một "chon" phải có đúng một đường mặc định'),
    ("bat-dau > chon > a !\nchon > b\na > kt\nb > kt", 'đường đi "chon..b" ra từ cổng "chon" phải có điều kiện'),
    ("bat-dau > chon > a ?g!\nchon > b ?h\na > kt\nb > kt", 'đường mặc định "chon..a" không được có điều kiện'),
    ("bat-dau > a > kt\nb > kt", '"B" không nằm trên đường nào từ điểm bắt đầu'),
    ("bat-dau > re > a > kt\nre > re3", '"re3" phải có đường đi ra'),
    ("bat-dau > a ?g\na > kt", 'đường đi "bat-dau..a" có điều kiện nhưng không ra từ cổng chọn một'),
    ("bat-dau > a > kt\nkt > a", '"kt" là điểm kết thúc, không thể có đường đi ra'),
    ("a > kt", "quy trình phải có đúng một điểm bắt đầu, ở đây có 0"),
    ("bat-dau > a > kt\nhan-b > kt", '"han-b" phải gắn vào một việc, "b" không phải việc'),
    ("bat-dau > End > kt", 'mã "End" ' + BAD_ID),
    ("bat-dau > gửi > kt", 'mã "gửi" ' + BAD_ID),
    ("bat-dau > a > kt\nbat-dau > a", 'có 2 đường đi từ "bat-dau" đến "a"'),
])
def test_a_mistake_is_named(ways, mistake):
    assert mistake in lint(draw(ways))


def test_a_loop_without_a_way_to_an_end_is_found():
    process = draw("bat-dau > a > chon\nchon > a !\nchon > b ?g\nb > a")

    assert 'từ "A" không có đường đến điểm kết thúc' in lint(process)


def test_guards_must_be_defined_once_and_be_expressions():
    twice = replace(RETURNS, guards=(*RETURNS.guards, ("tra-lai", "True")))
    none = replace(RETURNS, guards=())
    wrong = replace(RETURNS, guards=(("tra-lai", "__import__('os')"),))

    assert lint(twice) == ('điều kiện "tra-lai" được định nghĩa 2 lần',)
    assert lint(none) == ('đường đi "chon..gui" dùng điều kiện "tra-lai" chưa định nghĩa',)
    assert lint(wrong) == ('điều kiện "tra-lai", ký tự 1: chỉ gọi được các hàm dem, tong, so, rong, ngay',)


def test_events_must_say_what_they_wait_for():
    process = draw("bat-dau > tin > moc > bao > kt", tin={"message": ""}, moc={"rule": " "}, bao={"message": "hai từ"})

    assert lint(process) == (
        '"tin" phải có tên tin, viết như một mã', '"moc" phải có thời hạn', '"bao" phải có tên tin, viết như một mã',
    )


def test_a_node_must_stand_in_a_lane_of_the_process():
    process = draw("bat-dau > a > kt", a={"lane": "Đơn vị"})

    assert lint(process) == ('"A" ở làn "Đơn vị" không có trong quy trình',)


def test_an_element_kheo_does_not_run_is_refused():
    process = draw("bat-dau > a > kt", a={"kind": "script"})

    assert lint(process) == ('"A" thuộc loại "script" không dùng được',)


def test_parts_that_are_called_are_judged_with_their_caller():
    wrong = draw("bat-dau-k > a", name="phan")

    assert lint(PARTS) == ()
    assert lint(draw("bat-dau > goi-phan > kt", called=(wrong,))) == (
        '"A" phải có đúng một đường đi ra, ở đây có 0', 'từ "bat-dau-k" không có đường đến điểm kết thúc',
        'từ "A" không có đường đến điểm kết thúc')


def test_a_call_names_a_process_that_is_there_and_none_calls_itself():
    one = draw("bat-dau-m > goi-hai > kt-m", name="mot")
    two = draw("bat-dau-h > goi-1 > kt-h", name="hai", goi_1={"calls": "mot"})

    assert lint(draw("bat-dau > goi-mot > kt")) == ('quy trình gọi "mot" không có trong các quy trình được gọi',)
    assert lint(draw("bat-dau > goi-mot > kt", called=(one, two))) == (
        'quy trình "mot" tự gọi lại chính nó', 'quy trình "hai" tự gọi lại chính nó')


@pytest.mark.parametrize(("node", "times"), [("a", "51"), ("a", "0"), ("a", "len(x)"), ("moc", "2")])
def test_only_a_task_is_done_by_several_and_by_fifty_at_most(node, times):
    process = draw("bat-dau > a > moc > kt", **{node: {"times": times, "name": "X"}})

    assert lint(process) == (
        f'"X" giao cho "{times}" nơi: chỉ một việc giao được cho nhiều nơi, từ 1 đến 50, hay tên một số đếm',)


def test_a_count_is_defined_and_is_no_condition():
    both = draw("bat-dau > chon > a > kt\nchon > kt2 ?so", a={"times": "so"})

    assert lint(draw("bat-dau > a > kt", a={"times": "so"})) == ('"A" giao theo số đếm "so" chưa định nghĩa',)
    assert lint(both)[0] == '"so" vừa là số đếm vừa là điều kiện của một đường đi'
