"""Templates are compiled once for all applications of a test process, not once for each."""

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class _Kept(BytecodeCache):
    """Code by the key and the checksum of its source: what has changed is compiled again."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


_KEPT = _Kept()


def compiled_once(app: Flask) -> Flask:
    """The application, which shares its compiled templates with the others of this process."""
    app.jinja_env.bytecode_cache = _KEPT
    return app
