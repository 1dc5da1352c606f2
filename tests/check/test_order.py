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
