### Each code at length: what stands around the texts of `explain/CODE.md`.

explain-matters = Why it matters
explain-mend = How to mend it
explain-wrong = Wrong
explain-sketch = Wrong, as a sketch
explain-right = Right
explain-one = A code at length: `sop explain S201`
explain-hint = At length, with an example of how to mend it: `sop explain { $code }`
explain-unknown = there is no code `{ $asked }`; `sop explain` lists all of them
explain-near = there is no code `{ $asked }`; perhaps you mean:

area-text = The text
area-names = Names and files
area-flow = The flow
area-facts = Facts, values and messages
area-tables = Tables, times and calendars
area-document = The controlled document
area-rules = Rules, scenarios and revisions
area-conformance = The document and the book
area-others = Others
