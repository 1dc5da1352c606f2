"""The expression language of plans: a whitelist over Python's grammar, turned into closures; nothing is ever eval'ed.

Surface: literals, names, dotted lookup in mappings (over a list of rows: the column), == != < <= > >= in, not in,
and/or/not, + - * /, if-else, lists, and the functions of FUNCTIONS. Every expression has a value: a missing name is
None, what cannot be ordered is False, what cannot be computed is None.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from engine.base.text import did_you_mean
from engine.plan import total

MAX_LENGTH = 2000
MAX_DEPTH = 60

Context = Mapping[str, object]
_Closure = Callable[[Context], object]

FUNCTIONS: dict[str, Callable[[object], object]] = {
    "dem": total.count, "tong": total.total, "so": total.to_number, "rong": total.empty, "ngay": total.day,
}
_OPERATORS: dict[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: total.plus, ast.Sub: total.minus, ast.Mult: total.times, ast.Div: total.divided,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[object, object], bool]] = {
    ast.Eq: total.equal, ast.NotEq: lambda a, b: not total.equal(a, b),
    ast.Lt: total.before, ast.Gt: lambda a, b: total.before(b, a),
    ast.LtE: total.not_after, ast.GtE: lambda a, b: total.not_after(b, a),
    ast.In: total.contains, ast.NotIn: lambda a, b: not total.contains(a, b),
}


class ExpressionError(Exception):
    """A text that is no expression; `column` counts characters from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression. `names` are the dotted names it looks up, "mo_hinh.nguon_goc" rather than "mo_hinh"."""

    text: str
    names: frozenset[str]
    _run: _Closure = field(repr=False, compare=False)

    def value(self, context: Context) -> object:
        """The value in a context of JSON-like values; never raises."""
        return self._run(context)

    def holds(self, context: Context) -> bool:
        """The value as yes or no."""
        return bool(self._run(context))


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """The expression; ExpressionError says, in Vietnamese, what stands where it must not."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"biểu thức dài {len(text)} ký tự, tối đa {MAX_LENGTH}", MAX_LENGTH + 1)
    bare = text.strip()
    if "\\" in bare:
        raise ExpressionError("biểu thức không dùng dấu gạch chéo ngược", text.index("\\") + 1)
    reader = _Reader(bare, len(text) - len(text.lstrip()))
    try:
        run = reader.read(ast.parse(bare, mode="eval").body, 0)
    except SyntaxError as error:
        column = max(error.offset or 1, 1) + reader.indent
        raise ExpressionError("biểu thức viết sai cú pháp", column) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError("biểu thức lồng nhau quá sâu hoặc có ký tự không đọc được", 1) from None
    return Expression(text, frozenset(reader.names), run)


class _Reader:
    """Turns the allowed nodes into closures and notes the names they look up."""

    def __init__(self, text: str, indent: int) -> None:
        self.text = text
        self.indent = indent
        self.names: set[str] = set()

    def refuse(self, node: ast.expr, message: str) -> ExpressionError:
        """The refusal at that node; the parser counts bytes, people count characters."""
        before = self.text.encode()[: node.col_offset].decode(errors="ignore")
        return ExpressionError(message, len(before) + 1 + self.indent)

    def read(self, node: ast.expr, depth: int) -> _Closure:
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"biểu thức lồng nhau quá {MAX_DEPTH} lớp")
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.BoolOp():
                return self._logic(node, depth + 1)
            case ast.UnaryOp():
                return self._unary(node, depth + 1)
            case ast.BinOp():
                return self._arithmetic(node, depth + 1)
            case ast.Compare():
                return self._comparison(node, depth + 1)
            case ast.IfExp():
                return self._choice(node, depth + 1)
            case ast.Call():
                return self._call(node, depth + 1)
            case ast.List() | ast.Tuple():
                items = [self.read(item, depth + 1) for item in node.elts]
                return lambda context: [item(context) for item in items]
        raise self.refuse(node, "biểu thức không cho phép cách viết này")

    def _constant(self, node: ast.Constant) -> _Closure:
        value = node.value
        if value is None or isinstance(value, str | bool):
            return lambda _: value
        if not isinstance(value, int | float) or total.number(value) is None:
            raise self.refuse(node, "chỉ dùng được chữ trong dấu nháy, số không quá lớn, True, False và None")
        return lambda _: value

    def _name(self, node: ast.Name | ast.Attribute) -> _Closure:
        parts: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
            if len(parts) > MAX_DEPTH:
                raise self.refuse(node, "tên có quá nhiều dấu chấm")
        if not isinstance(inner, ast.Name):
            raise self.refuse(node, "dấu chấm chỉ đứng sau một tên")
        path = (inner.id, *reversed(parts))
        for part in path:
            if part.startswith("_") or not part.isascii():
                raise self.refuse(node, f'tên "{part}" không dùng được: tên viết không dấu, không bắt đầu bằng "_"')
        self.names.add(".".join(path))
        return _follow(path)

    def _logic(self, node: ast.BoolOp, depth: int) -> _Closure:
        terms = [self.read(term, depth) for term in node.values]
        stop = isinstance(node.op, ast.Or)

        def run(context: Context) -> object:
            value: object = None
            for term in terms:
                value = term(context)
                if bool(value) is stop:
                    break
            return value

        return run

    def _unary(self, node: ast.UnaryOp, depth: int) -> _Closure:
        if isinstance(node.op, ast.Invert):
            raise self.refuse(node, 'biểu thức không dùng dấu "~"')
        of = self.read(node.operand, depth)
        if isinstance(node.op, ast.Not):
            return lambda context: not of(context)
        if isinstance(node.op, ast.USub):
            return lambda context: total.minus(0, of(context))
        return lambda context: total.number(of(context))

    def _arithmetic(self, node: ast.BinOp, depth: int) -> _Closure:
        apply = _OPERATORS.get(type(node.op))
        if apply is None:
            raise self.refuse(node, "phép tính chỉ gồm + - * /")
        left, right = self.read(node.left, depth), self.read(node.right, depth)
        return lambda context: apply(left(context), right(context))

    def _comparison(self, node: ast.Compare, depth: int) -> _Closure:
        tests = [_COMPARISONS.get(type(op)) for op in node.ops]
        terms = [self.read(term, depth) for term in (node.left, *node.comparators)]
        checked = [test for test in tests if test is not None]
        if len(checked) < len(tests):
            raise self.refuse(node, "phép so sánh chỉ gồm == != < <= > >= in, not in")

        if len(checked) == 1:
            test, left, right = checked[0], *terms
            return lambda context: test(left(context), right(context))

        def run(context: Context) -> bool:
            values = [term(context) for term in terms]
            return all(test(a, b) for test, a, b in zip(checked, values, values[1:], strict=False))

        return run

    def _choice(self, node: ast.IfExp, depth: int) -> _Closure:
        test, yes, no = (self.read(part, depth) for part in (node.test, node.body, node.orelse))
        return lambda context: yes(context) if test(context) else no(context)

    def _call(self, node: ast.Call, depth: int) -> _Closure:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            listed = ", ".join(FUNCTIONS)
            raise self.refuse(node, f"chỉ gọi được các hàm {listed}{did_you_mean(name, FUNCTIONS)}")
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            raise self.refuse(node, f'hàm "{node.func.id}" nhận đúng một giá trị')
        apply, of = FUNCTIONS[node.func.id], self.read(node.args[0], depth)
        return lambda context: apply(of(context))


def _follow(path: tuple[str, ...]) -> _Closure:
    first, rest = path[0], path[1:]

    def run(context: Context) -> object:
        value = context.get(first)
        for name in rest:
            value = total.lookup(value, name)
        return value

    return run
