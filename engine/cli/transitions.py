"""The transition cache as the environment sets it: KHEO_TRANSITION_CACHE and KHEO_TRANSITION_SHADOW."""

import re
from collections.abc import Mapping

from engine.cli.answer import CommandRefused
from engine.cli.words import say
from engine.instance.cache import DEFAULT_BYTES, DEFAULT_SHADOW, MEGABYTE, configure

_OFF = "off"


def configure_transitions(environment: Mapping[str, str]) -> None:
    """Set the cache of this process; CommandRefused when a value cannot be meant."""
    size = environment.get("KHEO_TRANSITION_CACHE", str(DEFAULT_BYTES // MEGABYTE))
    if size != _OFF and not re.fullmatch("[0-9]{1,5}", size):
        raise CommandRefused("transition_cache", say(
            'KHEO_TRANSITION_CACHE là "{given}"; ghi số megabyte, như 64, hoặc off để tắt.', given=size))
    shadow = environment.get("KHEO_TRANSITION_SHADOW", str(DEFAULT_SHADOW))
    if not re.fullmatch(r"[01]|[01]?\.[0-9]{1,6}", shadow) or float(shadow) > 1:
        raise CommandRefused("transition_shadow", say(
            'KHEO_TRANSITION_SHADOW là "{given}"; ghi một số từ 0 đến 1, như 0.001.', given=shadow))
    configure(0 if size == _OFF else int(size) * MEGABYTE, float(shadow))
