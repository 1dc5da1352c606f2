"""The chapters of a story assert like tests: a failure shows what was compared."""

import pytest

PARTS = ("year", "screen", "desk", "pages", "winter", "spring", "autumn", "closing", "review",
         "tan_ky_summer", "tan_ky_autumn")
pytest.register_assert_rewrite(*(f"tests.story.{part}" for part in PARTS))
