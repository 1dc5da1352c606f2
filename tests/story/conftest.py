"""The chapters of a story assert like tests: a failure shows what was compared."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite(*(f"tests.story.{file.stem}" for file in sorted(Path(__file__).parent.glob("*.py"))))
