### Scenarios: what happened, what was expected, what does not fit.

# The timeline

run-began = a case of `{ $flow }` begins
run-began-with = a case of `{ $flow }` begins: { $given }
run-done = `{ $node }` is done
run-done-with = `{ $node }` is done: { $given }
run-answered = `{ $node }` is answered `{ $answer }`
run-came = the event `{ $event }` comes
run-came-with = the event `{ $event }` comes: { $given }
run-late = the deadline of `{ $node }` has passed
run-late-stage = the deadline of the stage `{ $stage }` has passed
run-late-rule = the time limit of the rule `{ $rule }` has passed
run-waited = the wait at `{ $node }` is over
run-silent = nobody answered during the stage `{ $stage }`
run-acted = the system has done `{ $node }`
run-failed = the system failed to do `{ $node }`
run-failed-because = the system failed to do `{ $node }`: { $why }
run-child-ended = the case of `{ $node }` ends with `{ $outcome }`
run-child-cancelled = the case of `{ $node }` is cancelled
run-child-refused = { $what }; this case can't take it
run-waits = it waits at `{ $node }`
run-said = it says `{ $message }`
run-told = it tells `{ $lane }`: `{ $message }`
run-assigned = `{ $node }` is to be done by `{ $lane }`
run-assigned-to-all = `{ $node }` is to be done
run-invoked = the system is to do `{ $node }`
run-incident = `{ $node }` has failed, and somebody must look
run-published = it publishes `{ $event }`
run-started = it starts a case of `{ $flow }` at `{ $node }`
run-ended = it ends with `{ $outcome }`
run-cancelled = the case is cancelled
run-cancelled-because = the case is cancelled: { $why }
run-broken = it breaks the rule `{ $rule }`: { $how }

breach-early = what must come first has not come
breach-after = this must not come any more after that
breach-came = this must not come at all
breach-often = this came too often
breach-missing = the case ends without what must have come
breach-late = what must follow did not come in time
broken-at = seen at `{ $node }`

# Failures

fault-unbuilt = the book can't be run with these settings
fault-begin = the case can't begin
fault-misfit = this line does not fit how the case stands
fault-unmet = an expectation is not met
fault-timer = the time has come, but the case can't go on
fault-end = the end of another case can't be taken
fault-broken = the rule `{ $rule }` is broken
fault-stuck = the case is stuck: nothing can happen any more
fault-unsteady = a mistake of the engine, not of the book

expected-act = `{ $act }` can be done
expected-rule = { $label }
expected-say = { $messages } is said
expected-say-one = one of { $messages } is said
expected-no-say = { $messages } is not said
expected-tell = `{ $lane }` is told `{ $message }`
expected-publish = the event `{ $event }` is published
expected-at = the case stands at `{ $node }`
expected-not-at = the case does not stand at `{ $node }`
expected-holds = `{ $condition }`
expected-ended = the case ends with `{ $outcome }`
expected-open = the case is open
expected-cancelled = the case is cancelled
expected-broken = the rule `{ $rule }` is broken

stands-at = the case stands at { $nodes }
stands-ended = the case has ended with `{ $outcome }`
stands-cancelled = the case was cancelled
said = said since: { $messages }
said-nothing = nothing was said since
said-before = `{ $message }` was last said at { $time }
told = told since: { $messages }
told-nobody = nobody was told anything since
published = published since: { $events }
published-nothing = nothing was published since
fact-is = `{ $fact }` is { $value }
fact-unknown = `{ $fact }` is not known yet
now-is = the clock shows { $now }
broken-none = no rule is broken
broken-others = rules that are broken: { $rules }

misfit-not-open = `{ $node }` waits for nobody now
misfit-event = the case does not wait for the event `{ $event }` now
misfit-no-case = no case was started at `{ $node }` yet
misfit-time = that time has passed; it is { $now }
refused-over = the case is over
refused-unknown = the fact `{ $fact }` is read before it is known
refused-no-row = no row of a table and no condition holds
refused-range = a number, moment or length of time leaves its range
refused-round = automatic steps go round without end
refused-timers = timers fire again and again without end
refused-end = no arrow takes that end of the case
refused-elsewhere = the case of `{ $flow }` can't go on: { $why }
refused-other = { $why }

fits-line = `{ $line }`
fits-or-failed = { $done } or `{ $line }`
fits-timer = `{ $line }`: { $what }

# Reports

test-failed = FAILED { $flow } · { $name }
test-expected = expected:
test-happened = happened:
test-fits = would fit now:
test-timeline = timeline (line, time, case, what happened):
test-earlier = { $count } earlier lines are not shown
test-found = FOUND { $flow } · random walk { $walk } ({ $acts } lines), made short: { $short } lines
test-flow = flow
test-scenarios = scenarios
test-steps = steps
test-arrows = arrows
test-timers = timers
test-interruptions = interruptions
test-ends = ends
test-coverage = coverage
test-step = step
test-arrow = arrow
test-timer = timer
test-interruption = interruption
test-end = end
test-passed-count = { $count } passed
test-failed-count = { $failed } of { $count } failed
test-unreached = { $flow }: reached by no scenario
test-unreached-all = { $flow }: has no scenario yet
test-more = and { $count } more
test-walks = random walks, seed { $seed }
test-walk-count = { $walks } walks, { $acts } lines
test-walk-coverage = coverage { $percent } %
test-found-nothing = nothing found
test-found-count = { $count } found
test-too-low = coverage of `{ $flow }` is { $percent } %, at least { $min } % is wanted
test-none = no scenario was run
test-all-passed = { $count } { $count ->
    [one] scenario
   *[other] scenarios
 } passed
test-some-failed = { $failed } of { $count } scenarios failed

found-label = Found by a random walk
