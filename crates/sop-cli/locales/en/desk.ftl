### What the desk says.

## Where the cases stand

desk-case = Case { $case }
desk-case-within = case { $case }
virtual-clock = virtual clock
desk-cancelled = cancelled
desk-under-way = under way
call-running = running
call-failed = FAILED: { $error }
days-left = { $days ->
    [one] { $days } day
   *[other] { $days } days
} { $rest }
timer-rule = time limit of the rule: { $rule }
timer-tells = { $timer }: tells { $lane }
say-now = SAY
say-last = last
title-say = SAY TO THE CUSTOMER
title-last = Said last
title-stand = Where the cases stand
title-over = All is done: q to leave
title-offers = What can be done (type its number)
title-timers = Timers
title-facts = What is known
keys = number · q = leave (it is kept) · help
keys-virtual = number · w 1m = wind the clock on · q = leave (it is kept) · help
desk-help = number = do it · w 1m = wind the virtual clock on · cancel "reason" = cancel · q = leave, the case is kept
offer-done = done: { $task }
offer-retry = try again: { $node }
offer-event = happens: { $event }
more-left = … { $count } more
fill-in = Fill in { $field } ({ $type }); empty = never mind
never-mind = never mind: nothing was filled in
no-longer-asked = `{ $field }` is no longer asked for: the case has moved on
offers-changed = number { $number } changed while you were typing: look again, then type the number
no-offer = there is nothing with the number { $number }
already-done = (done before)

## What happened

yes = yes
no = no
did-start = started: { $flow }
did-complete = done: { $node }
did-answer = answer: { $node } = { $answer }
did-event = event: { $event }
did-timer = time is up: { $timer }
did-action = action done: { $action }
did-fail = action failed: { $action } ({ $error })
did-retry = action tried again
did-child = other case over: { $flow } = { $outcome }
did-cancel = cancelled: { $reason }
did-move = moved to a new revision
effect-tell = tells { $lane }: "{ $text }"
effect-say = say: "{ $text }"
effect-task = task: { $task }
effect-task-of = task of { $lane }: { $task }
effect-withdrawn = task withdrawn
effect-action = action: { $action } ({ $values })
effect-abandoned = action no longer awaited
effect-incident = FAILED at { $node }: { $error }; needs `retry { $node }`
effect-publish = announces { $event } ({ $values })
effect-child = starts case: { $flow }
effect-child-cancelled = the called case is given up
effect-ended = ENDED: { $label } ({ $outcome })
effect-cancelled = CANCELLED: { $reason }
effect-broken = Rule broken: { $rule } ({ $how })

## What can't be done

no-task = `{ $place }` is not waiting to be done now
wants-answer = `{ $place }` asks for an answer (`answer`), not to be done
wants-done = `{ $place }` asks to be done (`do`), not for an answer
desk-unknown = `{ $name }` is not known
real-clock = the real clock can't be wound on; use `--clock virtual`
not-here = this command can't be used here
desk-expected-at = expected to stand at `{ $expected }`, but: { $found }
desk-expected-say = expected the last words to be `{ $expected }`, but: { $found }
desk-expected-ended = expected the end `{ $expected }`, but: { $found }
only-first = can only stand before all other commands
not-in-script = has no meaning in a script

no-case = there is no case { $case }
no-flow = the book has no flow `{ $flow }`
no-event = the book has no event `{ $event }`
answer-unknown = `{ $node }` can't be answered `{ $answer }`; its answers: { $names }
not-taken = case { $case } does not take this: { $why }
store-unchanged = the store failed, nothing has changed: { $why }
closing = the program is being closed
case-over = this case is over
task-not-open = this task is no longer open: it is done, or the conversation moved to another step
task-kind = this task is asked for in another way: `do` for a step, `answer` for a decision
event-not-expected = this event is not expected now
call-not-awaited = this action is no longer awaited
call-not-failed = this action did not fail, so it need not be tried again
timer-not-valid = this timer is no longer valid
field-missing = `{ $field }` is not filled in
field-unknown = `{ $field }` is not asked for here
field-type = `{ $field }` can't be filled in with { $found }

## Commands

command-unknown = `{ $word }` is no command; `help` lists them
command-needs = `{ $word }` needs { $what }
needs-step = the name of a step
needs-decision = the name of a decision
needs-answer = an answer
needs-event = the name of an event
needs-length = a length of time
needs-reason = a reason
needs-expectation = `at`, `say` or `ended`
needs-message = the name of a message
needs-outcome = an outcome
needs-date = a date
needs-time = a time
not-a-pair = `{ $word }` is no NAME=VALUE
open-quote = a quote is not closed
not-a-length = `{ $text }` is no length of time; write it like `30s`, `1m`, `2h`, `1h30m`
too-much = nothing can follow `{ $word }` here

## Values

not-a-value = `{ $text }` is not { $wanted }
typed-text = a text
typed-yes-no = yes or no
typed-number = a whole number
typed-date = a date like 2026-11-23
typed-time = a time like 09:30
typed-moment = a date and a time like 2026-11-23 09:30
typed-duration = a length of time like 30m
typed-one-of = one of: { $names }
typed-weekday = a day like monday
typed-day-kind = a kind of day like workday
typed-list = a list ({ $of }) with semicolons between its parts

## What the engine says beyond that

no-message = the book has no message `{ $message }`
no-lane = the book has no lane `{ $lane }`
too-many-inputs = one input for case { $case } set off more than { $limit } others
field-too-long = a text of `{ $field }` has { $found } bytes; at most { $most } are taken
field-too-many-items = `{ $field }` has more than { $most } items
fields-too-many = { $found } values were given; at most { $most } are taken at once
fields-too-long = the values have more than { $most } bytes in all
request-too-long = the request's name has { $found } bytes; at most { $most } are taken
actor-too-long = the actor's name has { $found } bytes; at most { $most } are taken
reason-too-long = the reason has { $found } bytes; at most { $most } are taken
facts-too-long = all facts of case { $case } would have { $found } bytes; a case has at most { $most }
journal-full = case { $case } has had { $most } inputs, as many as a case may have; it can still be cancelled
effects-too-many = this would have { $found } effects in case { $case }; at most { $most } are possible at once
children-too-many = case { $case } would have { $found } cases of its own under way; at most { $most } are possible
older-edition = case { $case } runs on an older edition of the book, which needs the actions { $names }
case-damaged = what is stored of case { $case } can't be read: { $what }
