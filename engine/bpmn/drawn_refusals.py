"""Why an element of BPMN 2.0 or an extension of another tool has no place in a drawn plan, and what to draw instead."""

from typing import cast

from lxml import etree

from engine.base.diagnostic import Diagnostic, Place
from engine.bpmn.parse import local
from engine.plan.source import Pair, Scalar, Table

CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

_NO_MACHINE = ("kheo giao việc cho người, không gọi máy hay chạy mã",
               "vẽ user task cho người làm việc ấy, hoặc bỏ phần tử này")
_NO_MESSAGE = ("kheo tự báo khi một bước xong", "vẽ user task, và mũi tên luồng tin (message flow) giữa hai pool")
_NO_SIGNAL = ("kheo không có tín hiệu chung cho mọi quy trình", "dùng luồng tin giữa hai pool, hoặc “mở khi xong” "
                                                                "của bước")
_NO_NESTING = ("một bước không chứa quy trình khác", "vẽ các bước của nó ngay trong pool")
_NO_WAITING = ("kheo không có quy trình con chờ sự kiện", "vẽ bước ấy trong pool, với luồng tin hay hẹn giờ")
_NO_UNDO = ("việc đã gửi được giữ nguyên trong hồ sơ, không tự hoàn tác", "vẽ một bước xử lý riêng")
_ONE_WAY = ("kheo chỉ chọn một đường hoặc đi mọi đường", "dùng cổng exclusive (×) có điều kiện, hoặc cổng parallel (+)")
_NO_REPEAT = ("mỗi bước là một việc; mỗi đơn vị, mỗi mô hình đã có việc riêng",
              "đặt bước ở pool “Mỗi đơn vị” hay “Mỗi mô hình”, ghi thuộc tính “định kỳ”, hoặc “lấy ý kiến” của "
              "nhiều nơi")
_BY_LADDER = ("việc trễ được nhắc và báo lên theo “đôn đốc” của kế hoạch", "bỏ phần tử này, viết mức báo ở “đôn đốc”")
REASONS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("serviceTask", "scriptTask", "businessRuleTask"), _NO_MACHINE),
    **dict.fromkeys(("sendTask", "receiveTask"), _NO_MESSAGE),
    **dict.fromkeys(("subProcess", "globalTask", "globalUserTask"), _NO_NESTING),
    "adHocSubProcess": ("kheo phải biết trước việc nào sau việc nào", "vẽ các bước song song, không nối với nhau"),
    "transaction": _NO_UNDO, "compensateEventDefinition": _NO_UNDO, "cancelEventDefinition": _NO_UNDO,
    **dict.fromkeys(("inclusiveGateway", "complexGateway"), _ONE_WAY),
    "eventBasedGateway": ("kheo không chọn đường theo việc nào xảy ra trước", "dùng cổng exclusive (×) có điều kiện"),
    "signalEventDefinition": _NO_SIGNAL, "linkEventDefinition": ("mũi tên phải thấy được", "nối thẳng bằng mũi tên"),
    "escalationEventDefinition": _BY_LADDER,
    "errorEventDefinition": ("việc của người không có lỗi máy", "dùng vòng trả lại để bổ sung"),
    "conditionalEventDefinition": ("kheo không canh điều kiện", "dùng cổng exclusive (×), hoặc “chỉ khi” của bước"),
    "terminateEventDefinition": ("kết thúc một nhánh không được hủy việc của nhánh khác", "dùng sự kiện kết thúc trơn"),
    "standardLoopCharacteristics": _NO_REPEAT, "multiInstanceLoopCharacteristics": _NO_REPEAT,
}
_OTHERWISE = ("kheo không biết phần tử này", "chỉ dùng sự kiện bắt đầu, kết thúc, hẹn giờ, tin; user task; cổng × "
              "và +; mũi tên, luồng tin, pool, lane, ghi chú")


class Refusals:
    """What is wrong in one drawing, gathered so that everything is told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def refuse(self, element: etree._Element, code: str, message: str) -> None:
        self.found.append(Diagnostic(self.place(element), code, f"{called(element)}: {message}"))

    def element(self, element: etree._Element, inner: etree._Element | None = None) -> None:
        """Refuses the element, or what it carries, by the whitelist."""
        word = local(element if inner is None else inner)
        reason, remedy = REASONS.get(word, _OTHERWISE)
        if word == "subProcess" and element.get("triggeredByEvent") == "true":
            reason, remedy = _NO_WAITING
        carried = "" if inner is None else f"mang {word}, "
        self.refuse(element, "KH081", f"{carried}không dùng được trong kế hoạch vẽ: {reason}; {remedy}")

    def place(self, element: etree._Element) -> Place:
        return Place(self.file, cast(int, element.sourceline or 1))

    def scalar(self, element: etree._Element, text: str, *, plain: bool = False) -> Scalar:
        return Scalar(self.place(element), text, plain)

    def pair(self, key: str, element: etree._Element, text: str) -> Pair:
        """A key with a text that the element says."""
        return Pair(key, self.place(element), self.scalar(element, text))

    def table(self, element: etree._Element, *pairs: Pair) -> Table:
        return Table(self.place(element), pairs)


def called(element: etree._Element) -> str:
    """How a sentence names an element: kind, id and name."""
    name = " ".join(element.get("name", "").split())
    return f'{local(element)} "{element.get("id", "?")}" ' + (f"“{name}”" if name else "(không tên)")
