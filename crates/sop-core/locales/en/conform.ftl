### Conformance: the book held against the document.

place-flow = the flow `{ $flow }`
place-node = `{ $node }` of `{ $flow }`
place-arrow = an arrow of `{ $node }` in `{ $flow }`
place-deadline = a deadline of `{ $node }` in `{ $flow }`
place-stage = the stage `{ $stage }` of `{ $flow }`
place-interruption = an interruption of `{ $stage }` in `{ $flow }`
place-shared = `{ $name }`

conform-nobody = nobody
conform-clause-here = the clause, page { $page }
conform-no-document = the book has no register of a document
    .here = held against nothing
    .mend = write `document CODE "TITLE"`, and let `sop document adopt FILE` add the clauses

clause-not-implemented = nothing in the book cites clause `{ $clause }`
    .here = page { $page }
    .mend = let the step, arrow, timer, message or table that does it say `cites { $clause }`
clause-not-followed = clause `{ $clause }` stands in section { $section }, which no flow follows
    .mend = write a flow that says `follows … section { $section }`
clause-only-derived = clause `{ $clause }` is only spoken of ({ $names }); nothing that does it cites it
    .there = spoken of here
    .mend = let what does it say `cites { $clause }`, in a flow that follows the section
policy-without-ground = nothing in the book rests on `{ $clause }`
    .here = page { $page }
    .mend = let a rule or a step say `derived from { $clause }`

not-adopted = { $count ->
    [one] one clause has no fingerprint: { $names }
   *[other] { $count } clauses have no fingerprint: { $names }
}
    .here = tied to no words of the document
    .mend = `sop document adopt FILE` reads the document and adds them
clause-added = the document has a clause that the register lacks: `{ $clause }`, a { $kind } on page { $page }
    .here = it follows this
    .mend = `sop document adopt FILE` adds it; then let something cite it
clause-removed = the document no longer has clause `{ $clause }` of page { $page }
    .here = not in the document
    .mend = take it out with `sop document adopt FILE`, and with it what rests on it
clause-moved = clause `{ $clause }` now stands behind `{ $after }`
    .here = stands elsewhere in the document
    .mend = look whether the flow's order still holds; then `sop document adopt FILE`
clause-moved-first = clause `{ $clause }` now stands first
clause-changed = clause `{ $clause }` of page { $page } has changed: { $what }
    .here = as it was adopted
    .mend = read it anew and change what rests on it; then `sop document adopt FILE`
clause-cited-here = rests on it
differs-words = its words
differs-id = its number, now `{ $new }`
differs-page = its page, { $old } before and { $new } now
differs-lane = its lane, { $old } before and { $new } now
differs-kind = its kind, { $old } before and { $new } now
differs-new = new in it: { $new }
differs-gone = no longer in it: { $old }
differs-facts = { $new } in place of { $old }
head-code = code
head-title = title
head-revision = revision
head-effective = day from which it is in force
head-approval = signature "{ $kind }"
head-section = section { $section }
head-changed = the document's { $part } is now "{ $new }", and was "{ $old }"
    .here = as it was adopted
    .mend = find out what the change is about; then `sop document adopt FILE`
head-gone = the document no longer has this { $part }: "{ $old }"
head-new = the document has a { $part } that the register lacks: "{ $new }"
page-lost = page { $page } is not in the document
    .here = stands on that page
    .mend = get the whole document; nothing on that page can be held against the book

other-lane = `{ $node }` lies with `{ $lane }`; clause `{ $clause }` stands in the lane of `{ $wanted }`
    .here = with `{ $lane }`
    .mend = write `by { $wanted }`, or cite the clause where `{ $wanted }` acts

out-of-order = { $later } is reached before { $first }; in the document `{ $clause }` comes before `{ $other }`
    .here = `{ $clause }`, reached later
    .there = `{ $clause }`, reached first
    .mend = turn the steps round, or cite each clause where it is done

label-without-branch = the branch "{ $label }" of clause `{ $clause }` is cited by no arrow
    .here = { $place } is no branch
    .mend = let the arrow for "{ $label }" say `cites { $clause }`
other-answer = the arrow for `{ $answer }` cites clause `{ $clause }`, whose branch is "{ $label }"
    .here = the answer `{ $answer }`
    .mend = cite the clause at the arrow for "{ $label }"
branch-leads-elsewhere = the branch of clause `{ $clause }` leads to `{ $node }`; what the document says next, `{ $other }`, is done by `{ $wanted }`
    .here = leads to `{ $node }`
    .mend = lead it to `{ $wanted }`, or cite the clause where it is done

no-timer = clause `{ $clause }` says { $length }; no timer of that length cites it
    .here = { $place } cites it
    .mend = write `after { $length }`, `when silent for { $length }` or `within { $length }` with `cites { $clause }`
other-length = { $place }: a timer of { $length }, where clause `{ $clause }` says { $said }
    .here = { $length }
    .mend = write { $said }
no-length = { $place }: a timer of { $length } rests on clause `{ $clause }`, which gives no length
    .mend = say where the figure comes from: another clause, or `assumed "why"`
other-time = clause `{ $clause }` says { $time }; nothing that cites it knows this time
    .mend = write { $time } in the table or condition that cites it
phrase-not-said = `{ $message }` doesn't say what clause `{ $clause }` prescribes: "{ $phrase }"
    .here = other words
    .there = said for `{ $clause }`
    .mend = write the prescribed words: "{ $phrase }"
phrase-nowhere = clause `{ $clause }` prescribes "{ $phrase }"; nothing that cites it says anything
    .mend = let the step that cites `{ $clause }` say a message with these words

still-used = `{ $system }` is in use, though clause `{ $clause }` gives it up
    .here = not retired
    .mend = write `retired in revision …`, and use another system
undeclared-application = `{ $system }` is used, and no clause of the document names it
    .here = named by no clause
    .there = used here
    .mend = ask the process owner to name it among the applications, or take it out
application-not-used = no system of the book stands for the application of clause `{ $clause }`
    .mend = write `system NAME "…" { "{" } cites { $clause } { "}" }`

told-twice = clause `{ $clause }` says the same as `{ $first }`, word for word
    .there = told here first
    .mend = ask the process owner whether something else was meant
number-lost = { $count ->
    [one] one note of section { $section } has no number: { $names }
   *[other] { $count } notes of section { $section } have no number: { $names }
}
    .mend = ask the process owner for the numbers
numbers-missing = section { $section } lacks the numbers { $numbers }
    .here = its notes begin later, or jump
    .mend = ask the process owner for the notes; until then what they say can only be derived or assumed
times-overlap = `{ $clause }` and `{ $other }` both hold at { $time }
    .here = also holds at { $time }
    .mend = let the table settle it, with `assumed "…"`, and ask the process owner
times-gap = the moments between { $from } of `{ $clause }` and { $to } of `{ $other }` belong to none
    .here = ends at { $from }
no-times = `{ $clause }` gives no times, beside { $names } that do: on its days both hold
    .mend = let the table settle which goes first, with `assumed "…"`, and ask the process owner
lane-not-defined = "{ $lane }" acts in the document (first in `{ $clause }`), and no definition says who that is
    .here = defined nowhere
    .mend = ask the process owner for a definition
day-not-defined = the table `{ $table }` needs to know a { $day }; the document doesn't define it
    .here = such days are defined nowhere
    .mend = say with `assumed "…"` how it is read, and ask the process owner
no-figure = clause `{ $clause }` speaks of a time without a figure: `{ $setting }` has to be supplied
    .here = no figure in the document
    .mend = ask the process owner for the figure

to-confirm = assumed in `{ $flow }`: { $why }
    .here = { $count ->
        [one] assumed here
       *[other] assumed here, and at { $count } places in all
    }
    .mend = let the process owner confirm it; then cite where it is written
to-confirm-shared = assumed: { $why }

conform-expired = `{ $key }` was accepted until { $until }, and is open again
conform-unneeded = `{ $key }` is accepted, and no longer found: take it off the list
conform-section = section
conform-clauses = clauses
conform-flow = flow
conform-cited = cited
conform-derived = derived
conform-assumed = assumed
conform-missing = missing
conform-unsaid = unsaid
conform-shared = (shared)
conform-known = { $count ->
    [one] one known finding is accepted
   *[other] { $count } known findings are accepted
}
conform-assumptions = { $count ->
    [one] one assumption for the process owner to confirm (listed in the page)
   *[other] { $count } assumptions for the process owner to confirm (listed in the page)
}
conform-deviates = the book deviates from { $document }
conform-conforms-document = the book follows { $document }, as { $file } has it
conform-conforms-register = the book follows the register of { $document }
conform-to-do = to do:

page-revision = revision { $revision }
page-errors = errors
page-warnings = warnings
page-cited = cited
page-derived = derived
page-assumed = assumed
page-missing = missing
page-told = told
page-to-confirm = to confirm
page-legend-cited = cited: the section says so
page-legend-derived = derived: another place says so
page-legend-assumed = assumed: nobody says so yet
page-legend-missing = missing: nothing in the book does it
page-legend-told = told: asks for nothing to be done
page-page = p. { $page }
page-pages = p. { $from }-{ $to }
page-steps = Each step with its grounds
page-what = What
page-ground = On what ground
page-findings = What is open
page-assumptions = To be confirmed by the process owner
page-assumptions-why = Nothing in the document says so. Confirm it, or say what is right.
page-shared = What all flows share
page-known = Known and accepted
page-until = until { $until }

branches-part = an arrow of clause `{ $clause }` leads to `{ $node }`; the others of this branch lead to `{ $wanted }`
other-window = clause `{ $clause }` says { $time }; no row that cites it holds for these hours
    .here = other hours
window-words = at { $time } clause `{ $clause }` prescribes "{ $phrase }"; the row for these hours says something else
