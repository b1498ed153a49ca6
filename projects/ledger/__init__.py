"""Never lost, never paid twice: everything that changes a generation's state.

states.py   the states, what may follow what, and why
guards.py   the same rules as triggers in the database
move.py     the one door through which a state changes
wish.py     a person asks for clips
send.py     the one call that may cost money, and what its answer means
poll.py     asking the provider how far it is
settle.py   finding out what became of an order whose answer was lost
keep.py     storing the film, its facts and its pictures
holds.py    why a key or a wish waits, and when it is let go
decide.py   what a person may decide: cancel, check, send again, give up
tell.py     the state of a generation in words for the person who asked for it
watch.py    the watcher: finds from the rows everything that must happen next
"""
