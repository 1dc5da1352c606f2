"""Text of a drawing to an lxml tree: no document type, no entities, no network, nothing but BPMN 2.0."""

from typing import Any

from lxml import etree

from engine.bpmn.write import BPMN, bpmn

MAX_BYTES = 2_000_000


class DrawingError(Exception):
    """A file that is no acceptable BPMN 2.0; one Vietnamese sentence and the line it speaks of."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def parse_bpmn(data: bytes) -> etree._Element:
    """The `definitions` element of UTF-8 text; raises DrawingError."""
    if len(data) > MAX_BYTES:
        raise DrawingError(f"tệp BPMN lớn quá {MAX_BYTES // 1_000_000} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise DrawingError(f"tệp không phải XML hợp lệ, sai ở dòng {line}", line) from None
    information: Any = root.getroottree().docinfo  # the stubs do not know `doctype`
    if information.doctype or any(isinstance(e, etree._Entity) for e in root.iter()):
        raise DrawingError("tệp có khai báo DOCTYPE hoặc thực thể; hãy lưu lại không có chúng")
    if root.tag != bpmn("definitions"):
        raise DrawingError("tệp không phải BPMN 2.0: phần tử ngoài cùng phải là definitions")
    return root


def local(element: etree._Element) -> str:
    """The element's name when it is BPMN's own, "prefix:name" for an extension, "" for a comment."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace == BPMN else f"{element.prefix or name.namespace}:{name.localname}"
