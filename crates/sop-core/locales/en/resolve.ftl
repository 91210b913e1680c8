### What is found while names and types are tied together.

## Names and kinds

name-twice = there are two of `{ $name }` ({ $what })
    .here = the second one
    .first = the first one
    .mend = give one of them another name, or remove it

too-many-of-kind = the book has more than { $most } of a kind: { $kind }
    .here = one too many
    .mend = split the book

file-not-used = the { $kind } `{ $name }` is defined in `{ $path }`, which this file doesn't use
    .here = borrowed without `use`
    .defined = defined here
    .mend = add `use "{ $path }"` at the top of the file

wrong-kind = `{ $name }` is the name of another kind of thing ({ $other }), not of { $kind }
    .here = { $kind } belongs here
    .mend = name { $kind }; the book has: { $names }
    .mend-none = name { $kind }; the book has none yet

unknown-name = there is no { $kind } `{ $name }`
    .here = not defined anywhere in the book
    .mend = define it: `{ $keyword } { $name } "…"`
    .mend-or = define it (`{ $keyword } { $name } "…"`), or use one of: { $names }

unknown-file = the book has no file `{ $path }`
    .here = no such file
    .mend = write the path from the book's folder on; it has: { $names }
    .mend-near = did you mean `use "{ $near }"`?

use-circle = files use each other in a circle: `{ $files }`
    .here = closes the circle
    .mend = move what both need into a third file, and `use` that

calls-itself = the flow `{ $flow }` calls itself, here or further on
    .here = this call leads back
    .mend = use `start` if the case needn't wait for it, or take the call out of the circle

## The controlled document

no-page = there is no page { $page }
    .here = pages count from 1
    .mend = write the page's number

pages-reversed = page { $last } lies before page { $first }
    .here = these pages
    .mend = write the smaller page first

unknown-held = `{ $kind }` is nothing that a clause can hold
    .here = a kind of fact belongs here
held-value = what stands behind `{ $kind }` is of another kind
    .here = does not fit
    .mend = write `duration 1m`, `time 06:00`, `date 2023-10-02`, or a text in quotes behind `phrase`, `answer`, `party` and `application`

gist-missing = clause `{ $clause }` has no gist yet
    .here = nothing but a placeholder
    .mend = say in a few words of your own what the clause asks for

unknown-clause-kind = `{ $kind }` is no kind of clause
    .here = a kind of clause belongs here

cites-other-section = clause `{ $clause }` is not of a section that this flow follows
    .here = of another section
    .mend = write `derived from { $clause } "why it holds here too"`

unknown-clause = the document has no clause `{ $clause }`
    .here = not in the document's register
    .mend = cite a clause that the document has, or write `assumed "why"`
    .mend-near = did you mean `{ $near }`? If the document doesn't say it, write `assumed "why"`

no-document = the book has no controlled document to refer to
    .here = refers to a document
    .mend = declare it: `document CODE "title" {"{"} … {"}"}`

other-document = the book's document is `{ $own }`, not `{ $named }`
    .here = another document
    .mend = write `follows { $own }`

unknown-section = the document has no section `{ $section }`
    .here = no such section
    .mend = the document has: { $names }
    .mend-none = declare the section: `section { $section } "title" page 1`

retired-system = `{ $system }` is no longer used since revision { $revision }
    .here = retired
    .declared = declared as retired here
    .mend = name the system that took its place, or leave `using` out

## Vocabulary

bad-retries = { $times } is no number of retries
    .here = from 1 to 100
    .mend = write how many further tries there are, or leave `retries` out

zero-duration = this length of time is nothing at all
    .here = no time passes
    .mend = write at least `1s`

unknown-language = `{ $language }` is no language of messages
    .here = a language belongs here

unknown-placeholder = `{ $placeholder }` is no parameter of the message `{ $message }`
    .here = in this text
    .mend = add it: `takes { $parameter }: text`; a brace that is meant as such is written twice: `{"{{"}`

unused-parameter = no text of `{ $message }` shows `{ $parameter }`
    .here = never shown
    .mend = write `{ $placeholder }` into the text, or remove the parameter

no-indonesian = the message `{ $message }` has no Indonesian text
    .here = nothing to say to an Indonesian customer
    .mend = add a line `id "…"`

years-reversed = the year { $last } lies before { $first }
    .here = these years
    .mend = write the earlier year first

day-twice = { $day } stands twice in the calendar `{ $calendar }`
    .here = the second time
    .first = the first time
    .mend = keep one of them; both names can stand in its label

day-not-covered = { $day } lies outside of the years { $first } to { $last }
    .here = not covered
    .mend = widen `covers`, or remove the day from the calendar `{ $calendar }`

hours-reversed = these hours end before they begin
    .here = turned round
    .mend = write the earlier day and the earlier time first; hours over midnight are two lines

hours-overlap = these hours overlap with a line before
    .here = counted twice
    .mend = let the lines follow each other without overlap

never-open = the hours `{ $hours }` never open
    .here = no line says when
    .mend = add a line such as `monday to friday 08:00 to 17:00`

## Tables

table-without-result = the table `{ $table }` doesn't say what it gives
    .here = `gives` is missing
    .mend = add `gives message`, or `gives` and a type

table-without-rows = the table `{ $table }` has no rows
    .here = nothing can be looked up
    .mend = write `columns …` and at least one `row … -> …`

table-without-columns = the table `{ $table }` has no columns

wrong-cells = this row has { $cells ->
    [one] { $cells } cell
   *[other] { $cells } cells
}, the table has { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
}
    .here = this row
    .mend = write one cell for each column, with `|` between them; `any` fits everything

column-looks-into-table = a column can't look into another table
    .here = looks into `{ $table }`
    .mend = work it out before, and give it to the table as a parameter

cell-needs-range = a time of day needs a range
    .here = this cell
    .mend = write `06:00 to 18:00`

cell-without-range = only times and numbers have ranges
    .mend = list the values with commas between them

cell-below = `below` is for numbers
    .mend = write a range of times: `00:00 to 06:00`

cell-or-more = `or more` is for numbers
    .mend = write a range of times: `18:00 to 24:00`

cell-type = this cell holds { $found }, its column { $wanted }
    .mend = write a value of the column's type

empty-range = nothing lies in this range
    .here = the end is not part of a range
    .mend = write the smaller value first; the end must lie beyond the beginning
    .turned = the end is smaller than the beginning
    .turn = write the smaller value first

message-takes-more = the message `{ $message }` takes `{ $parameter }`, which the table doesn't
    .here = can't be filled in
    .parameter = this parameter
    .mend = let the table take `{ $parameter }` as well

## Flows

too-many-choices = a type has more than { $most } choices
    .here = one too many
    .mend = use `text`, or split the choice into two that are made one after the other

too-many-facts = the flow has more than { $most } facts
    .here = this flow
    .mend = split it into flows that call each other

too-many-steps = the flow has more than { $most } steps or arrows

fact-hides-setting = `{ $fact }` is a fact of this flow and a setting of the book
    .here = this fact hides the setting
    .mend = give the fact another name

unknown-fact = the flow has no fact `{ $fact }`
    .here = no such fact
    .mend = add it to the flow: `keeps { $fact }: text` (or another type)

fact-not-writable = `{ $fact }` was given at the start and stays as it is
    .here = can't be changed
    .taken = taken here
    .mend = keep the new value in a fact of its own: `keeps { $fact }_2: …`

without-steps = the { $what } `{ $name }` has no steps
    .here = nothing to do
    .mend = write its steps, or remove the { $what }
    .mend-flow = write its steps, and at least one `end`

step-without-lane = the step `{ $step }` doesn't say who does it
    .here = `by LANE` is missing
    .why = Without a lane nobody gets the task.
    .mend = write `step { $step } by LANE "…"`

end-in-branch = `end { $end }` stands inside a branch
    .here = ends the case while other branches run
    .mend = move the end behind the parallel; let the branch run to its last step

filled-twice = `{ $fact }` is filled in twice
    .here = the second time
    .mend = keep one of them

unknown-field = `{ $by }` hands over no `{ $field }`
    .here = no such field
    .mend = it hands over: { $names }
    .mend-none = `{ $by }` hands nothing over: remove the `keep`

## Arrows

nothing-follows = after `{ $node }` nothing follows
    .here = the last statement, and no `end`
    .mend = write an `end` after it, or `then NAME` into it

wrong-answer = `{ $answer }` is no answer for the fact `{ $fact }`
    .here = { $wanted } is needed
    .mend = use { $wanted }, or change the fact's type
    .yes-no = `yes` or `no`

not-a-start = `{ $name }` doesn't start a flow
    .here = the name of a `start` belongs here
    .mend = wait for one of: { $names }
    .mend-none = start the flow first: `start FLOW(…) as NAME "…"`

unknown-outcome = the flow never ends as `{ $outcome }`
    .here = no such end
    .mend = it ends as: { $names }
    .mend-none = write an `end` in that flow first

crosses-branch = the arrow to `{ $target }` crosses the border of a branch
    .here = on the other side of the border
    .mend = let branches run to their last step; what follows stands behind the parallel

not-a-stage = `{ $name }` is not a stage
    .here = only a stage can be resumed
    .mend = write `-> { $name }` to go there

unknown-target = the flow has no step `{ $name }`
    .here = leads nowhere
    .mend = write it: `step { $name } by LANE "…"`, or lead the arrow to a step that there is

## Values and types

wrong-type = { $wanted } is needed here, this is { $found }
    .here = this is { $found }

type-yes-no = yes or no
    .mend = write `yes`, `no`, or a comparison such as `tries is at least 3`
type-text = a text
    .bare = text
    .mend = write a text between quotes, or a fact of type `text`
type-number = a number
    .bare = numbers
    .mend = write a whole number, or a fact of type `number`
type-date = a date
    .bare = dates
    .mend = write a date like `2023-10-02`, or `date of now`
type-time = a time of day
    .bare = times of day
    .mend = write a time like `06:00`, or `time of now`
type-moment = a moment
    .bare = moments
    .mend = write `now`, a fact of type `moment`, or a date and a time
type-duration = a length of time
    .bare = lengths of time
    .mend = write a length of time like `30m`, or a setting or fact of type `duration`
type-one-of = one of { $choices }
    .mend = write one of the choices, or a fact of the same type
type-weekday = a day of the week
    .mend = write a day like `monday`, or `weekday of now`
type-day-kind = a kind of day
    .mend = write `workday`, `holiday`, `weekend` or `long_weekend`, or `day of now by CALENDAR`
type-list = a list of { $of }
    .mend = write a list like `["a", "b"]`, or a fact that is a list

want-list = a list
    .mend-set = use `set { $fact } to …`, or make it a `list of …`
    .mend-compare = use `is` to compare single values
want-decision = a fact of type `yes_no` or `one of` for a decision
    .mend = change the fact's type, or give the decision another name
want-message = a message
    .mend = say a table that `gives message`
want-value = a value
    .mend = a table of messages is used by `say { $table }`
want-for-fact = for the fact `{ $fact }`, { $type }
    .mend = give both the same type
want-for-parameter = for `{ $parameter }`, { $type }
    .mend = write the values: `{ $callee }(…)`
want-written = a written value
    .found = something that has to be worked out
    .mend = write the value itself
    .mend-add = use `add … to LIST` to put facts into a list
want-day = a moment or a date
    .mend = write `now`, or a fact of type `moment` or `date`
want-list-type = a list whose type can be told
    .found = an empty list
    .mend = write at least one part
want-fact-name = the name of a fact
    .mend = write `FACT is known`
want-message-name = the name of a message
    .mend = write the name of a message
want-order = something that has an order
    .mend = use `is` or `is not`
want-countable = two numbers, two lengths of time, or a moment and a length of time
    .found = { $left } and { $right }
    .mend = count with values that go together
want-column = something with ranges or choices
    .mend = use `time of …`, `day of … by …`, `weekday of …`, a number, a yes_no or a `one of`
something-else = something else
one-type-in-list = all parts of a list are of one type
compare-one-type = compare values of one type

not-known-here = not known here
unknown-fact-or-setting = there is no fact or setting `{ $name }`
    .mend = add it to the flow: `keeps { $name }: text` (or another type), or define a setting of this name
unknown-parameter-or-setting = there is no parameter or setting `{ $name }`
    .mend = use a parameter that the table takes

wrong-arguments = `{ $callee }` takes { $wanted ->
    [0] no values
    [one] { $wanted } value
   *[other] { $wanted } values
}, { $given ->
    [one] { $given } is given
   *[other] { $given } are given
}
    .here = these values
    .mend = write `{ $call }`

missing-argument = `{ $callee }` takes `{ $parameter }`, and there is no { $kind } of this name
    .here = without values in brackets, facts of the same names are taken
    .mend = write the values: `{ $call }`

## Rules

no-limit = `{ $times }` times is no limit
    .here = 1 or more belongs here
    .mend = write `at most once …`, or `never …` for not at all

rule-flow-without-steps = the flow `{ $flow }` has none of the steps that the rule speaks of
    .here = the rule can't hold for it
    .sentence = this sentence
    .mend = take the flow out of the rule, or name its own steps with `or`

rule-without-flow = no flow has all that the rule `{ $rule }` speaks of
    .here = these are never together in one flow
    .mend = name steps of one and the same flow

unknown-answer = `{ $node }` has no answer `{ $answer }`
    .here = no such answer
    .mend = its answers are: { $names }
    .mend-none = nobody answers there: name the step itself

rule-names-stage = `{ $stage }` is a stage; a rule speaks of steps
    .here = a stage
    .stage = this stage
    .mend = name one of its steps

unknown-step = there is no step `{ $name }`
    .here = not in any flow that the rule is for
    .mend = name a step, a decision, a wait or an end of the flow that the rule is for

unknown-end = there is no end `{ $name }`

## Scenarios

given-not-taken = `{ $name }` is neither a fact that the flow takes nor a setting
    .mend = nothing is given here: remove it

given-not-carried = `{ $name }` is nothing that `{ $by }` brings with it

scenario-answer = `{ $answer }` is no answer of `{ $node }`

scenario-step = `{ $name }` is no step of the flow `{ $flow }`
    .here = no such step
    .mend = name a step of the flow that the scenario is for

values-missing = `{ $of }` needs a value for: { $names }
    .here = a value is missing
    .mend = write `with { $example }`

with-too-late = what a case starts with is said first
    .here = too late
    .mend = move it to the beginning of the scenario

misfit = `{ $node }` is { $what }
    .here = does not go together
    .declared = declared here

misfit-step = a step of a person
    .mend = write `do { $node }`
misfit-decide = a decision of a person
    .mend = write `answer { $node } ANSWER`
misfit-do = done by the host
    .mend = write `done { $node }` or `failed { $node }`
misfit-wait = a wait
    .mend = write `on EVENT` for what comes, or `advance` to let time pass
misfit-case = a case of its own
    .mend = write `in { $node } {"{"} … {"}"}` for what happens in it
misfit-await = a wait for another case
    .mend = bring that case to its end by `in START {"{"} … {"}"}`
misfit-end = an end
    .mend = write `expect ended { $node }`
misfit-passed = passed by itself
    .mend = remove this line
