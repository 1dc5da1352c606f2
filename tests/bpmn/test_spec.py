import pytest

from engine.bpmn.parse import parse_bpmn
from engine.bpmn.spec import BpmnError, flow_key, parse_spec, spec_of
from engine.bpmn.timer import Announcement, AwaitedMessage, PlannedTimer
from engine.bpmn.workflow import GuardUnknown, PlanWorkflow, ScriptRefused
from tests.bpmn.drawn import PARALLEL, RETURNS, draw

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'


def drawing(inside: str, more: str = "") -> bytes:
    return f"""{HEAD}<process id="p">
      <startEvent id="bat-dau"/><sequenceFlow id="f1" sourceRef="bat-dau" targetRef="x"/>
      {inside}
      <sequenceFlow id="f2" sourceRef="x" targetRef="kt"/><endEvent id="kt"/>{more}
    </process></definitions>""".encode()


def test_events_become_waits_without_clock_and_payload():
    specs = spec_of(flow_key(PARALLEL)).task_specs

    assert {name: type(specs[name].event_definition) for name in ("moc-d", "han-a", "tin-c", "bao-b")} == {
        "moc-d": PlannedTimer, "han-a": PlannedTimer, "tin-c": AwaitedMessage, "bao-b": Announcement,
    }


def test_one_graph_serves_all_processes_of_equal_flow():
    other = draw("bat-dau > moc > kt", moc={"rule": "trước 1/1/2027", "name": "Mốc khác"})

    assert spec_of(flow_key(draw("bat-dau > moc > kt"))) is spec_of(flow_key(other))
    assert flow_key(draw("bat-dau > moc > kt")) != flow_key(draw("bat-dau > moc2 > kt"))


def test_a_drawn_file_with_listed_elements_can_be_run():
    workflow = PlanWorkflow(parse_spec(parse_bpmn(drawing('<userTask id="x"/>')), "p"))

    assert "x" in {task.task_spec.name for task in workflow.tasks.values()}


@pytest.mark.parametrize(("inside", "name"), [
    ('<scriptTask id="x"><script>import os</script></scriptTask>', "scriptTask"),
    ('<serviceTask id="x"/>', "serviceTask"),
    ('<subProcess id="x"><startEvent id="s"/></subProcess>', "subProcess"),
    ('<adHocSubProcess id="x"/>', "adHocSubProcess"),
    ('<eventBasedGateway id="x"/>', "eventBasedGateway"),
    ('<inclusiveGateway id="x"/>', "inclusiveGateway"),
    ('<businessRuleTask id="x"/>', "businessRuleTask"),
    ('<userTask id="x"><multiInstanceLoopCharacteristics/></userTask>', "multiInstanceLoopCharacteristics"),
    ('<userTask id="x"><multiInstanceLoopCharacteristics><loopCardinality>len(x)</loopCardinality>'
     '</multiInstanceLoopCharacteristics></userTask>', "multiInstanceLoopCharacteristics"),
    ('<intermediateCatchEvent id="x"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>'
     '</multiInstanceLoopCharacteristics></intermediateCatchEvent>', "multiInstanceLoopCharacteristics"),
    ('<userTask id="x"><standardLoopCharacteristics/></userTask>', "standardLoopCharacteristics"),
    ('<userTask id="x"><dataInputAssociation/></userTask>', "dataInputAssociation"),
    ('<intermediateCatchEvent id="x"><signalEventDefinition/></intermediateCatchEvent>', "signalEventDefinition"),
    ('<intermediateCatchEvent id="x"><conditionalEventDefinition/></intermediateCatchEvent>',
     "conditionalEventDefinition"),
])
def test_an_element_that_is_not_listed_is_refused_by_name(inside, name):
    with pytest.raises(BpmnError) as refusal:
        parse_spec(parse_bpmn(drawing(inside)), "p")

    assert str(refusal.value) == f'phần tử "{name}" ở "x" không dùng được trong quy trình'


def test_an_event_sub_process_is_refused_though_no_flow_leads_to_it():
    more = '<subProcess id="y" triggeredByEvent="true"><startEvent id="s"/></subProcess>'

    with pytest.raises(BpmnError, match='"subProcess" ở "y"'):
        parse_spec(parse_bpmn(drawing('<userTask id="x"/>', more)), "p")


def test_two_events_at_one_node_are_refused():
    inside = '<intermediateCatchEvent id="x"><timerEventDefinition/><messageEventDefinition/></intermediateCatchEvent>'

    with pytest.raises(BpmnError, match="nhiều hơn một sự kiện"):
        parse_spec(parse_bpmn(drawing(inside)), "p")


def test_a_condition_is_a_name_with_a_known_truth_and_nothing_is_ever_computed():
    workflow = PlanWorkflow(spec_of(flow_key(RETURNS)), (("tra-lai", True),))
    engine = workflow.script_engine
    task = workflow.task_tree

    assert engine.evaluate(task, "tra-lai") is True
    with pytest.raises(GuardUnknown):
        engine.evaluate(task, "1 == 1")
    for refused in (
        lambda: engine.environment.evaluate("1", {}), lambda: engine.environment.execute("1", {}),
        lambda: engine.environment.call_service({}), lambda: engine.execute(task, "1"),
        lambda: engine.call_service(task), lambda: workflow.reset_from_task_id(task.id),
    ):
        with pytest.raises(ScriptRefused):
            refused()
    with pytest.raises(SyntaxError):
        engine.validate("1")
