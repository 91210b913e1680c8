"""The live chat of twelve inputs on SpiffWorkflow: user tasks one after the other, a boundary timer around the conversation."""
import gc, json, os, sqlite3, sys, time
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

TALK = ["greet", "verify", "identify", "reply", "solvable", "solve", "reply_again", "more", "sell"]
REST = ["close", "record"]


def chain(names, start, end):
    """A start, manual tasks, an end, and the flows between them."""
    nodes = [f'<startEvent id="{start}"/>'] + [f'<manualTask id="{n}" name="{n}"/>' for n in names] + [f'<endEvent id="{end}"/>']
    ids = [start, *names, end]
    flows = [f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(ids, ids[1:])]
    return "".join(nodes + flows)


BPMN = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 id="d" targetNamespace="sop"><process id="chat" isExecutable="true">
<startEvent id="begin"/><sequenceFlow id="f0" sourceRef="begin" targetRef="talk"/>
<subProcess id="talk" name="talk">{chain(TALK, "talk_begin", "talk_end")}</subProcess>
<boundaryEvent id="silent" attachedToRef="talk" cancelActivity="true"><timerEventDefinition id="t">
<timeDuration xsi:type="tFormalExpression">"PT60S"</timeDuration></timerEventDefinition></boundaryEvent>
<sequenceFlow id="f1" sourceRef="silent" targetRef="asked"/><manualTask id="asked" name="asked"/>
<sequenceFlow id="f2" sourceRef="asked" targetRef="abandoned"/><endEvent id="abandoned"/>
<sequenceFlow id="f3" sourceRef="talk" targetRef="close"/><manualTask id="close" name="close"/>
<sequenceFlow id="f4" sourceRef="close" targetRef="record"/><manualTask id="record" name="record"/>
<sequenceFlow id="f5" sourceRef="record" targetRef="handled"/><endEvent id="handled"/>
</process></definitions>"""

parser = BpmnParser()
parser.add_bpmn_xml(etree.fromstring(BPMN))
spec, subs = parser.get_spec("chat"), parser.get_subprocess_specs("chat")


def begin(number):
    case = BpmnWorkflow(spec, subs)
    case.data.update(id=number, customer="Rina")
    case.do_engine_steps()
    return case


def step(case):
    task = next(t for t in case.get_tasks(state=TaskState.READY, manual=True))
    task.data["need"] = "saldo belum masuk"
    task.run()
    case.do_engine_steps()


def chat(number, each=lambda case: None, until=12):
    case = begin(number)
    each(case)
    for _ in range(until - 1):
        step(case)
        each(case)
    return case


n, folder = int(sys.argv[1]), sys.argv[2]
assert chat(0).is_completed()
began = time.perf_counter()
for number in range(n):
    chat(number)
print("cases_per_s", n / (time.perf_counter() - began))


def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


gc.collect()
before = resident()
parked = [chat(number, until=4) for number in range(n * 4)]
gc.collect()
print("bytes_parked", (resident() - before) / (n * 4))

serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
db = sqlite3.connect(os.path.join(folder, "spiff.db"), isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")
db.execute("CREATE TABLE cases (id INTEGER PRIMARY KEY, state TEXT)")
inputs = 0


def save(case):
    global inputs
    db.execute("INSERT OR REPLACE INTO cases VALUES (?, ?)", (case.data["id"], serializer.serialize_json(case)))
    inputs += 1


began = time.perf_counter()
for number in range(max(5, n // 10)):
    chat(number, save)
print("durable_inputs_per_s_1", inputs / (time.perf_counter() - began))
print("snapshot_bytes", len(serializer.serialize_json(parked[0])))
