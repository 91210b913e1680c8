### What is found while a text is read.

## The file as a whole

invalid-utf8 = the file is not UTF-8 text from here on
    .here = the first byte that is no text
    .mend = save the file as UTF-8

name-too-long = this name is longer than { $most } bytes
    .here = a name is a word, not a sentence
    .mend = give it a short name; what people read goes into the text behind it

text-too-long = this text is longer than { $kibibytes } KiB
    .here = too long to be shown to anybody
    .mend = shorten it, or split it

book-too-long = the book is longer than { $mebibytes } MiB
    .here = this file and those after it were not read
    .mend = split the book

too-many-files = the book has more than { $most } files
    .here = this file and those after it were not read
    .mend = put what belongs together into one file, or split the book

file-too-long = the file is longer than { $mebibytes } MiB
    .here = none of it was read
    .mend = split it into files and tie them together by `use`

unreadable-file = the file can't be read from here on
    .here = reading stops here
    .mend = look at the lines before this place

## Brackets, quotes and characters

unclosed-bracket = `{ $open }` is never closed
    .here = opened here
    .next = the next item begins here
    .mend = write `{ $close }` where the block ends

stray-bracket = `{ $close }` closes nothing
    .here = nothing is open here
    .mend = remove this `{ $close }`, or write the missing `{ $open }` before it

brackets-too-deep = more than { $most } brackets stand inside each other
    .here = one too many
    .mend = move the inner part into a flow of its own and `call` it

sum-too-long = a sum has more than { $most } parts
    .here = this sum
    .mend = make it shorter

unclosed-text = the text has no closing quote
    .here = begins here and runs to the end of the line
    .mend = write `"` where the text ends

wrong-quote = `{ $quote }` is not the quote that the language uses
    .here = typographic quote
    .mend = use the straight quote `"` on both sides

wrong-arrow = `{ $arrow }` is not an arrow of the language
    .here = an arrow is meant
    .mend = write `->`

wrong-sign = `{ $sign }` is written in words here
    .here = a sign
    .mend = write `{ $meant }`

said-otherwise = `{ $said }` is not how a time is written
    .here = as people say it
    .mend = write `{ $meant }`

unknown-character = `{ $character }` has no meaning here
    .here = unknown character
    .mend = remove it, or put it between quotes

bad-escape = `\{ $escape }` means nothing in a text
    .here = in this text
    .mend = after `\` only `"`, `\` or `n` (a new line) can follow

## Words that stand where they can't be read

reserved-word = `{ $word }` is a word of a later version of the language
    .here = not known yet
    .mend = leave it out for now

keyword-as-name = `{ $word }` is a word of the language and can't be a name
    .here = after `{ $before }` a name belongs
    .mend = take another name, such as `{ $word }_1`
    .mend-step = take another name for the step, such as `{ $word }_1`

unknown-word = `{ $word }` is no word of the language here
    .mend = write `{ $near }`, like `{ $example }`

says-too-little = `{ $word }` says too little
    .here = something must follow `{ $word }`

unreadable-rest = what follows `{ $word }` can't be read
    .here = not written as `{ $word }` is

two-names = after `{ $name }` there is one name more: `{ $second }`
    .here = two names in a row
    .mend = write the name as one word: `{ $name }`
    .mend-by = if `{ $second }` is who does it: `{ $word } { $name } by { $second }`; if it belongs to the name: `{ $name }_{ $second }`

like-this = write it like `{ $example }`

no-target = the arrow leads nowhere
    .here = a name belongs after `->`
    .mend = write `{ $answer } -> STEP`, with the name of the step that follows

no-arrow = `{ $word }` has no arrow
    .here = where does it lead?

missing-arrow = between `{ $answer }` and `{ $target }` the arrow is missing
    .here = an answer needs an arrow
    .mend = write `{ $answer } -> { $target }`

no-meaning = `{ $text }` has no meaning here
    .here = can't be read
    .mend-file = an item begins with one of: { $words }
    .mend-block = remove it, or begin it with a word of the language; is a text without its quotes?
    .mend-head = look at how the statement begins: keyword, name, `by LANE`, label between quotes

no-meaning-within = `{ $text }` has no meaning in { $block ->
    [action] an
    [await] an
    [event] an
    [end] an
   *[other] a
} `{ $block }`

no-meaning-in-scenario = `{ $text }` has no meaning in a scenario
    .mend = a line of a scenario begins with one of: { $words }

no-sentence = `{ $text }` is no sentence of a rule
    .near = `{ $word }`: did you mean `{ $near }`?
    .mend = write it like one of these: { $examples }

## What stands in the wrong block

item-inside = { $word ->
    [action] an
    [event] an
   *[other] a
} `{ $word }` can't stand inside another block
    .here = this belongs outside of all braces
    .mend = close the block before it with `{"}"}`, or move it out

clause-outside = { $word ->
    [await] an
    [add] an
    [after] an
    [at] an
    [approved] an
    [assumed] an
    [effective] an
    [end] an
    [id] an
    [en] an
    [on] an
    [otherwise] an
   *[other] a
} `{ $word }` can't stand outside of a flow or an item
    .here = nothing is open around it
    .mend = move it into a block; was a brace closed too early before it? `{ $example }`

misplaced-statement = { $word ->
    [await] an
    [end] an
   *[other] a
} `{ $word }` can't stand inside a `{ $block }`
    .here = this statement
    .mend = close the `{ $block }` before it: statements stand in a `flow`, `stage` or `branch`
    .mend-branch = move it into a `parallel`: only there branches run beside each other

misplaced-clause = `{ $word }` has no place in { $block ->
    [action] an
    [await] an
    [event] an
    [end] an
   *[other] a
} `{ $block }`
    .here = this clause
    .mend = remove it, or move it to where it fits: { $blocks }

arrow-of-branch = a branch itself has no arrows
    .here = this arrow
    .mend = move it into one of the branch's steps

answer-when-computed = a computed decision has no answers of a person
    .here = this is an answer
    .mend = say who answers (`decide … by LANE`), or write `when … -> …` and `otherwise -> …`

condition-by-person = a decision by a person has answers, not conditions
    .here = this is a condition
    .mend = write the answer's name before the arrow (`yes -> …`), or leave out `by LANE` to have it computed

stage-by-condition = a stage is interrupted by an event or by silence, not by a condition
    .here = the name of an event belongs here
    .mend = write `when EVENT -> …` or `when silent for 1m -> …`; conditions belong into a `decide`

## What is missing or stands twice

no-label = the { $what } `{ $name }` has no label
    .here = a label between quotes belongs after this name
    .why = The label is what people read at the desk and in pictures.
    .mend = write `{ $keyword } { $name } "…"`

no-join = the parallel `{ $parallel }` doesn't say when it is done
    .here = a `join` belongs into its block
    .mend = write `join all` to wait for every branch, or `join any` for the first

unknown-join = `join { $word }` is unknown
    .here = `all` or `any`

rule-without-sentence = the rule `{ $rule }` demands nothing
    .here = a sentence belongs into its block
    .mend = write what must hold, like `never end before record`

rule-says-two = a rule says one thing, this one says two
    .here = the second sentence
    .mend = make a rule of its own of it

scenario-without-flow = the scenario `{ $scenario }` doesn't say of which flow it tells
    .here = missing here
    .mend = write `for FLOW` after its label

scenario-without-start = the scenario `{ $scenario }` doesn't say when it begins
    .here = missing here
    .mend = write `at 2023-10-02 09:00` before its block

## Values

bad-day = `{ $value }` is not a day that exists
    .here = not a day that exists
    .mend = write year, month and day like `2023-10-02`

bad-time = `{ $value }` is not a time of day
    .here = not a time of day
    .mend = write hours and minutes like `06:00`, from `00:00` to `24:00`

bad-duration = `{ $value }` is not a length of time
    .here = not a length of time
    .mend = write it with the units `d`, `h`, `m`, `s`, the longest first, like `30s`, `1m`, `1h30m`

bad-number = `{ $value }` is not a number that can be counted with
    .here = not a number that can be counted with
    .mend = write a smaller number

bad-zone = `{ $value }` is not a time zone
    .here = not a time zone
    .mend = write the distance from UTC like `+07:00`

unknown-weekday = `{ $day }` is no day of the week
    .here = a day belongs here
    .mend = use { $days }

unknown-type = `{ $type }` is no type
    .here = a type belongs here
    .mend = use `yes_no`, `text`, `number`, `date`, `time`, `moment`, `duration`, `one of {"{"} … {"}"}` or `list of …`
