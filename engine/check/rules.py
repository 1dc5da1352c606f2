"""The rules by number: severity and meaning. docs/checks.md explains each; a test holds the page to this list."""

from typing import NamedTuple

from engine.check.finding import Severity


class Rule(NamedTuple):
    """`reads`: whether the plan file, the text of the document, or both can show it."""

    severity: Severity
    what: str
    reads: str = "plan"


RULES: dict[str, Rule] = {
    "R00": Rule("I", "ngoại lệ đã ghi không khớp với phát hiện nào"),
    "R01": Rule("E", "hạn của một bước rơi trước hạn của bước cung cấp cho nó"),
    "R02": Rule("W", "quá ít ngày làm việc giữa một bước và bước nó cung cấp cho"),
    "R03": Rule("E", "biểu mẫu hoặc phụ lục được dẫn nhưng không kèm theo", "plan, text"),
    "R04": Rule("E", "hai biểu mẫu mang một ký hiệu", "plan, text"),
    "R05": Rule("W", "biểu mẫu kèm theo nhưng không bước nào dùng", "plan, text"),
    "R06": Rule("E", "một ký hiệu chỉ hai nội dung khác nhau", "plan, text"),
    "R07": Rule("W", "số thứ tự của mục bị thiếu hoặc trùng", "text"),
    "R08": Rule("E", "một chỗ dẫn chiếu dẫn tới chính nó hoặc đi vòng", "plan, text"),
    "R09": Rule("E", "dẫn chiếu tới phần không có, hoặc gọi văn bản bằng loại khác", "text"),
    "R10": Rule("E", "bước không ai chủ trì; vai trò, nhóm đơn vị không có đơn vị nào"),
    "R11": Rule("W", "bước có người làm nhưng không có hạn; việc định kỳ không có ngày"),
    "R12": Rule("E", "hạn dựa vào sự kiện không có ngày và không bước nào ấn định"),
    "R13": Rule("W", "ngày cuối là ngày nghỉ, hoặc đã qua trước ngày của chính kế hoạch"),
    "R14": Rule("W", "chỉ tiêu là một khoảng, không nói ít nhất hay nhiều nhất, không đạt được, hoặc đếm trùng"),
    "R15": Rule("E", "danh mục ở lời văn khác danh mục ở biểu mẫu", "plan, text"),
    "R16": Rule("E", "biểu mẫu hỏi dữ liệu chỉ có sau hạn của nó"),
    "R17": Rule("E", "một đường đi của quy trình trái với điều kiện được xét"),
    "R18": Rule("W", "các bước có thứ tự nhưng cùng hạn, hoặc nộp đúng ngày giai đoạn sau bắt đầu"),
    "R19": Rule("W", "kết quả mà kế hoạch nói tới không bước nào tạo ra"),
    "R20": Rule("W", "tiêu chí không có thang điểm, mức đạt, hoặc không ai đánh giá"),
    "R21": Rule("W", "hồ sơ quy định hai cách khác nhau; giấy tờ thiếu mẫu, số bản hoặc nơi xác nhận"),
    "R22": Rule("W", "chữ ký hoặc xác nhận mà chủ thể không thể có"),
    "R23": Rule("W", "giao việc cho cơ quan không thuộc quyền; khen thưởng sai thẩm quyền"),
    "R24": Rule("W", "ngày, chỉ tiêu hoặc nhiệm vụ nằm ngoài thời gian của kế hoạch"),
    "R25": Rule("E", "đơn vị hoặc vai trò không còn vào ngày phải làm"),
    "R26": Rule("W", "việc cấp trên giao mà kế hoạch cụ thể hoá chưa có bước nào đáp ứng"),
    "R27": Rule("I", "một số văn bản mang hai ngày"),
    "R28": Rule("W", "tần suất (n lần trong m năm) không định rõ năm"),
    "R29": Rule("W", "văn bản thiếu số, ngày hoặc cơ quan ban hành", "text"),
    "R30": Rule("E", "ngày không có thật", "plan, text"),
    "R31": Rule("W", "các giai đoạn chồng nhau hoặc giao nhau cùng ngày; thông báo sau khi bắt đầu"),
    "R32": Rule("W", "một cơ quan được gọi bằng hai tên hoặc hai cấp"),
    "R33": Rule("E", "điểm tối đa, điểm đạt, điểm liệt và các mức xếp loại không khớp nhau"),
    "R35": Rule("E", "bước không bao giờ tới được, hoặc vòng lặp không có lối ra"),
    "R36": Rule("W", "quá nhiều việc cùng hạn trong một ngày cho một người hoặc một đơn vị"),
}
