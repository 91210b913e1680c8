### What stands around every finding.

severity-error = error
severity-warning = warning
severity-note = note
heading-why = why
heading-mend = mend

count-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
count-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
count-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
}

book-without-flow = the book has no flow
    .here = nothing to run
    .mend = write `flow NAME "…" {"{"} … {"}"}`

more-findings = { $count ->
    [one] { $count } more mistake follows in this file
   *[other] { $count } more mistakes follow in this file
}
    .here = from here on they are only counted
    .mend = mend the ones above and check again

more-warnings = { $count ->
    [one] { $count } more warning follows in this file
   *[other] { $count } more warnings follow in this file
}

# What stands in a row: `count` are those before the last.
list-and = { $count ->
    [one] { $first } and { $last }
   *[other] { $first } and { $last }
}

# Said of many things.
did-you-mean = did you mean `{ $near }`?
use-one-of = use one of: { $names }
given-twice = `{ $what }` is given twice
    .here = the second one
    .mend = keep one of them
