"""The chapters of a story assert like tests: a failure shows what was compared."""

import pytest

pytest.register_assert_rewrite(*(f"tests.story.{part}" for part in ("winter", "spring", "autumn", "closing", "review")))
