"""R01, R02: deadlines of steps that feed each other."""

from tests.check.plans import found, line, plan


def gives(phrase: str, more: str = "") -> str:
    return (f"{{mã: gui, tên: Gửi số liệu, chủ trì: đơn vị, hạn: {phrase}, cung cấp cho: [gop]{more}, "
            "trích mục: [{mục: III.1}]}")


def takes(phrase: str) -> str:
    return (f"{{mã: gop, tên: Gộp số liệu, phạm vi: cả đợt, chủ trì: đầu mối, hạn: {phrase}, "
            "trích mục: [{mục: III.2}]}")


def test_a_step_due_before_what_feeds_it_is_an_error_that_counts_the_days():
    loaded = plan(gives("trước ngày 30/11/2026"), takes("trước ngày 06/9/2026"))

    first, *others = found(loaded, "R01", "R02")

    assert (first.rule, first.severity, first.clauses, others) == ("R01", "E", ("III.2", "III.1"), [])
    assert first.message == ("Bước “Gộp số liệu” có hạn 05/09/2026 nhưng dùng kết quả của bước “Gửi số liệu”, "
                             "hạn 29/11/2026: sớm hơn 85 ngày.")
    assert first.repair == ("lùi hạn của “Gộp số liệu” tới sau 29/11/2026, hoặc đưa hạn của “Gửi số liệu” lên trước "
                            "05/09/2026")
    assert line(loaded, first).startswith("trước ngày 06/9/2026")


def test_a_step_that_needs_another_uses_its_result_too():
    needing = takes("trước ngày 06/9/2026").replace("}]}", "}], cần: [gui]}")
    loaded = plan(gives("trước ngày 30/11/2026").replace(", cung cấp cho: [gop]", ""), needing)

    assert [finding.rule for finding in found(loaded, "R01")] == ["R01"]


def test_too_few_working_days_between_two_steps_are_a_warning():
    loaded = plan(gives("trước ngày 20/11/2026"), takes("trước ngày 25/11/2026"))

    first, *others = found(loaded, "R01", "R02")

    assert (first.rule, first.severity, others) == ("R02", "W", [])
    assert "(19/11/2026)" in first.message and "(24/11/2026) chỉ có 2 ngày làm việc; cần ít nhất 3." in first.message
    assert first.repair == ("để hạn của “Gộp số liệu” vào 25/11/2026 hoặc sau đó, hoặc lấy hạn của “Gửi số liệu” là "
                            "18/11/2026 hoặc trước đó")


def test_the_repaired_deadlines_are_found_no_more():
    later = plan(gives("trước ngày 20/11/2026"), takes("chậm nhất ngày 25/11/2026"))
    earlier = plan(gives("chậm nhất ngày 18/11/2026"), takes("trước ngày 25/11/2026"))

    assert found(later, "R01", "R02") + found(earlier, "R01", "R02") == []


def test_the_plan_says_how_many_working_days_must_lie_between():
    loaded = plan(gives("trước ngày 20/11/2026"), takes("trước ngày 25/11/2026"),
                  rest="ngưỡng kiểm tra: {số ngày làm việc giữa hai bước: 2}\n")

    assert found(loaded, "R02") == []


def test_a_deadline_without_a_known_day_is_not_compared():
    loaded = plan(gives("trước ngày 30/11/2026"), takes("trong thời hạn 05 ngày kể từ ngày nhận việc"))

    assert found(loaded, "R01", "R02") == []


def test_two_ordered_steps_that_are_due_together_are_a_warning():
    loaded = plan("{mã: dau, tên: Đầu, phạm vi: cả đợt, chủ trì: đầu mối, hạn: trước ngày 05/02/2026}",
                  "{mã: sau, tên: Sau, phạm vi: cả đợt, chủ trì: đầu mối, sau: [dau], hạn: chậm nhất ngày 04/02/2026}")

    first, *others = found(loaded, "R01", "R02", "R18")

    assert (first.rule, first.severity, others) == ("R18", "W", [])
    assert first.message == "Bước “Đầu” làm trước bước “Sau” nhưng cả hai cùng hạn 04/02/2026."
    assert first.repair == "đưa hạn của “Đầu” lên 30/01/2026 hoặc trước đó, hoặc lùi hạn của “Sau”"
    assert line(loaded, first).startswith("chậm nhất ngày 04/02/2026")


def test_the_documents_own_numbered_steps_are_an_order():
    def numbered(step: str, number: int, phrase: str) -> str:
        return (f"{{mã: {step}, tên: {step}, chủ trì: đơn vị, hạn: {phrase}, "
                f"trích mục: [{{mục: II.4.2 Bước {number}}}]}}")

    together = plan(numbered("b", 2, "trước ngày 05/02/2026"), numbered("c", 3, "trước ngày 05/02/2026"))
    apart = plan(numbered("b", 2, "trước ngày 05/02/2026"), numbered("c", 3, "trước ngày 05/3/2026"))

    assert [f.clauses for f in found(together, "R18")] == [("II.4.2 Bước 2", "II.4.2 Bước 3")]
    assert found(apart, "R18") == []


def starting(given: str, opens: str) -> list:
    loaded = plan(f"{{mã: dau, tên: Đầu, chủ trì: đơn vị, hạn: {given}}}",
                  f"{{mã: sau, tên: Sau, chủ trì: đơn vị, sau: [dau], mở từ: {opens}, hạn: trước ngày 01/12/2026}}")
    return [(f.rule, str(f.message), str(f.repair)) for f in found(loaded, "R18", "R31")]


def test_a_step_handed_in_on_the_day_the_next_one_starts_is_a_warning():
    assert starting("đến hết ngày 10/6/2026", "ngày 10/6/2026") == [
        ("R18", "Bước “Đầu” nộp ngày cuối 10/06/2026, đúng ngày bước “Sau” bắt đầu.",
         "cho “Sau” bắt đầu từ 11/06/2026, hoặc kết thúc bước trước sớm hơn")]
    assert starting("đến hết ngày 10/6/2026", "ngày 11/6/2026") == []


def test_phases_that_overlap_or_hand_over_on_one_day_are_a_warning():
    window = "từ ngày 01/6/2026 đến hết ngày 10/6/2026"

    assert [(rule, said) for rule, said, _ in starting(window, "ngày 08/6/2026")] == [
        ("R31", "Bước “Sau” bắt đầu ngày 08/06/2026 khi bước “Đầu” làm trước nó còn tới 10/06/2026: "
                "chồng nhau 3 ngày.")]
    assert [(rule, said) for rule, said, _ in starting(window, "ngày 10/6/2026")] == [
        ("R31", "Bước “Đầu” kết thúc và bước “Sau” bắt đầu trong cùng ngày 10/06/2026.")]
    assert starting(window, "ngày 11/6/2026") == []


def test_a_plan_issued_after_what_it_orders_has_begun_is_a_warning():
    loaded = plan("{mã: dot-1, tên: Đợt 1, chủ trì: đơn vị, hạn: từ ngày 20/3/2026 đến hết ngày 30/6/2026}",
                  opening=", hạn: trước ngày 01/4/2026")
    in_time = plan("{mã: dot-1, tên: Đợt 1, chủ trì: đơn vị, hạn: từ ngày 20/4/2026 đến hết ngày 30/6/2026}",
                   opening=", hạn: trước ngày 01/4/2026")

    assert [str(f.message) for f in found(loaded, "R31")] == [
        "Bước “Ban hành” mở đợt có hạn 31/03/2026, sau khi bước “Đợt 1” đã bắt đầu ngày 20/03/2026: muộn 11 ngày."]
    assert found(in_time, "R31") == []
