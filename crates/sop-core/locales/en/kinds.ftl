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
