"""Reading XML that others may have written: no document type, no entities, no network, no giant trees."""

from typing import Any

from lxml import etree

MAX_BYTES = 2_000_000


class BpmnError(Exception):
    """A drawing that cannot be used; one Vietnamese sentence."""


def parse_xml(data: bytes) -> etree._Element:
    """The root element; BpmnError when the bytes are no XML or carry a document type."""
    if len(data) > MAX_BYTES:
        raise BpmnError(f"tệp BPMN lớn quá {MAX_BYTES // 1_000_000} MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise BpmnError(f"tệp BPMN không phải XML hợp lệ, dòng {line}") from None
    parsed: Any = root.getroottree()
    if parsed.docinfo.doctype or any(isinstance(e, etree._Entity) for e in root.iter()):
        raise BpmnError("tệp BPMN có khai báo DOCTYPE hoặc thực thể; hãy lưu lại không có chúng")
    return root
