### What things of a book are called: plain, and with their article.

kind-lane = lane
    .a = a lane
kind-system = system
    .a = a system
kind-event = event
    .a = an event
kind-action = action
    .a = an action
kind-message = message
    .a = a message
kind-setting = setting
    .a = a setting
kind-calendar = calendar
    .a = a calendar
kind-hours = hours
    .a = hours
kind-table = table
    .a = a table
kind-flow = flow
    .a = a flow
kind-rule = rule
    .a = a rule
kind-scenario = scenario
    .a = a scenario

# Statements of a flow.
kind-stage = stage
kind-parallel = parallel
kind-branch = branch
kind-wait = wait
kind-decide = decision
kind-end = end
kind-step = step

# Parts of other things.
kind-document = document
kind-zone = time zone
kind-section = section
kind-clause = clause
kind-choice = choice
kind-fact = fact
kind-parameter = parameter
kind-field = field
kind-input = input
kind-output = output
