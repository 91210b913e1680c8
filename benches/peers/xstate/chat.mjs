// The live chat of twelve inputs on XState: as an actor with its clock, and by the pure transition with JSON after every input.
import { createActor, createMachine, assign, initialTransition, transition, SimulatedClock } from 'xstate';
import { openSync, writeSync, fdatasyncSync, closeSync } from 'node:fs';

const note = assign({ history: ({ context, event }) => [...context.history, { type: event.type, at: context.history.length }] });
const noted = (to, extra) => ({ target: to, actions: extra ? [note, extra] : [note] });

const machine = createMachine({
  id: 'chat',
  context: ({ input }) => ({ id: input.id, customer: input.customer, need: null, history: [{ type: 'START', at: 0 }] }),
  initial: 'talk',
  states: {
    talk: {
      initial: 'greet',
      // One timer: armed on entering, wound back by each message, gone with the conversation.
      after: { 60000: { target: 'asked', actions: note } },
      on: { REPLIED: { target: '.back', reenter: true, actions: note }, LEFT: { target: 'asked', actions: note } },
      states: {
        greet: { on: { DONE: noted('verify') } },
        verify: { on: { DONE: noted('identify') } },
        identify: { on: { DONE: noted('solvable', assign({ need: ({ event }) => event.need })) } },
        solvable: { on: { YES: noted('solve'), NO: noted('more') } },
        solve: { on: { DONE: noted('more') } },
        more: { on: { NO: noted('sell'), YES: noted('identify') } },
        sell: { on: { DONE: noted('#chat.close') } },
        back: { type: 'history', history: 'deep' },
      },
    },
    asked: { after: { 60000: { target: 'abandoned', actions: note } }, on: { REPLIED: { target: 'talk.back', actions: note } } },
    close: { on: { DONE: noted('record') } },
    record: { on: { DONE: noted('handled') } },
    handled: { type: 'final' },
    abandoned: { type: 'final' },
  },
});

// With the start, twelve.
const inputs = [
  { type: 'DONE' }, { type: 'DONE' }, { type: 'DONE', need: 'saldo belum masuk' }, { type: 'REPLIED' }, { type: 'YES' },
  { type: 'DONE' }, { type: 'REPLIED' }, { type: 'NO' }, { type: 'DONE' }, { type: 'DONE' }, { type: 'DONE' },
];
const input = (id) => ({ id, customer: 'Rina' });
const seconds = (f) => { const began = process.hrtime.bigint(); f(); return Number(process.hrtime.bigint() - began) / 1e9; };
const tell = (key, value) => console.log(`${key} ${value}`);

function actors(n, clock) {
  const cases = new Map();
  for (let id = 0; id < n; id++) cases.set(id, createActor(machine, { id: `c${id}`, input: input(id), clock }));
  for (const actor of cases.values()) {
    actor.start();
    for (const event of inputs) actor.send(event);
    if (actor.getSnapshot().value !== 'handled' || actor.getSnapshot().context.history.length !== 12) throw new Error('not handled');
  }
}

function pure(n, each) {
  for (let id = 0; id < n; id++) {
    let [snapshot] = initialTransition(machine, input(id));
    each(snapshot);
    for (const event of inputs) { [snapshot] = transition(machine, snapshot, event); each(snapshot); }
    if (snapshot.value !== 'handled' || snapshot.context.history.length !== 12) throw new Error('not handled');
  }
}

const n = Number(process.argv[2] ?? 2000);
actors(n / 10, new SimulatedClock());
const actor = seconds(() => actors(n, new SimulatedClock()));
tell('actor_cases_per_s', n / actor);
pure(n / 10, () => {});
const bare = seconds(() => pure(n, () => {}));
tell('pure_cases_per_s', n / bare);

// A parked chat: after three steps, its timer armed. As an actor, and as the JSON of its snapshot.
globalThis.gc();
const before = process.memoryUsage().heapUsed;
const clock = new SimulatedClock();
const parked = [];
for (let id = 0; id < n; id++) {
  const actor = createActor(machine, { id: `c${id}`, input: input(id), clock }).start();
  for (const event of inputs.slice(0, 3)) actor.send(event);
  parked.push(actor);
}
globalThis.gc();
tell('actor_bytes_parked', (process.memoryUsage().heapUsed - before) / n);
tell('json_bytes_parked', JSON.stringify(parked[0].getPersistedSnapshot()).length);

// Durable, as a program would do it by hand: the snapshot as JSON into a file, synced, after every input.
const file = openSync(process.argv[3], 'w');
let written = 0;
const cases = Math.max(10, Math.floor(n / 20));
const durable = seconds(() => pure(cases, (snapshot) => {
  writeSync(file, JSON.stringify(snapshot) + '\n');
  fdatasyncSync(file);
  written++;
}));
closeSync(file);
tell('durable_inputs_per_s', written / durable);
