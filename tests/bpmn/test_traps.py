"""Twelve ways in which SpiffWorkflow alone loses data, hangs or sticks without a word, and what keeps us from each.

Every test first shows the trap on the library as it comes, then its absence in kheo.
"""

import json

import pytest
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import LargeBinary

from engine.bpmn.parse import parse_bpmn
from engine.bpmn.spec import BpmnError, PlanParser, flow_key, parse_spec, spec_of
from engine.bpmn.workflow import PlanWorkflow, ScriptRefused
from engine.instance.codec import decode, encode
from engine.instance.fact import Complete, InstanceError, Start
from engine.instance.scan import look, marks_of
from engine.instance.step import MAX_ROUNDS, open_nodes, step
from engine.store.tables import instance
from tests.bpmn.drawn import RETURNS, draw

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'


def plain(inside: str, ways: str) -> BpmnParser:
    """The library's own parser with a process of these nodes and flows "a>b a>c"."""
    flows = "".join(f'<sequenceFlow id="f{i}" sourceRef="{way.split(">")[0]}" targetRef="{way.split(">")[1]}"/>'
                    for i, way in enumerate(ways.split()))
    text = f'{HEAD}<process id="p"><startEvent id="s"/><endEvent id="e"/>{inside}{flows}</process></definitions>'
    parser = BpmnParser()
    parser.add_bpmn_str(text.encode())
    return parser


def running(inside: str, ways: str) -> BpmnWorkflow:
    parser = plain(inside, ways)
    workflow = BpmnWorkflow(parser.get_spec("p"))
    workflow.do_engine_steps()
    return workflow


def open_task(workflow: BpmnWorkflow, name: str):
    return next(t for t in workflow.tasks.values() if t.task_spec.name == name and t.state == TaskState.READY)


LINE = ('<userTask id="a"/><userTask id="b"/>', "s>a a>b b>e")
FORK = ('<parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/><userTask id="c"/>',
        "s>g g>a g>b a>j b>j j>c c>e")


def test_t1_the_library_loses_data_when_json_keys_change_order_and_our_state_has_none_to_lose():
    workflow = running(*LINE)
    open_task(workflow, "a").data["x"] = 1
    open_task(workflow, "a").run()
    serializer = BpmnWorkflowSerializer()
    saved = json.loads(serializer.serialize_json(workflow))
    saved["tasks"] = dict(reversed(saved["tasks"].items()))
    again = serializer.deserialize_json(json.dumps(saved))
    assert open_task(workflow, "b").data == {"x": 1}
    assert open_task(again, "b").data == {}

    state = step(RETURNS, None, Start()).state
    assert isinstance(state, bytes)
    assert isinstance(instance.c.state.type, LargeBinary)
    reordered = state[:12] + state[:11:-1]
    with pytest.raises(InstanceError, match="mã kiểm tra"):
        step(RETURNS, reordered, Complete("gui"))


def test_t2_the_library_lets_a_task_change_what_finished_tasks_said_and_our_tasks_say_nothing():
    workflow = running(*LINE)
    first = open_task(workflow, "a")
    first.data["answers"] = {"x": {"y": 1}}
    first.run()
    open_task(workflow, "b").data["answers"]["x"]["y"] = 2
    assert first.data == {"answers": {"x": {"y": 2}}}

    ours = decode(step(RETURNS, None, Start()).state, spec_of(flow_key(RETURNS)))
    assert [t.data for t in ours.tasks.values() if t.data] == []
    open_task(ours, "gui").data["list"] = [1]
    with pytest.raises(InstanceError, match="không được mang dữ liệu"):
        encode(ours)


def test_t3_an_answer_named_typename_makes_the_library_unable_to_load_and_never_reaches_our_state():
    workflow = running(*LINE)
    open_task(workflow, "a").data["typename"] = "x"
    serializer = BpmnWorkflowSerializer()
    saved = serializer.serialize_json(workflow)
    with pytest.raises(Exception, match="not callable"):
        serializer.deserialize_json(saved)

    ours = decode(step(RETURNS, None, Start()).state, spec_of(flow_key(RETURNS)))
    open_task(ours, "gui").data["typename"] = "x"
    with pytest.raises(InstanceError, match="không được mang dữ liệu"):
        encode(ours)


def test_t4_the_library_cuts_lists_at_a_join_and_our_join_carries_nothing():
    workflow = running(*FORK)
    for name, given in (("a", [1, 2, 3]), ("b", [9])):
        task = open_task(workflow, name)
        task.data["list"] = given
        task.run()
    workflow.do_engine_steps()
    assert open_task(workflow, "c").data == {"list": [9]}

    process = draw("bat-dau > re > a > re2 > c > kt\nre > b > re2")
    state = step(process, step(process, step(process, None, Start()).state, Complete("a")).state, Complete("b")).state
    assert [t.data for t in decode(state, spec_of(flow_key(process))).tasks.values() if t.data] == []


def test_t5_the_library_runs_a_finished_task_again_and_we_refuse():
    workflow = running(*LINE)
    task = open_task(workflow, "a")
    task.run()
    assert task.run() is True

    state = step(RETURNS, step(RETURNS, None, Start()).state, Complete("gui")).state
    with pytest.raises(InstanceError, match="đã xong"):
        step(RETURNS, state, Complete("gui"))


def test_t6_an_error_behind_a_task_leaves_the_library_stuck_and_our_task_open():
    workflow = running('<userTask id="a"/><exclusiveGateway id="g" default="f2"/><userTask id="b"/>', "s>a a>g g>e b>e")
    task, gateway = open_task(workflow, "a"), workflow.spec.task_specs["g"]
    gateway.default_task_spec = "nowhere"
    task.run()
    with pytest.raises(Exception, match="No conditions"):
        workflow.do_engine_steps()
    workflow.do_engine_steps()
    assert task.state == TaskState.COMPLETED
    assert not any(t.state == TaskState.READY for t in workflow.tasks.values())

    state = step(RETURNS, step(RETURNS, None, Start()).state, Complete("gui")).state
    with pytest.raises(InstanceError, match="không cho biết"):
        step(RETURNS, state, Complete("nhan"))
    assert [str(fact.node) for fact in open_nodes(RETURNS, state)] == ["nhan"]


def test_t7_the_library_is_blind_below_a_thousand_and_we_look_flat_and_stop_at_fifty_rounds():
    spec = spec_of(flow_key(RETURNS))
    deep = PlanWorkflow(spec)
    task = deep.task_tree
    for _ in range(1100):
        task = task._add_child(spec.task_specs["lam"], TaskState.FUTURE)
        task.parent._set_state(TaskState.COMPLETED)
    for other in deep.tasks.values():
        other._set_state(TaskState.COMPLETED)
    task._set_state(TaskState.READY)
    assert deep.get_tasks(state=TaskState.READY) == []
    assert BpmnWorkflow.is_completed(deep) is True

    deep.completed = False
    assert deep.over() is False
    assert [p.phase for p in look(deep, marks_of(flow_key(RETURNS))).values()][-1] == "open"
    gateway = task._add_child(spec.task_specs["chon"], TaskState.READY)
    assert deep.ready() is gateway
    state = step(RETURNS, None, Start()).state
    with pytest.raises(InstanceError, match=f"đã lặp quá {MAX_ROUNDS} vòng"):
        for turn in range(1, MAX_ROUNDS + 2):
            mark = f"#{turn}" if turn > 1 else ""
            state = step(RETURNS, state, Complete(f"gui{mark}")).state
            state = step(RETURNS, state, Complete(f"nhan{mark}", (("tra-lai", True),))).state
    assert open_nodes(RETURNS, state)[0].node.round == MAX_ROUNDS


def test_t8_an_event_sub_process_changes_the_librarys_shared_graph_and_we_refuse_to_draw_one():
    sub = ('<userTask id="a"/><subProcess id="y" triggeredByEvent="true"><startEvent id="ys"><messageEventDefinition/>'
           '</startEvent><sequenceFlow id="y1" sourceRef="ys" targetRef="ye"/><endEvent id="ye"/></subProcess>')
    parser = plain(sub, "s>a a>e")
    spec, subs = parser.get_spec("p"), parser.get_subprocess_specs("p")
    before = list(spec.start._outputs)
    workflow = BpmnWorkflow(spec, subs)
    workflow.do_engine_steps()
    event = subs["y"].bpmn_start_events[0].event_definition
    workflow.catch(BpmnEvent(event, payload={}))
    assert spec.start._outputs != before

    text = f'{HEAD}<process id="p"><startEvent id="s"/>{sub}</process></definitions>'
    with pytest.raises(BpmnError, match="subProcess"):
        parse_spec(parse_bpmn(text.encode()), "p")


def test_t9_a_reset_leaves_two_open_ends_in_the_library_and_does_not_exist_here():
    workflow = running(*FORK)
    first = open_task(workflow, "a")
    first.run()
    open_task(workflow, "b").run()
    workflow.do_engine_steps()
    workflow.reset_from_task_id(first.id)
    names = sorted(t.task_spec.name for t in workflow.tasks.values() if t.state == TaskState.READY)
    assert names == ["a", "c"]

    with pytest.raises(ScriptRefused):
        PlanWorkflow(spec_of(flow_key(RETURNS))).reset_from_task_id(1)


def test_t10_a_cycle_fires_all_it_missed_in_the_library_and_our_timers_know_no_time():
    inside = ('<userTask id="a"/><boundaryEvent id="h" attachedToRef="a" cancelActivity="false"><timerEventDefinition>'
              '<timeCycle>"R20/PT1H"</timeCycle></timerEventDefinition></boundaryEvent><userTask id="n"/>')
    workflow = running(inside, "s>a a>e h>n n>e")
    [waiting] = workflow.event_manager.tasks.values()
    waiting.internal_data["event_value"]["next"] = "2020-01-01T00:00:00+00:00"
    workflow.refresh_timers()
    workflow.do_engine_steps()
    assert sum(t.task_spec.name == "n" and t.state == TaskState.READY for t in workflow.tasks.values()) > 1

    text = f"""{HEAD}<process id="p"><startEvent id="s"/><endEvent id="e"/>{inside}
      <sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
      <sequenceFlow id="f3" sourceRef="h" targetRef="n"/><sequenceFlow id="f4" sourceRef="n" targetRef="e"/>
      </process></definitions>"""
    ours = PlanWorkflow(parse_spec(parse_bpmn(text.encode()), "p"))
    ours.do_engine_steps()
    [waiting] = ours.event_manager.tasks.values()
    waiting.internal_data["event_value"] = {"cycles": 20, "duration": 3600, "next": "2020-01-01T00:00:00+00:00"}
    ours.refresh_timers()
    ours.do_engine_steps()
    assert [t.task_spec.name for t in ours.tasks.values() if t.state == TaskState.READY] == ["a"]


def test_t11_two_timers_of_an_event_gateway_share_one_value_in_the_library_and_we_refuse_to_draw_one():
    timer = '<intermediateCatchEvent id="{0}"><timerEventDefinition><timeDuration>"{1}"</timeDuration>'
    close = "</timerEventDefinition></intermediateCatchEvent>"
    inside = ('<eventBasedGateway id="g"/>' + timer.format("t1", "P1D") + close + timer.format("t2", "P10D") + close)
    workflow = running(inside, "s>g g>t1 g>t2 t1>e t2>e")
    [waiting] = workflow.event_manager.tasks.values()
    assert isinstance(waiting.internal_data["event_value"], str)

    text = f'{HEAD}<process id="p"><startEvent id="s"/>{inside}</process></definitions>'
    with pytest.raises(BpmnError, match="eventBasedGateway"):
        parse_spec(parse_bpmn(text.encode()), "p")


def test_t12_in_a_loop_the_library_joins_before_all_branches_are_there_and_we_count_what_arrived():
    inside = FORK[0] + '<exclusiveGateway id="x"/><exclusiveGateway id="y" default="f9"/>'
    ways = "s>x x>g g>a g>b a>j b>j j>c c>y y>e y>x"
    condition = '<conditionExpression>turn == 1</conditionExpression>'
    flows = "".join(f'<sequenceFlow id="f{i + 1}" sourceRef="{way[0]}" targetRef="{way[2]}">'
                    f'{condition if way == "y>x" else ""}</sequenceFlow>' for i, way in enumerate(ways.split()))
    text = f'{HEAD}<process id="p"><startEvent id="s"/><endEvent id="e"/>{inside}{flows}</process></definitions>'
    for parser, joined in ((BpmnParser(), True), (PlanParser(), False)):
        parser.add_bpmn_xml(parse_bpmn(text.encode()))
        workflow = BpmnWorkflow(parser.get_spec("p"))
        workflow.do_engine_steps()
        for name in ("a", "b", "c", "b"):
            task = open_task(workflow, name)
            task.data["turn"] = 1
            task.run()
            workflow.do_engine_steps()
        standing = {t.task_spec.name for t in workflow.tasks.values() if t.state == TaskState.READY}
        assert ("c" in standing) is joined


def test_a_loaded_tree_has_the_engine_that_computes_nothing_where_the_librarys_own_would_run_anything():
    workflow = running(*LINE)
    serializer = BpmnWorkflowSerializer()
    again = serializer.deserialize_json(serializer.serialize_json(workflow))
    escape = "().__class__.__base__.__subclasses__()"
    assert len(again.script_engine.evaluate(again.task_tree, escape)) > 100

    ours = decode(step(RETURNS, None, Start()).state, spec_of(flow_key(RETURNS)))
    with pytest.raises(Exception, match="__subclasses__"):
        ours.script_engine.evaluate(ours.task_tree, escape)
