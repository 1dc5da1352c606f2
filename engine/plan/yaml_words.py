"""What the YAML parser complains about, in Vietnamese, at the place where the writer must mend it."""

import yaml

from engine.base.diagnostic import Diagnostic, Place

# Part of PyYAML's context or problem (either loader) -> sentence. The first that fits is taken.
_SENTENCES = (
    ("flow sequence", 'danh sách mở bằng "[" ở đây chưa đóng đúng; kiểm tra dấu "," và dấu "]"'),
    ("flow mapping", 'nhóm mở bằng "{{" ở đây chưa đóng đúng; kiểm tra dấu "," và dấu "}}"'),
    ("unexpected end of stream", "dấu nháy mở ở đây không có dấu nháy đóng"),
    ("unknown escape character", 'sau dấu "\\" trong dấu nháy kép có ký tự không hợp lệ; dùng dấu nháy đơn'),
    ("while parsing a quoted scalar", "chuỗi trong dấu nháy mở ở đây viết không đúng"),
    ("double-quoted scalar", "chuỗi trong dấu nháy mở ở đây viết không đúng"),
    ("mapping values are not allowed", 'dấu ":" không được ở đây; dòng trên thiếu ":" hoặc thụt lề sai, '
                                       'còn dấu ":" trong câu thì đặt cả câu trong dấu ""'),
    ("sequence entries are not allowed", 'dấu "-" của danh sách phải xuống dòng'),
    ("block sequence entries", 'dấu "-" của danh sách phải xuống dòng'),
    ("block collection", 'danh sách bắt đầu ở dòng {opened} bị ngắt: dòng này không mở đầu bằng "-" hoặc thụt lề sai'),
    ("block scalar", 'sau dấu "|" hoặc ">" phải xuống dòng'),
    ("block mapping", "nhóm mục bắt đầu ở dòng {opened} bị ngắt: dòng này thụt lề sai hoặc thừa chữ"),
    ("simple key", 'dòng này thiếu dấu ":" sau tên mục'),
    ("document start", "dòng này thụt lề khác dòng đầu tệp"),
    ("directive", 'dấu "%" không được đứng đầu dòng'),
    ("node", "ở đây thiếu một giá trị, hoặc thiếu dấu đóng ở dòng trước"),
    ("anchor", "không dùng dấu & và * của YAML ở đầu giá trị; đặt trong dấu nháy nếu là chữ"),
    ("alias", "không dùng dấu & và * của YAML ở đầu giá trị; đặt trong dấu nháy nếu là chữ"),
    ("tag", 'không dùng dấu "!" ở đầu giá trị; đặt trong dấu nháy nếu là chữ'),
)
_OPENED_HERE = ("flow sequence", "flow mapping", "quoted scalar")


def in_vietnamese(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """KH009 for a character that may not stand there, KH001 for everything else."""
    if isinstance(error, yaml.reader.ReaderError):
        return Diagnostic(_place_of(error.position, text, file), "KH009",
                          f"có ký tự điều khiển không hiện ra (U+{_ordinal(error):04X}); xóa ký tự đó")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Diagnostic(Place(file), "KH001", "tệp không phải YAML đúng")
    said = f"{error.context or ''} / {error.problem or ''}"
    opened = error.context_mark or error.problem_mark
    mark = opened if any(part in said for part in _OPENED_HERE) else error.problem_mark
    place = Place(file, mark.line + 1, mark.column + 1)
    if "cannot start any token" in said:
        return _bad_start(error.problem_mark, text, file)
    for part, sentence in _SENTENCES:
        if part in said:
            return Diagnostic(place, "KH001", sentence.format(opened=opened.line + 1))
    return Diagnostic(place, "KH001", "chỗ này không đúng cách viết YAML")


def _ordinal(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


def _place_of(position: int, text: str, file: str) -> Place:
    before = text[:position]
    return Place(file, before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _bad_start(mark: yaml.Mark, text: str, file: str) -> Diagnostic:
    line = [*text.splitlines(), ""][min(mark.line, text.count("\n"))]
    character = line[mark.column] if mark.column < len(line) else ""
    place = Place(file, mark.line + 1, mark.column + 1)
    if character == "\t":
        return Diagnostic(place, "KH009", "thụt lề bằng phím Tab; dùng dấu cách")
    return Diagnostic(place, "KH001", f'giá trị không được mở đầu bằng "{character}"; đặt trong dấu ""')
