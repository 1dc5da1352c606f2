"""Who must act and what the act is, by the shape of a Vietnamese sentence: body, verb, object."""

import re
from dataclasses import dataclass

BODY = (r"(?:Ban|Ủy\s+ban|Uỷ\s+ban|Đảng\s+ủy|Đảng\s+uỷ|Đảng\s+bộ|Chi\s+bộ|Chi,\s+đảng\s+bộ|Cấp\s+ủy|Cấp\s+uỷ|Sở|Phòng|"
        r"Văn\s+phòng|Hội\s+đồng|Hội|Mặt\s+trận|Đoàn|Thường\s+trực|Chủ\s+tịch|Bí\s+thư|Thủ\s+trưởng|Lãnh\s+đạo|"
        r"Người\s+đứng\s+đầu|"
        r"Cơ\s+quan|Đơn\s+vị|Tổ\s+chức|Tập\s+thể|Cá\s+nhân|Chủ\s+thể|Địa\s+phương|Công\s+an|Trường|Trạm|Doanh\s+nghiệp|"
        r"Hợp\s+tác\s+xã|Cơ\s+sở|Cấp\s+(?:cơ\s+sở|xã|huyện|tỉnh|hội|ủy|bộ)|Hộ|Thôn|Xóm|Khu\s+phố|Tổ|Trung\s+tâm|Trưởng|"
        r"Giám\s+đốc|Hiệu\s+trưởng|UBND|HĐND|MTTQ|"
        r"UBMTTQ|Liên\s+đoàn|Thành\s+viên|Bộ\s+phận|Cán\s+bộ|Công\s+chức|Đồng\s+chí|Các\s+đồng\s+chí|Tỉnh\s+ủy|"
        r"Thành\s+ủy|"
        r"Xã|Phường|Huyện|Tỉnh|Tác\s+giả|Nhóm|Bộ|Viện|Ngành|Đội|Chi\s+hội|ß+)")
_MASK = "ß"
"""Stands in place of a noun that looks like a verb; a letter, so that words keep their ends."""
_VERBS = (
    "xây dựng", "tổ chức", "đăng ký", "gửi", "báo cáo", "tổng hợp", "hướng dẫn", "đôn đốc", "kiểm tra", "đánh giá",
    "tham mưu", "rà soát", "triển khai", "lựa chọn", "xem xét", "xét duyệt", "xét", "quyết định", "công nhận",
    "ban hành", "chỉ đạo", "phối hợp", "chủ trì", "theo dõi", "quán triệt", "tuyên truyền", "khảo sát", "thẩm định",
    "trình", "đề xuất", "đề nghị", "tiếp nhận", "căn cứ", "thành lập", "lập", "bình xét", "phát động", "thực hiện",
    "tiến hành", "phê duyệt", "cử", "giao", "chuẩn bị", "nộp", "hoàn thành", "hoàn thiện", "thông báo",
    "biểu dương", "khen thưởng", "phân công", "bố trí", "chấm", "giám sát", "tăng cường", "đẩy mạnh", "nâng cao",
    "duy trì", "hỗ trợ", "vận động", "chịu trách nhiệm", "lồng ghép", "giới thiệu", "tổng kết", "sơ kết",
    "tôn vinh", "vinh danh", "công bố", "phổ biến", "cung cấp", "mở", "ký", "gắn", "có trách nhiệm", "phản ánh",
    "rút kinh nghiệm", "tư vấn", "kiểm định", "thống nhất", "phân loại", "họp", "chọn", "nhân rộng")
_VERB = "|".join(v.replace(" ", r"\s+") for v in _VERBS)
_BETWEEN = (r"(?:(?:có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|tiếp\s+tục|tiến\s+hành|phải|cần|sẽ|thường\s+xuyên|"
            r"định\s+kỳ|chủ\s+động|"
            r"kịp\s+thời|trực\s+tiếp|h[àằ]ng\s+năm|mỗi\s+năm)\s+)*")
_SUBJECT = re.compile(
    rf"(?!Tổ\s+chức\s+(?!chính|đảng|cơ\s+sở|xã\s+hội|đoàn|công\s+đoàn)|Ban\s+hành|Trạng|Hộ\s+trợ)"
    rf"(?:(?P<order>Giao|Đề\s+nghị|Yêu\s+cầu|Phân\s+công|Đối\s+với)\s+(?:cho\s+)?)?"
    rf"(?P<who>(?:(?:Các|Mỗi|Từng|Những|Toàn\s+thể|"
    rf"Riêng)\s+)?{BODY}\b.{{0,260}}?),?\s+{_BETWEEN}(?P<verb>{_VERB})\b", re.I | re.S)
_FIRST_VERB = re.compile(rf"(?:{_BETWEEN})(?P<verb>{_VERB})\b", re.I)
_LEADING = re.compile(r"(?:(?:Sau\s+khi|Trên\s+cơ\s+sở|Căn\s+cứ|Ngay\s+từ|Định\s+kỳ(?=\s+\d)|Hằng\s+năm|Hàng\s+năm|"
                      r"Trong\s+quá\s+trình|"
                      r"Cuối\s+năm|Đối\s+với|Từ\s+(?:ngày|tháng)|Trước\s+(?:ngày|tháng)|Mỗi\s+(?:năm|quý|"
                      r"tháng))\b[^,;.]*"
                      r"(?:,\s*(?=\d)[^,;.]*)*[,;]\s+|(?:Cuối|Hằng|Hàng|Mỗi)\s+năm\s+)+", re.I)
_PASSIVE = re.compile(rf"(?:Việc\s+(?P<a>{_VERB})\b|(?:Bản|Phiếu|Báo\s+cáo|Hồ\s+sơ|Danh\s+sách|Kết\s+quả|Biên\s+bản|"
                      rf"Tờ\s+trình|Kế\s+hoạch)"
                      r"\b[^.;]{0,80}?\b(?P<b>gửi|nộp|lập|trình)\b)")
_TRAILING = re.compile(r",\s*(?:định\s+kỳ|mỗi|h[àằ]ng|ngay|trên\s+cơ\s+sở|căn\s+cứ)\b.*|\s+(?:trên\s+cơ\s+sở|"
                       r"căn\s+cứ(?:\s+vào)?)\s.*", re.I | re.S)
_NOUNS = re.compile(
    r"tổ chức(?= (?:chính trị|đảng|Đảng|cơ sở|xã hội|đoàn thể|công đoàn|mình|thành viên))|(?<=[Cc]ác )tổ chức\b|"
    r"(?<=, )tổ chức(?=,)|"
    r"(?<=từng )tổ chức\b|[Xx]ây dựng [Đđ]ảng|(?<=công )lập|thi đua(?:,? ?-? ?)khen thưởng|"
    r"(?<=[Đđ]oàn )thẩm định|(?<=[Tt]ổ )(?:thẩm định|giúp việc)|(?<=[Hh]ội đồng )(?:thẩm định|đánh giá|xét|thi đua)|"
    r"(?<=[Bb]an )(?:chỉ đạo|tổ chức|chỉ huy|kiểm tra|vận động|giám sát)|(?<=Ủy ban )kiểm tra|(?<=Uỷ ban )kiểm tra|"
    r"(?<=bộ phận )tham mưu(?: công tác)?|(?<=cơ quan )(?:tham mưu|chủ trì|quản lý|thực hiện)|"
    r"(?<=[Cc]hủ thể )thực hiện|"
    r"(?<=được )thẩm định|(?<=viên )đánh giá|(?<=đơn vị )(?:chủ trì|thực hiện|đăng ký)", re.I)
_TO = re.compile(
    rf"\b(?:gửi|nộp|chuyển|trình)\s+(?:[^,.;()]{{0,90}}?\s)??(?:về|cho|đến|tới|lên)?\s*"
    rf"(?P<to>{BODY}\b[^.;()]{{0,200}}?)(?=\s+(?:trước|chậm|muộn|để|theo|trong|tổng\s+hợp|xem\s+xét|phê\s+duyệt|qua|"
    rf"từ|chậm|"
    rf"năm|h[àằ]ng)\b|[.;()]|,|$)|"
    rf"\bbáo\s+cáo\s+(?:về\s+)?(?P<told>{BODY}\b[^.;()]{{0,200}}?)(?=\s+(?:trước|chậm|để|theo|xem|kết|qua)\b|[.;()]|"
    rf",\s+hoàn|"
    rf"$)|"
    rf"\b(?:về|với)\s+(?P<at>{BODY}\b[^.;()]{{0,200}}?)(?=\s+(?:trước|chậm|muộn|để|theo|trong)\b|[.;()]|,|$)")
_HEADING = re.compile(rf"(?P<order>Đề\s+nghị|Giao|Trách\s+nhiệm\s+(?:của\s+)?|Nhiệm\s+vụ\s+của|Đối\s+với)?\s*"
                      rf"(?P<who>(?:(?:Các|Mỗi|Từng)\s+)?{BODY}\b.*)", re.S | re.I)
_ACT = re.compile(r"Ban\s+hành|Tổ\s+chức\s+(?:thực|triển|kiểm|hội)|Hội\s+nghị", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """Subject and verb of a sentence; `who` is None where the sentence begins with its verb."""

    who: str | None
    verb: str | None
    asked: bool = False


def said_in(sentence: str) -> Said:
    """Subject and first verb; words that look like verbs inside the names of bodies are not taken for verbs."""
    passive = _PASSIVE.match(sentence)
    if passive:
        return Said(None, _plain(passive["a"] or passive["b"]))
    leading = _LEADING.match(sentence)
    for text in ([sentence] if leading is None else [sentence, sentence[leading.end():]]):
        masked = _NOUNS.sub(lambda m: _MASK * len(m[0]), text)
        match = _SUBJECT.match(masked)
        if match:
            who = _TRAILING.sub("", text[match.start("who"): match.end("who")]).strip(" ,")
            return Said(who, _plain(match["verb"]), bool(match["order"]) and _plain(match["order"]) == "đề nghị")
    first = _FIRST_VERB.match(masked)
    return Said(None, _plain(first["verb"]) if first else None)


def heading_actor(title: str) -> tuple[str, bool] | None:
    """The body a heading names ("1. Ban Xây dựng Đảng"), and whether it is asked; None for other headings."""
    found = _HEADING.match(title)
    if found is None or len(title) > 400 or _ACT.match(title):
        return None
    return found["who"].strip(" :.,"), _plain(found["order"] or "") == "đề nghị"


def receiver_in(sentence: str) -> str | None:
    """To whom something is sent, handed in or reported."""
    match = _TO.search(sentence)
    return next((g.strip(" ,") for g in match.groups() if g), None) if match else None


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
