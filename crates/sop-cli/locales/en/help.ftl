### The help: what each command is for, and what can be written after it.

help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-print = Print help
help-version = Print version
help-of = Print this help, or that of a command

help-sop = Standard operating procedures as programs: check them, draw them, work them
    .verbose = Tell more of what happens, on standard error; twice for everything
    .lang = Language of the program; else by SOP_LANG, LC_ALL, LC_MESSAGES or LANG; else English
    .more =
        Examples:
          sop check sop/customer-handling          is the book sound?
          sop explain S201                         what does this finding mean?
          sop fmt                                  lay its files out
          sop graph live_chat > live_chat.svg      draw a flow
          sop test                                 do its scenarios still pass?
          sop conform                              does it follow the document?
          sop run live_chat                        work a case at the desk
          sop cases                                what is under way
          sop show 1                               what happened in case 1

# Said of arguments that several commands have.
help-shared =
    .book = The book's folder, or one of its files
    .store = The file that holds the cases
    .flow = The flow's name
    .json = One JSON document instead of text
    .with = A setting of the book: NAME=VALUE

help-check = Check a book: every mistake with its place, reason and mend
    .deny_warnings = Warnings count as mistakes
    .watch = Check again whenever the book is saved, until Ctrl-C; with --json one line each time
    .more =
        Exit code: 0 sound, 1 mistakes were found, 2 the command itself failed.

        Examples:
          sop check sop/customer-handling
          sop check sop/customer-handling/live_chat.sop
          sop check --watch sop/customer-handling
          sop check --deny-warnings --json sop/customer-handling > findings.json

help-document = Read a controlled document, and keep its register in the book
    .document = The document: plain text, Markdown, Word (.docx), or PDF with a text layer
    .more =
        A register holds numbers, pages, lanes, times, prescribed phrases and a fingerprint of each clause: never the document's sentences.

        Examples:
          sop document read procedure.pdf
          sop document adopt procedure.pdf --book sop/customer-handling
help-read = Show what is read in a document: sections, clauses, facts, oddities
    .more =
        Examples:
          sop document read procedure.docx
          sop document read procedure.txt --json | jq '.clauses[].id'
help-adopt = Write or update the book's register from a document; gists and remarks stay
    .check = Only show what would change; exit code 1 if anything would
    .more =
        Nothing of the document's wording is written. A new clause gets `?` for its gist, and `sop check` warns until somebody writes it.

        Exit code: 0 done, 1 with --check something would change, 2 the command itself failed.

        Examples:
          sop document adopt procedure.pdf --check
          sop document adopt procedure.pdf --book sop/customer-handling

help-explain = Explain a finding's code: what it means, why it matters, how to mend it
    .code = The code, such as S201, in large or small letters; or its pattern; all of them if left out
    .more =
        Examples:
          sop explain                              all codes
          sop explain S2                           all codes that begin so
          sop explain S201
          sop explain unreachable-step --lang en
          sop explain S201 --json | jq -r .mend

help-fmt = Lay files out: one layout for all of them; remarks and meaning are kept
    .path = A folder with all its .sop files, one file, or `-`: standard input to standard output
    .check = Change nothing; show what would change, and fail if anything would
    .more =
        A file with a mistake in its text is left alone; so is one that its owner has made read-only.

        Exit code: 0 all is well, 1 mistakes were found or, with --check, a file would change, 2 the command itself failed.

        Examples:
          sop fmt sop/customer-handling
          sop fmt sop/customer-handling/live_chat.sop
          sop fmt --check sop/customer-handling    for CI
          sop fmt - < draft.sop                    for editors

help-graph = Draw a flow, lanes side by side
    .format = What to draw it as
    .language = Language of the legend; else that of the program
    .output = Write to this file instead of standard output
    .more =
        Examples:
          sop graph live_chat > live_chat.svg
          sop graph ticket --format mermaid
          sop graph email --format json | jq '.nodes[].name'

help-conform = Hold a book against its document: every clause, who, in which order, after how long, with which words
    .document = Also hold the register against this document: text, Markdown, PDF or Word
    .section = Only this section, and those in it
    .fail_on = From which level on a finding fails the book: error (the book says something else than the document), warning (something is open), note (something is assumed)
    .baseline = Findings that are known, each with a reason and a last day
    .today = The day on which known findings are looked at, YYYY-MM-DD; else today
    .write_baseline = Write all that fails as known to this file, with --reason and --until; those of --baseline keep theirs
    .reason = Why they are accepted
    .until = The last day on which they are, YYYY-MM-DD
    .report = What to report as
    .output = Write the report to this file instead of standard output
    .more =
        Without --document the flows are held against the register in the book; with it, the register against the document too.

        Exit code: 0 the book follows the document, 1 it deviates or has mistakes, 2 the command itself failed.

        Examples:
          sop conform
          sop conform sop/customer-handling --document procedure.pdf
          sop conform --section 8.5 --lang en
          sop conform --report html --output conform.html
          sop conform --report sarif --output conform.sarif
          sop conform --fail-on warning --write-baseline known.toml --reason "asked for" --until 2027-01-31
          sop conform --fail-on warning --baseline known.toml

help-diff = Tell what changed between two revisions of a book, and which cases under way it would strand
    .old = The old revision: a book's folder, or one of its files
    .new = The new revision, likewise
    .flow = Only this flow
    .picture = Also draw both revisions of the flow, one over the other, into this file (SVG)
    .store = Also say of each case under way in this store whether it could be moved
    .exit_code = End with 1 if anything changed
    .more =
        + is new, - is gone, ~ is otherwise. Nothing is moved: `sop cases move` does that.

        Exit code: 0 the revisions were compared, 1 a book has mistakes (or, with --exit-code, something changed), 2 the command itself failed.

        Examples:
          sop diff old/customer-handling sop/customer-handling
          sop diff old/customer-handling --flow live_chat --picture live_chat.svg
          sop diff old/customer-handling --store .sop/cases.db --with ticket_sla=24h
          sop diff old/customer-handling --json | jq '.changes.groups[].changes[] | select(.reach == "stranding")'

help-test = Run the book's scenarios in virtual time, and say what none of them reaches
    .flow = Only the scenarios and the coverage of this flow
    .scenario = Only this scenario
    .report = What to report as
    .output = Write the report to this file instead of standard output
    .explore = Also make so many random walks over each flow; what fails is printed as a short scenario
    .seed = Where chance begins: the same seed gives the same walks everywhere
    .min_coverage = Fail if of some flow less than so many of a hundred steps, arrows, timers, interruptions and ends is reached
    .more =
        Exit code: 0 all passed, 1 something failed or the book has mistakes, 2 the command itself failed.

        Examples:
          sop test
          sop test sop/customer-handling --flow live_chat
          sop test --scenario chat_silent --lang en
          sop test --min-coverage 100 --report junit --output scenarios.xml
          sop test --explore 1000 --seed 7

help-run = Work a case at the desk: what to do, what to say, what may be answered
    .with = A fact that the flow takes, or a setting of the book: NAME=VALUE
    .new = Begin another case although one is open
    .case = Go on with this case
    .clock = Which clock
    .at = Where the virtual clock begins, in the book's time zone: 'YYYY-MM-DD HH:MM'
    .script = Take the commands from this file (`-`: standard input), on a virtual clock
    .language = Language of what is said
    .plain = Line by line, without a screen of its own
    .more =
        An open case of the flow is gone on with; --new begins another one.

        At the desk: the number of a line does what it says; `w 1m` winds the virtual clock on; `q` leaves (the case stays).

        A script has one command a line (`#` begins a remark):
          at 2026-11-23 17:58                      where the virtual clock begins (first lines only)
          with customer=Budi ticket_sla=4h         facts that the flow takes, and settings (first lines only)
          do greet                                 a step is done
          do identify need="Gadai emas"            ... with what was filled in
          answer solvable no                       a decision is answered
          event customer_replied text="Halo"       something happens
          advance 1m                               the virtual clock goes on
          expect at ask_once                       the case stands there
          expect say still_there                   these were the last words said
          expect ended handled                     the case is over
          do ticket:receive                        FLOW:NAME means a case that was started on the way

        Examples:
          sop run live_chat --with customer=Budi --with agent_name=Sari
          sop run live_chat --clock virtual --at '2026-11-23 17:58'
          sop run live_chat --script tests/scripts/live_chat.script --store /tmp/cases.db

help-cases = List the cases of a store
    .open = Only those under way
    .flow = Only those of this flow
    .more =
        Examples:
          sop cases
          sop cases --open --flow live_chat
          sop cases --json | jq '.[].id'
          sop cases move sop/customer-handling

help-move = Move cases under way to the book as it is now, where that strands nobody
    .case = Only this case, with its family; may be given more than once
    .apply = Make the move
    .more =
        Without --apply nothing is changed: the plan is shown. Cases that would be stranded stay on the revision on which they began; the cases of one family move together or not at all.

        Exit code: 0 all can move, 1 some stay, 2 the command itself failed.

        Examples:
          sop cases move sop/customer-handling
          sop cases move sop/customer-handling --with ticket_sla=24h --apply
          sop cases move --case 12 --json | jq '.cases[].reasons'

help-show = Show a case: where it stands, and everything that happened to it
    .case = The case's number
    .language = Language of what was said
    .more =
        Examples:
          sop show 1
          sop show 1 --json | jq '.journal[].input'

help-store = Look after a store of cases: verify it, back it up, restore it, repair it
    .more =
        The store must not be in use by another program.

        If the store is refused or an input fails:
          no room is left         make room, then send the input again: nothing of it was stored
          it can't be written     give the right to write; verify and backup work without it
          it failed               restart: opening tells whether the last input was stored; look after the disk
          it is damaged           sop store verify tells what; restore the last backup; without one: sop store repair
          its log is missing      put NAME-wal back beside NAME, else as damaged
          it is in use            stop the other program; a copy of a running one is made by its own backup
          its format is newer     run the newer program; it was not changed
          the program was killed  start it again: all that was acknowledged is there
          a backup, restore or repair was broken off: the old store is as it was; do it again

        Examples:
          sop store verify
          sop store backup .sop/cases.db /backup/cases-monday.db
          sop store restore /backup/cases-monday.db

help-verify = Read all of a store, and tell everything that is wrong with it
    .more =
        Nothing is written; the file need not be writable.

        Exit code: 0 the store is whole, 1 it is damaged, 2 it can't be read at all.

        Examples:
          sop store verify
          sop store verify --store /backup/cases-monday.db
          sop store verify --json | jq '.damage[].case'

help-backup = Make a verified copy of a store
    .from = The store
    .to = Where the copy is to lie
    .force = Replace what lies there
    .more =
        The copy is one file. It is verified before it gets its name; a damaged store gives no copy. The store is not written.

        Examples:
          sop store backup .sop/cases.db /backup/cases-monday.db
          sop store backup --force .sop/cases.db /backup/cases-latest.db

help-restore = Put a copy in a store's place; the old one is kept
    .from = The copy
    .more =
        The copy is verified first. What lay in the store's place is kept beside it, under a name that is told.

        Examples:
          sop store restore /backup/cases-monday.db
          sop store restore /backup/cases-monday.db --store /var/lib/desk/cases.db

help-repair = Salvage what is whole of a damaged store into a new one
    .from = The damaged store
    .to = Where the new store is to lie
    .more =
        A case is taken over if all its inputs are there; what else of it is damaged is worked out from them. Nothing is made up, and the damaged store is not changed. A backup is better, if there is one.

        Exit code: 0 nothing is lost, 1 something is or may be, 2 the command itself failed.

        Examples:
          sop store repair .sop/cases.db .sop/mended.db
          sop store repair --json .sop/cases.db .sop/mended.db | jq '.cases[] | select(.fate == "lost")'

help-completions = Print a completion script for a shell
    .shell = The shell
    .more =
        Examples:
          sop completions bash > ~/.local/share/bash-completion/completions/sop
          sop completions fish > ~/.config/fish/completions/sop.fish
