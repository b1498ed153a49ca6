"""Never lost, never paid twice: everything that changes a generation's state.

Requesting
    requests.py         write down what a person or program requests
    spending.py         who may spend how much; approvals
    quote is in library/quote.py; estimate.py predicts cost and duration
Sending
    orders.py           turn a request into the engine's order, keyframes included
    sending.py          the one call that may cost money, and what its answer means
    attempts.py         the record of that call: opened before it, closed with what is known
    holds.py            why a key or a generation waits, and when it continues
Following
    polling.py          ask the provider about progress
    settling.py         find out what became of a call whose answer was lost
    late_acceptance.py  accept what turns out to be accepted, whatever was decided meanwhile
    audit.py            compare the provider's log with our rows
Storing
    storing.py          download and check the video
    working_film.py     examine it, conform it if it isn't plain, make its stills (film_text.py says why)
    local_render.py     render a clip on this machine
States
    states.py           the states and what may follow what
    transitions.py      the one function that changes a state
    guards.py           the same rules as triggers in the database
    changes.py          revisions, for pages that poll
People
    actions.py          cancel, check, send again, give up
    status_text.py      a state in words (hold_text.py, charged.py, history.py)
    activity.py, money.py, chart.py  what was done and spent
Engines
    engines.py          which engines can be used, with which key; engine_settings.py is their page
    run_inline.py       the whole work in one process, for the shell and tests
"""
