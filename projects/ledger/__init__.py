"""Never lost, never paid twice: everything that changes a generation's state.

states.py    the states, what may follow what, and why
guards.py    the same rules as triggers in the database
move.py      the one door through which a state changes
attempts.py  the one call that may have been paid: opened before it, closed with what is known
wish.py      a person asks for clips
orders.py    from a wish to an order: each keyframe in the form that the provider takes
send.py      the one call that may cost money, and what its answer means
poll.py      asking the provider how far it is
settle.py    looking for an order whose answer was lost
found.py     holding on to an order that turned out to be accepted, whatever was decided meanwhile
keep.py      storing the film, its facts and its pictures
local.py     clips that are made on this machine
holds.py     why a key or a wish waits, and when it is let go
decide.py    what a person may decide: cancel, check, send again, give up
audit.py     the provider's log held against our rows
watch.py     the watcher: finds from the rows everything that must happen next
nudge.py     telling a worker to look at a row
here.py      the same work in one process, for the shell
makers.py    which engines can be used, with which key
expect.py    what a clip will cost and how long it will take
money.py     what a project spent, has in flight, and does not know
tell.py      a generation's state in words for people (story.py, charged.py, recount.py)
"""
