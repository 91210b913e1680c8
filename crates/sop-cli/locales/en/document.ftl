### What `sop document` says.

## A document that can't be read

doc-unreadable = the document { $path } can't be read: { $why }
doc-too-big = it is longer than { $most } MiB
doc-not-text = its text is not UTF-8; save it as UTF-8, or give the Word or PDF file
doc-docx = the Word file is damaged ({ $what })
doc-pdf = the PDF is damaged ({ $what })
doc-no-text = its pages are pictures without text; have them read by a scanner's program (OCR) first
doc-no-code = the document doesn't tell its code, and the book has no register yet; write `document CODE "title" {"{ }"}` into a file of the book first
doc-no-register = the book's register can't be read

## What was read

doc-code = code { $code }
doc-revision = revision { $revision }
doc-effective = in force from { $day }
doc-made = made by { $name }, { $job }, { $day }
doc-checked = checked by { $name }, { $job }, { $day }
doc-approved = approved by { $name }, { $job }, { $day }
doc-no-day = no day
doc-page = page { $page }
doc-pages = pages { $first } to { $last }
doc-figures = { $sections } sections, { $clauses } clauses, { $pages } pages
doc-left-out = Left out as a stamp, a smudge or a connector of a drawing:
doc-left-out-line = page { $page }, line { $line }: { $text }
doc-left-out-lane = page { $page }, { $lane }, line { $line }: { $text }
doc-odd = Odd about the text itself:
doc-page-missing = page { $page } is not there
doc-told-twice = { $again } says the same as { $first }
doc-number-lost = { $clause } has no number where others have one
doc-number-twice = { $again } has the number of { $first }
doc-numbers-missing = { $section }: there is no { $numbers }
doc-head-differs = page { $page } has { $value } as { $what }

## Parts of a document

doc-part-code = the code
doc-part-title = the title
doc-part-revision = the revision
doc-part-effective = the day from which it is in force
doc-part-made = who made it
doc-part-checked = who checked it
doc-part-approved = who approved it
doc-part-section = the title of section { $section }

## What has changed

doc-no-change = { $path }: nothing has changed; { $clauses } clauses
doc-written = { $path } is written: { $clauses } clauses; { $added } new, { $changed } changed, { $moved } moved, { $removed } gone
doc-would-write = { $path } would be written: { $clauses } clauses; { $added } new, { $changed } changed, { $moved } moved, { $removed } gone. Nothing has been written.
doc-tidied = { $path } is written: nothing of the document has changed; facts and fingerprints were completed
doc-would-tidy = { $path } would be written: nothing of the document has changed; facts and fingerprints would be completed. Nothing has been written.
doc-added = new: { $clause }, { $kind }, page { $page }
doc-removed = gone: { $clause } "{ $gist }"
doc-changed = changed: { $clause } "{ $gist }"
doc-moved-behind = moved: { $clause } now stands behind { $after }
doc-moved-first = moved: { $clause } now stands first
doc-part-changed = { $what }: { $old } is now { $new }
doc-part-new = { $what }: { $new } is new
doc-part-gone = { $what }: { $old } is gone
doc-page-lost = page { $page } is not in the document
doc-words = its words are others; does the gist still fit?
doc-words-adopted = its words are taken down for the first time
doc-id = it is { $new } now
doc-moved-page = it moved from page { $old } to page { $new }
doc-lane = its lane: { $old } is now { $new }
doc-no-lane = no lane
doc-kind = it is a { $new } now, no { $old }
doc-held-gone = no longer: { $facts }
doc-held-new = new: { $facts }
doc-reads = reads: { $text }
doc-unknown-lanes = The book has no lane for: { $names }. Add them to its vocabulary, then adopt once more.
doc-without-gist = Clauses without a gist: { $count }. Write one line each, in words of your own, in the place of `?`.
