### What the checks find in a book that could be read.

## Answers, rows and outcomes

answer-twice = `{ $answer }` stands twice in `{ $node }`
    .here = the second arrow
    .first = the first arrow
    .mend = keep one of them

missing-answer = `{ $node }` has no arrow for the answer { $answers }
    .here = an answer is missing
    .mend = add `{ $first } -> STEP`

no-otherwise = `{ $node }` doesn't say what happens if no condition holds
    .here = `otherwise` is missing
    .mend = add `otherwise -> STEP` as its last arrow

missing-outcome = `{ $node }` has no arrow for the end { $ends } of the flow `{ $flow }`
    .here = an outcome is missing
    .called = this flow can end so
    .mend = add `{ $first } -> STEP`, or `otherwise -> STEP` for all the rest

## Facts

fact-may-be-unknown = `{ $fact }` may not be known here
    .here = reads `{ $fact }`
    .kept = kept here, unknown at the start
    .way = On the way { $way } nobody fills it in.
    .begins = The case begins with { $way }: nobody can have filled it in before.
    .ends = `{ $flow }` can end so without knowing it
    .lost = `{ $flow }` hands it back unknown on the way to { $way }.
    .in-step = write `fill { $fact }` into the step `{ $step }`, or ask first, in a `decide`: `when { $fact } is known -> …`
    .before-stage = fill it in before the stage begins: `fill { $fact }` in a step before it
    .mend = fill it in before, by `fill { $fact }` in a step; or ask first, in a `decide`: `when { $fact } is known -> …`

## Grounds

no-ground = { $what } has no ground
    .here = why does it stand here?
    .mend = add `cites CLAUSE`, `derived from CLAUSE "why"` or `assumed "why"`
    .node = `{ $node }`
    .deadline = this deadline
    .arrow = this arrow
    .interruption = this interruption

## Ways through a flow

automatic-loop = these steps run round by themselves: { $nodes }
    .here = part of the circle
    .mend = put a step of a person, a wait or an action into the circle, or lead it out

taken-again = `{ $node }` would be passed again and again, without end
    .here = what it waits for has come already
    .mend = lead the arrow onwards: to a step of a person, to another wait, or to an end
wait-in-a-circle = in time, this leads nowhere but to waiting: { $nodes }
    .here = its way out in time leads back to a wait
    .mend = lead one of the timers to a step or an end, or write `without limit` if the case may wait for ever

no-end = the flow `{ $flow }` has no end
    .here = no `end` in this flow
    .mend = write `end NAME "…"` where the procedure is over

unreachable-step = no way leads to `{ $node }`
    .here = never reached
    .mend = lead an arrow here (`-> { $node }`), or remove it

leads-nowhere = from `{ $node }` no arrow leads on
    .here = a case would stay here
    .mend-decide = write its answers: `yes -> STEP  no -> STEP`
    .mend-choose = write its rows: `when … -> STEP  otherwise -> STEP`
    .mend-wait = write what it waits for: `on EVENT -> STEP` or `after 1h -> STEP`
    .mend-call = write an arrow for each end of the called flow: `OUTCOME -> STEP`
    .mend-step = write `then STEP` into it, or a statement after it

no-way-to-end = from `{ $node }` no end can be reached
    .here = a case that comes here never ends
    .mend = lead an arrow out of this circle, in the end to an `end`

## Stages, parallels, waits

never-resumed = nothing interrupts the stage `{ $stage }`
    .here = goes back to where it was interrupted
    .stage = this stage has no `when … -> …`
    .mend = write `-> { $stage }` to begin the stage anew, or add an interruption to it

lonely-branch = the parallel `{ $parallel }` has fewer than two branches
    .here = nothing runs beside it
    .mend = add a branch, or write its steps without a parallel

wait-for-ever = `{ $node }` may wait for ever
    .here = no way out in time
    .mend = add `after 1h -> STEP`, or say that it is meant: `without limit`

## Tables

table-not-proved = the table `{ $table }` is too big to be looked through
    .here = not proved
    .mend = split it into smaller tables

table-gap = no row of `{ $table }` holds for { $value }
    .here = a gap in this table
    .mend = add a row for it, or widen the range of one that borders on it

table-overlap = two rows of `{ $table }` hold for { $value }
    .here = this row
    .first = and this row
    .mend = narrow one of them; `A to B` holds from A up to, but not with, B, and `A through B` with B

# One value of a table's column, as the witness of a gap or an overlap.
witness-time = `time { $value }`
witness-day = `day { $value }`
witness-of = `{ $column } { $value }`
witness-other = `value { $value }`

## What nothing uses

never-used = the { $what } `{ $name }` is never used
    .here = defined, but not used
    .mend = use it in a flow, or remove it

fact-never-used = the fact `{ $fact }` of the flow `{ $flow }` is never used
    .here = neither read nor written
    .mend = use it, or remove it
