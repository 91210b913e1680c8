### What the commands say.

## Failures

because = because: { $cause }
cause-not-found = there is no such file or folder
cause-denied = access is denied
cause-exists = it is there already

path-missing = there is no file or folder `{ $path }`
folder-empty = the folder `{ $path }` holds no `.sop` file
folder-too-big = the folder `{ $path }` holds more than { $most } `.sop` files
path-no-file = `{ $path }` is neither a file nor a folder; write what it gives into a file, and name that
path-unreadable = `{ $path }` can't be read
book-unsound = the book has mistakes: mend them first (`sop check` shows them)
flow-unknown = the book has no flow `{ $flow }`; it has: { $names }
file-not-read = `{ $path }` can't be read
file-not-written = `{ $path }` can't be written
folder-not-made = the folder `{ $path }` can't be created
terminal-failed = reading or writing at the terminal failed
watch-failed = changes to the book can't be watched
script-line = line { $line } of the script, `{ $text }`: { $why }
no-store = there is no store `{ $path }`; `sop run` makes one

store-in-use = the store `{ $path }` is in use by another program
store-newer = the store `{ $path }` has format { $found }; this program knows formats up to { $known }
store-other = `{ $path }` is not a store of cases
store-damaged = the store `{ $path }` is damaged: { $what }
store-conflict = case { $case } has { $found } inputs, not { $expected }
store-request-twice = case { $case } has already had an input named `{ $request }`
store-full = no room is left for the store `{ $path }`
store-read-only = the store `{ $path }` can't be written
store-exists = `{ $path }` is there already; nothing was written over
store-failed = the store `{ $path }` failed: { $message }

stored-damaged = what is stored can't be read: { $what }
no-thread = no thread could be started for the store
action-missing = the action `{ $action }` is missing
action-unknown = the book has no action `{ $action }`
setting-missing = the setting `{ $setting }` has no value and no default
setting-unknown = the book has no setting `{ $setting }`
setting-type = the setting `{ $setting }` wants a value of type `{ $type }`
book-broken = the book can't be run: { $what }

## What is written on the command line

at-needs-virtual = `--at` needs `--clock virtual`
not-a-moment = `{ $text }` is no moment; write it like '2026-11-23 17:58'
setting-value = the setting `{ $setting }`: { $why }
fact-value = `{ $fact }`: { $why }
with-unknown = `{ $name }` is neither a setting of the book nor taken by the flow `{ $flow }`
fact-not-given = the flow `{ $flow }` takes `{ $fact }`: give it by `--with { $fact }=…`
fact-left-out = `{ $fact }` was not given
case-of-other-flow = case { $case } is of the flow `{ $found }`, not `{ $wanted }`
setting-shown = { $label } is not set; a value for show is used: { $value } (set it with --with { $setting }=…)

## sop check

book-sound = { $path }: { $files ->
    [one] { $files } file
   *[other] { $files } files
}, { $flows ->
    [one] { $flows } flow
   *[other] { $flows } flows
}, { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
} - sound
watch-waiting = waiting for it to come back
watch-time = { $result } ({ $ms } ms, at { $time })

## sop fmt

fmt-laid-out = laid out: { $path }
fmt-would = would be laid out: { $path }
fmt-rest = … { $count ->
    [one] { $count } more line
   *[other] { $count } more lines
}
fmt-left = left alone because of mistakes in its text: { $path }
fmt-unsafe = `{ $path }` was left alone: laid out, it would mean something else. This is a mistake of the program, not of the file.
fmt-changed-meanwhile = `{ $path }` was changed by somebody else meanwhile; it was left alone
fmt-no-file = `{ $path }` is no file that can be laid out
fmt-well = { $files ->
    [one] { $files } file, laid out as it should be
   *[other] { $files } files, each laid out as it should be
}
fmt-done = { $files ->
    [one] { $files } file
   *[other] { $files } files
}: { $changed } laid out, { $same } as they should be, { $left } left alone
fmt-checked = { $files ->
    [one] { $files } file
   *[other] { $files } files
}: { $changed } would be laid out (`sop fmt` does it), { $same } as they should be, { $left } can't be laid out

## sop cases, sop show, sop run

no-cases = no cases
column-case = case
column-flow = flow
column-status = status
column-inputs = inputs
column-last = last (UTC)
column-parent = parent
status-open = open
status-cancelled = cancelled

show-head = Case { $case } · { $label } ({ $flow }) · { $status }
show-under-way = under way
show-ended = ended: { $outcome }
show-cancelled = cancelled
show-parent = started by case { $case }
show-child = started case { $case } ({ $flow })
show-now = now:
case-kept = Case { $case } is kept; go on with: { $command }

## sop cases move, sop test

no-scenario = the book has no scenario `{ $scenario }`
move-needs-settings = the moved cases need values for settings of the book: { $missing }
move-nothing = All cases under way run on this revision already.
move-made = { $moving } moved; { $staying } stay on their old revision.
move-planned = { $moving } can move; { $staying } would stay on their old revision. Nothing has been moved yet; add --apply to move.
case-moved = moved
case-can-move = can move
case-stays-with = stays, together with case { $case }
case-stays = stays:

baseline-written = { $count ->
    [one] one finding written as known to { $path }
   *[other] { $count } findings written as known to { $path }
}
baseline-bad = the list of known findings { $path } can't be used: { $why }
baseline-no-reason = `{ $key }` has no reason
baseline-no-day = `{ $key }` needs a day in `until`, such as 2027-01-31
baseline-twice = `{ $key }` stands twice
conform-no-register = the book has no register of a document; `sop document adopt FILE` makes one
section-unknown = the document has no section `{ $section }`; there are { $names }
day-expected = a day is written YYYY-MM-DD

## sop diff

diff-unsound = `{ $path }` has mistakes: mend them first
diff-nothing = Nothing changed.
diff-nothing-in-flow = Nothing changed in the flow `{ $flow }`.
diff-legend = + new, - gone, ~ otherwise, ! can strand cases under way
diff-count = { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
}: { $added } new, { $removed } gone, { $changed } otherwise; { $stranding } can strand cases under way.
diff-places = Cases under way
diff-all-move = Whatever their place, all cases of flows that changed can be moved.
diff-places-stay = Cases that stand here stay on the old revision:
diff-places-depend = Cases that stand here may have to stay on the old revision; it depends on what they know:
diff-stage-place = stage { $stage }, when it was interrupted
diff-places-rest = From { $count ->
    [one] the other place
   *[other] the { $count } other places
} they can be moved.
diff-cases = Cases in { $store }
diff-cases-none = All cases under way run on the new revision already.
diff-cases-count = { $moving } can be moved; { $staying } would stay on their old revision. Nothing has been moved.
diff-picture = Both revisions are drawn in { $path }.
diff-not-run = The places can't be asked: { $why }

## sop store

store-whole = { $path }: { $cases ->
    [one] { $cases } case
   *[other] { $cases } cases
}, { $entries ->
    [one] { $entries } input
   *[other] { $entries } inputs
} - whole
store-hurt = { $path } is damaged:
store-hurt-count = { $count ->
    [one] { $count } thing is damaged
   *[other] { $count } things are damaged
}; { $cases ->
    [0] no single case is named
    [one] { $cases } case is concerned
   *[other] { $cases } cases are concerned
}. The file was not changed.
store-hurt-whose = { $cases ->
    [one] Case concerned: { $names }
   *[other] Cases concerned: { $names }
}
store-hurt-next = Restore the last backup: sop store restore BACKUP --store { $path }
damage-header = the file's beginning: { $said }
damage-log = the log beside the file: { $said }
damage-log-lost = the store was not closed, and its log (`-wal`), which may hold the last commits, is missing or cut off
damage-structure = the file's structure: { $said }
damage-row = table `{ $table }`, row { $key }: it isn't what was written
damage-row-case = case { $case }: table `{ $table }`, row { $key }: it isn't what was written
damage-snapshot = case { $case }: its last state isn't what was written
damage-count = table `{ $table }`: { $found } of { $written } rows are there
damage-count-case = case { $case }: table `{ $table }`: { $found } of its { $written } rows are there
damage-other-rows = table `{ $table }` has other rows than were written
damage-out-of-turn = case { $case }: table `{ $table }`: row { $key } is out of turn
damage-state = case { $case }: its row or its last state isn't what its inputs come to
damage-replay = case { $case }: its inputs don't fit its book: { $why }
damage-unreadable = table `{ $table }` can't be read to its end: { $said }
backup-made = { $from } is copied to { $to }; the copy was verified.
restore-made = { $store } is restored from { $from }.
restore-kept = What lay there before is kept as { $kept }.
repair-case = case { $case }: { $fate }
repair-rebuilt = kept; worked out anew from its inputs: { $parts }
repair-doubtful = kept; its own row, too, was worked out anew from its inputs, so whether there were later ones can't be told: { $parts }
repair-row = its own row
repair-state = its last state
repair-timers = its timers
repair-tasks = its open tasks
repair-requests = the names of its requests
repair-actions = the actions under way
repair-lost-row = lost: its own row is damaged, and nothing else tells on which book it began ({ $found } inputs were found)
repair-lost-journal = lost: only { $found } of its { $written } inputs are there
repair-lost-book = lost: the book that it ran on is damaged, and other rows are, too
repair-lost-replay = lost: { $why }
repair-count = { $kept } kept as they were, { $rebuilt } kept and partly worked out anew, { $lost } lost.
repair-not-all = There were cases of which nothing or no last row was found.
repair-doubtful-next = Look at the cases whose own row was worked out anew: the last thing that was done in them may be missing.
repair-all-unknown = Whether there were more cases can't be told: the store's totals are damaged.
repair-effects-lost = Messages that waited to be delivered may be lost.
repair-effects-unknown = Whether messages that waited to be delivered are lost can't be told.
repair-book-lost = A book that cases run on is lost. Open the new store with the same book and settings: then it is there again.
repair-made = The new store is { $to }. { $from } was not changed.
