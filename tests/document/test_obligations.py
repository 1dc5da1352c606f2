"""What a document binds anybody to do: who, what, to whom, by when, on which form."""

from datetime import date

from engine.document.data import days_of, document_data, obligations_data
from tests.document.reading import of_file, sound


def brief(document):
    return [(o.clause, o.line, o.who, o.deadline and o.deadline.phrase, [code.name for code in o.forms])
            for o in document.obligations]


def test_the_heading_names_who_acts_and_each_deadline_makes_an_act_of_its_own():
    document = sound("""I. TỔ CHỨC THỰC HIỆN
1. Đề nghị các phòng, ban
- Gửi phiếu đăng ký về Ban Dân vận trước ngày 05/02/2026 (theo mẫu 01).
- Báo cáo kết quả 06 tháng đầu năm trước ngày 15/6/2026; báo cáo năm trước ngày 20/11/2026 (theo mẫu 02).
""")

    assert brief(document) == [
        ("I.1 gạch 1", 8, "các phòng, ban", "trước ngày 05/02/2026", ["Mẫu 1"]),
        ("I.1 gạch 2", 9, "các phòng, ban", "trước ngày 15/6/2026", []),
        ("I.1 gạch 2", 9, "các phòng, ban", "trước ngày 20/11/2026", ["Mẫu 2"])]
    assert [(o.asked, o.to, o.verb) for o in document.obligations] == [
        (True, "Ban Dân vận", "gửi"), (True, None, "báo cáo"), (True, None, "báo cáo")]


def test_the_year_report_is_not_one_of_last_year():
    document = sound("I. TỔ CHỨC THỰC HIỆN\n1. Các đơn vị\n- Gửi báo cáo năm trước ngày 20/11/2026.\n")

    found = document.obligations[0].deadline
    assert found.phrase == "trước ngày 20/11/2026"
    assert days_of(found, 2026) == (date(2026, 11, 20), date(2026, 11, 19))


def test_names_of_bodies_are_not_taken_for_verbs():
    document = sound("""I. TỔ CHỨC THỰC HIỆN
1. Ban Xây dựng Đảng phối hợp Hội đồng thi đua khen thưởng bình xét.
2. Các tổ chức chính trị - xã hội tiếp tục vận động hội viên.
3. Giao Phòng Nội vụ chủ trì, theo dõi, đôn đốc.
""")

    assert [(o.who, o.verb) for o in document.obligations] == [
        ("Ban Xây dựng Đảng", "phối hợp"), ("Các tổ chức chính trị - xã hội", "vận động"), ("Phòng Nội vụ", "chủ trì")]


def test_a_sentence_with_two_deadlines_is_cut_between_them():
    document = sound("I. TỔ CHỨC THỰC HIỆN\n1. Các xã công nhận mô hình trước ngày 30/11 (theo Biểu mẫu số 02) và gửi "
                     "báo cáo về Sở Nội vụ trước ngày 10/12 hàng năm.\n")

    assert [(o.deadline.phrase, o.quote[:9], [c.name for c in o.forms]) for o in document.obligations] == [
        ("trước ngày 30/11", "Các xã cô", ["Mẫu 2"]), ("trước ngày 10/12 hàng năm", "gửi báo c", [])]


def test_a_ward_plan_in_other_words_is_read():
    assert brief(of_file("ocop-phuong.txt")) == [
        ("C.1 điểm a", 28, "Chủ thể", "chậm nhất ngày 28/02/2026", ["Mẫu 1"]),
        ("C.1 điểm b", 31, "Phòng Kinh tế", "trong thời hạn 10 ngày làm việc kể từ ngày hết hạn đăng ký", []),
        ("C.2 điểm a", 36, "Chủ thể", "trước ngày 15 tháng 8 năm 2026", []),
        ("C.2 điểm b", 37, "Hội đồng đánh giá cấp phường", "trước 30/9/2026", []),
        ("C.2 điểm c", 38, "Hội đồng đánh giá cấp phường", "trong vòng 05 ngày làm việc kể từ ngày họp", []),
        ("D.1 gạch 1", 43, "Phòng Kinh tế", None, []),
        ("D.1 gạch 2", 44, "Phòng Kinh tế", "trước ngày 10/12/2026", []),
        ("D.2 gạch 1", 46, "Các khu phố", "trong tháng 02/2026", [])]


def test_a_guidance_of_every_year_is_read():
    assert brief(of_file("sang-kien-so.txt")) == [
        ("III Bước 1", 21, "Tác giả sáng kiến", "trước ngày 30 tháng 9 hằng năm", ["Phụ lục 1"]),
        ("III Bước 2", 23, "Hội đồng sáng kiến đơn vị", None, []),
        ("III Bước 2", 24, "thủ trưởng đơn vị", "trong thời hạn 15 ngày kể từ ngày họp", []),
        ("III Bước 3", 26, "Các đơn vị", "trước ngày 31/10 hằng năm", ["Phụ lục 2"]),
        ("IV.1", 29, "Thủ trưởng các sở, ngành", "ngay từ đầu năm", []),
        ("IV.2", 31, "Phòng Quản lý công nghệ", None, []),
        ("IV.2", 32, "Phòng Quản lý công nghệ", "trước ngày 20/11 hằng năm", [])]


def test_rules_of_a_contest_in_articles_are_read():
    document = of_file("the-le-cuoc-thi.txt")

    assert brief(document) == [
        ("Chương 2 Điều 4 khoản 1", 26, "Hội Liên hiệp Phụ nữ các xã, phường", "chậm nhất 17 giờ ngày 30/4/2026", []),
        ("Chương 2 Điều 4 khoản 2", 27, "Ban Giám khảo", "từ ngày 05/5/2026 đến ngày 20/5/2026", []),
        ("Chương 2 Điều 4 khoản 3", 28, None, "trong tháng 6/2026", []),
        ("Chương 2 Điều 4 khoản 4", 29, "Ban Tổ chức", "chậm nhất 05 ngày làm việc sau ngày tổ chức chung khảo", []),
        ("Chương 2 Điều 6", 35, "Ban Tổ chức", None, []),
        ("Chương 3 Điều 7 khoản 1", 39, "Ban Tổ chức Cuộc thi", None, []),
        ("Chương 3 Điều 7 khoản 2", 40, "Các cấp Hội", None, [])]
    assert [(r.name, r.line) for r in document.receivers] == [
        ("UBND tỉnh", 43), ("Hội LHPN các xã, phường", 44), ("Lưu: VT", 45)]
    assert (document.signed.authority, document.signed.position, document.signed.name) == (
        "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Nguyễn Thị Lan")


def test_a_party_inspection_plan_is_read():
    assert brief(of_file("kiem-tra-dang.txt"))[1:] == [
        ("II.2.1", 19, None, "trước 30/9/2027", []),
        ("III.1 cộng 1", 22, "Ủy ban Kiểm tra Đảng ủy", "trước ngày 15/3/2027", []),
        ("III.1 cộng 2", 23, "Ủy ban Kiểm tra Đảng ủy", "trong thời hạn 15 ngày kể từ ngày kết thúc kiểm tra", []),
        ("III.2 cộng 1", 25, "Các chi bộ được kiểm tra", "trước 05 ngày làm việc tính đến ngày kiểm tra", []),
        ("III.3 cộng 1", 27, "Văn phòng Đảng ủy", None, [])]


def test_head_basis_signer_and_receivers_are_read():
    assert document_data(of_file("sang-kien-so.txt")) == {
        "type": "Hướng dẫn", "title": "xét, công nhận sáng kiến cấp cơ sở", "number": "07/HD-SKHCN",
        "date": "05/03/2026", "issuer": "Sở Khoa học và Công nghệ tỉnh Bình Lâm",
        "signer": {"authority": None, "position": "GIÁM ĐỐC", "name": "Lê Văn Thuận"},
        "receivers": [{"name": "Các sở, ngành", "purpose": None, "line": 35},
                      {"name": "Lưu: VT, QLCN", "purpose": None, "line": 36}],
        "basis": [{"type": "Nghị định", "number": "13/2012/NĐ-CP", "date": "02/3/2012", "issuer": "Chính phủ",
                   "about": "ban hành Điều lệ Sáng kiến"}]}


def test_an_obligation_for_scripts_has_every_key_and_the_days():
    found = obligations_data(of_file("ocop-phuong.txt"))[3]

    assert found == {
        "clause": "C.2 điểm b", "line": 37, "who": "Hội đồng đánh giá cấp phường", "asked": False, "verb": "chấm",
        "what": "chấm điểm từng sản phẩm, hoàn thành trước 30/9/2026", "to": None, "forms": [],
        "quote": "Hội đồng đánh giá cấp phường chấm điểm từng sản phẩm, hoàn thành trước 30/9/2026.",
        "deadline": {"phrase": "trước 30/9/2026", "kind": "date", "bound": "exclusive", "recurs": None,
                     "named_day": date(2026, 9, 30), "last_day": date(2026, 9,
                                                                      29), "month": 9, "day": 30, "count": None,
                     "unit": None, "event": None, "times": None, "years": None, "problem": None}}
