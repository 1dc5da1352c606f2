import os

import pytest

from engine.cli.answer import CommandRefused
from engine.cli.transitions import configure_transitions
from engine.instance.cache import figures
from engine.instance.fact import Start
from engine.instance.step import step
from tests.bpmn.drawn import RETURNS


@pytest.fixture(autouse=True)
def as_it_was():
    yield
    configure_transitions(os.environ)


def test_off_keeps_nothing_and_steps_give_the_same():
    configure_transitions({"KHEO_TRANSITION_CACHE": "3"})
    kept = [step(RETURNS, None, Start()) for _ in range(2)]
    assert (figures().limit, figures().hits, figures().entries) == (3_000_000, 1, 1)

    configure_transitions({"KHEO_TRANSITION_CACHE": "off"})

    assert [step(RETURNS, None, Start()) for _ in range(2)] == kept
    assert (figures().hits, figures().entries, figures().limit) == (0, 0, 0)


def test_every_hit_is_computed_again_when_all_are_to_be():
    configure_transitions({"KHEO_TRANSITION_SHADOW": "1"})

    for _ in range(5):
        step(RETURNS, None, Start())

    assert (figures().checked, figures().alarms) == (4, 0)


@pytest.mark.parametrize(("given", "sentence"), [
    ({"KHEO_TRANSITION_CACHE": "nhiều"},
     'KHEO_TRANSITION_CACHE là "nhiều"; ghi số megabyte, như 64, hoặc off để tắt.'),
    ({"KHEO_TRANSITION_SHADOW": "2"}, 'KHEO_TRANSITION_SHADOW là "2"; ghi một số từ 0 đến 1, như 0.001.'),
    ({"KHEO_TRANSITION_SHADOW": "1.5"}, 'KHEO_TRANSITION_SHADOW là "1.5"; ghi một số từ 0 đến 1, như 0.001.'),
])
def test_a_value_that_cannot_be_meant_is_refused_in_one_sentence(given, sentence):
    with pytest.raises(CommandRefused) as refused:
        configure_transitions(given)

    assert refused.value.message == sentence
