### What things of a book are called: plain, and with their article.

kind-lane = lane
kind-system = system
kind-event = event
kind-action = action
kind-message = message
kind-setting = setting
kind-calendar = calendar
kind-hours = hours
kind-table = table
kind-flow = flow
kind-rule = rule
kind-scenario = scenario

# Statements of a flow.
kind-stage = stage
kind-parallel = parallel
kind-branch = branch
kind-wait = wait
kind-decide = decision
kind-end = end
kind-step = step
