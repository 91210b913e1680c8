### Arrows of which one takes everything from the other.

event-twice = there are two arrows for the event `{ $event }`
    .here = never taken
    .first = this one is taken, always
    .mend = keep one of them
condition-twice = this condition stands twice
    .here = never taken
    .first = this one is taken, always
    .mend = keep one of them, or change the condition
timer-never-fires = this timer never fires
    .here = something else always comes first
    .first = this one comes first, and leads away or says the same
    .mend = make it shorter than the other, or remove it
done-again = whoever is done with `{ $node }` has it to do again
    .here = leads back to itself
    .mend = lead it to the next step; if it may be repeated, let a person decide whether
nothing-decided = whatever is answered at `{ $node }`, the same follows
    .here = every arrow leads to `{ $target }`
    .mend = lead the answers to different steps, or make a step of it
silence-within = silence leads to `{ $target }`, which lies in the same stage `{ $stage }`
    .here = the next silence interrupts it again
    .target = this step lies in the stage
    .mend = move `{ $target }` out of the stage, and go back by `resume { $stage }`
lonely-answer = `{ $node }` has only one answer
    .here = nothing is left to decide
    .mend = add another answer, or make a step of it
