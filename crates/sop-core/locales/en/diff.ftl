### What changed between two revisions of a book.

## Headings

diff-thing = { $kind } { $name }
diff-group-document = The controlled document
diff-group-vocabulary = Vocabulary
diff-group-flow = Flow { $flow }
diff-group-rules = Rules
diff-group-scenarios = Scenarios
diff-kind-do = system action
diff-kind-choose = computed decision
diff-kind-start = start of another flow
diff-kind-await = wait for another flow
diff-kind-call = call of another flow

## Sentences

diff-new = This is new.
diff-new-with = This is new: { $what }.
diff-gone = This is gone.
diff-merged = This is gone: it has become `{ $into }`, which was there before.
diff-renamed = It was called { $old } before.
diff-likely = It seems that { $old } is meant, under a new name, but the flow doesn't say so. Write `{ $line }` into the flow; without it cases under way can be stranded.
diff-likely-fact = It seems that { $old } is meant, under a new name, but the flow doesn't say so. Write `{ $line }` into the flow; without it cases under way lose what they know of it, and can be stranded.
diff-likely-flow = It seems that { $old } is meant, under a new name. Cases don't follow a flow to a new name: those under way stay on the old revision.
diff-added = { $what }: { $new } is new.
diff-removed = { $what }: { $old } is gone.
diff-changed = { $what }: now { $new }; before { $old }.
diff-text = { $what }
    before: { $old }
    now: { $new }
diff-text-added = { $what } are new: { $new }
diff-text-removed = { $what } are gone: { $old }
diff-kind = It is now: { $new }; before: { $old }.
diff-content = What happens in it, or what is expected, has changed.
diff-place = It lies in { $new } now; before in { $old }.
diff-place-added = It lies in { $new } now; before in no stage or branch.
diff-place-removed = It lies in no stage or branch any more; before in { $old }.
diff-next-added = Next comes { $to } now.
diff-next-removed = It doesn't lead on to { $to } any more.
diff-next-changed = Next comes { $new } now; before it was { $old }.
diff-way-added = New arrow “{ $when }”, to { $to }.
diff-way-removed = The arrow “{ $when }” to { $to } is gone.
diff-way-changed = The arrow “{ $when }” leads to { $new } now; before to { $old }.
diff-interrupt-added = New interruption of the stage: “{ $when }” leads to { $to }.
diff-interrupt-removed = “{ $when }” doesn't interrupt the stage any more; it led to { $to }.
diff-interrupt-changed = The interruption “{ $when }” leads to { $new } now; before to { $old }.
diff-tell-added = New reminder “{ $when }”: { $what }.
diff-tell-removed = The reminder “{ $when }” is gone; before: { $what }.
diff-tell-changed = The reminder “{ $when }” is now: { $new }; before: { $old }.
diff-row-added = New row: for { $cells } it gives { $gives }.
diff-row-removed = The row for { $cells } is gone; it gave { $gives }.
diff-row-changed = For { $cells } it gives { $new } now; before { $old }.
diff-cells = The row that gives { $gives } now holds for { $new }; before for { $old }.
diff-condition = It goes to { $to } now if { $new }; before if { $old }.
diff-time-after = It goes to { $to } after { $new } now; before after { $old }.
diff-time-at = It goes to { $to } at { $new } now; before at { $old }.
diff-time-deadline = The limit after which it goes to { $to } is { $new } now; before { $old }.
diff-time-silent = The silence after which it goes to { $to } is { $new } now; before { $old }.
diff-time-tell = The time after which there is a reminder ({ $what }) is { $new } now; before { $old }.
diff-breaks-silence-added = It counts as a sign of life now: idle clocks are wound back.
diff-breaks-silence-removed = It is no sign of life any more: idle clocks run on.
diff-without-limit-added = It may wait without limit now.
diff-without-limit-removed = It doesn't wait without limit any more.

## What of a thing changed

diff-noun-name = Name
diff-noun-label = Label
diff-noun-gist = Gist
diff-noun-kind = Kind
diff-noun-revision = Revision
diff-noun-effective = In force from
diff-noun-made = Made by { $name }
diff-noun-checked = Checked by { $name }
diff-noun-approved = Approved by { $name }
diff-noun-pages = Page
diff-noun-clause-kind = Kind of clause
diff-noun-fingerprint = Fingerprint of the text
diff-noun-zone = Time zone
diff-noun-clause-lane = Lane
diff-noun-holds = What its text holds
diff-noun-lane = Done by
diff-noun-systems = Done with
diff-noun-retired = Not used any more since revision
diff-noun-place = Place
diff-noun-first = Begins with
diff-noun-follows = Follows sections
diff-noun-role = Where it comes from
diff-noun-type = Type
diff-noun-choice = What people read for the choice `{ $choice }`
diff-noun-takes = What it takes, `{ $field }`
diff-noun-gives = What it gives, `{ $field }`
diff-noun-carries = What it carries, `{ $field }`
diff-noun-takes-order = Order of what it takes
diff-noun-gives-order = Order of what it gives
diff-noun-carries-order = Order of what it carries
diff-noun-silence = Sign of life
diff-noun-limit = Time for one try
diff-noun-retries = Further tries
diff-noun-text = The words ({ $language })
diff-noun-text-id = The Indonesian words
diff-noun-text-en = The English words
diff-noun-default = Default
diff-noun-source = Source
diff-noun-covers = Years covered
diff-noun-day = Day { $date }
diff-noun-open = Open
diff-noun-closed = Closed on the days of
diff-noun-flow-gives = Hands back at the end
diff-noun-table-gives = Gives
diff-noun-columns = Columns
diff-noun-says = Says
diff-noun-fills = To be filled in
diff-noun-does = Done afterwards
diff-noun-action = Action
diff-noun-other-flow = Other flow
diff-noun-keeps = What is kept of the action
diff-noun-answer-fact = The answer is kept in
diff-noun-without-limit = Limit
diff-noun-join = Goes on
diff-noun-branches = Branches
diff-noun-way = Arrow “{ $when }”
diff-noun-time = Time until { $to }
diff-noun-condition = Condition for { $to }
diff-noun-way-label = Words on the arrow “{ $when }”
diff-noun-way-keeps = What is kept with “{ $when }”
diff-noun-way-order = Order in which conditions are asked
diff-noun-law = Demands
diff-noun-holds-for = Holds for
diff-noun-watched = Only watched, because
diff-noun-content = Content
diff-noun-ground = Ground
diff-noun-ground-of = Ground of “{ $when }”
diff-noun-ground-next = Ground of the arrow
diff-noun-note = Note

## Words in sentences

diff-cited = cited from { $clause }{ $why }
diff-derived = derived from { $clause }{ $why }
diff-assumed = assumed{ $why }
diff-back-to = the stage { $stage }, where it was interrupted
diff-end-of-branch = the end of the branch of { $parallel }
diff-silent = silent for { $length }
diff-overdue = after { $length }
diff-tell = tell { $lane } { $message }
diff-by = by { $lane }
diff-then = then { $to }
diff-when-then = on “{ $when }” to { $to }
diff-join-all = when all branches are done
diff-join-any = when the first branch is done
diff-taken = given at the start
diff-kept = written by the flow
diff-on-page = on page { $page }
diff-default-is = { $value } if nothing else is set
diff-no-default = the operator must set it
diff-retries-every = { $times } further tries, every { $every }
diff-retries-doubling = { $times } further tries, the first after { $every }, then each pause twice as long
diff-or = or
diff-any = any
diff-range-before = from { $from } to just before { $to }
diff-range-through = from { $from } through { $to }
diff-range-from = { $from } or more
diff-range-below = below { $to }
diff-as-written = as written
diff-mark-was = { $what }: before { $old }
diff-mark-words = Words: { $message }
diff-steps = { $count ->
    [one] { $count } node
   *[other] { $count } nodes
}
diff-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
diff-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
