"""Prints what the peers' runs measured, and how many times as much ours does."""
import os
import sys

ROWS = [  # name, file, cases/s, bytes a parked case, durable inputs/s at 1, 32 and 256 clients
    ("ours", "ours", "cases_per_s", "bytes_parked"),
    ("XState, actors", "xstate", "actor_cases_per_s", "actor_bytes_parked"),
    ("XState, pure", "xstate", "pure_cases_per_s", "json_bytes_parked"),
    ("SpiffWorkflow", "spiff", "cases_per_s", "bytes_parked"),
    ("acts", "acts", "cases_per_s", "bytes_parked"),
    ("Restate", "restate", None, None),
]
STEPS = 12


def read(path):
    if not os.path.exists(path):
        return {}
    with open(path) as lines:
        return {key: float(value) for key, value in (line.split() for line in lines if len(line.split()) == 2)}


found = {name: read(os.path.join(sys.argv[1], name)) for name in {row[1] for row in ROWS}}


def durable(name, file, clients):
    values = found[file]
    if file == "xstate":  # One process, one client, its snapshot synced by hand.
        return values.get("durable_inputs_per_s") if clients == 1 and "pure" in name else None
    return values.get(f"durable_inputs_per_s_{clients}")


def columns(row):
    name, file, cases, parked = row
    values = found[file]
    per_s = values.get(cases) if cases else None
    return [per_s, per_s and per_s * STEPS, values.get(parked) if parked else None, *(durable(name, file, n) for n in (1, 32, 256))]


heads = ["cases/s", "inputs/s", "bytes parked", "durable 1", "durable 32", "durable 256"]
ours = columns(ROWS[0])
print("| engine |" + "".join(f" {head} |" for head in heads))
print("|---|" + "---:|" * len(heads))
for row in ROWS:
    cells = []
    for position, (value, own) in enumerate(zip(columns(row), ours)):
        if value is None:
            cells.append("-")
            continue
        cell = f"{value:,.0f}"
        if position == 2 and row[0] == "XState, pure":  # Its snapshot beside ours, as bytes.
            own = found["ours"].get("snapshot_bytes")
        if row[0] != "ours" and own and value:
            # Memory: how many times as much the peer takes; all else: how many times as much ours does.
            ratio = value / own if position == 2 else own / value
            cell += f" ({ratio:,.1f}x)"
        cells.append(cell)
    print(f"| {row[0]} |" + "".join(f" {cell} |" for cell in cells))
