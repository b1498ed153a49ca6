"""A fake provider for the AI/ML API and Luma's own API: a real HTTP server, and a referee that counts the
money.

    with FakeProvider(folder, make_s=0.1, log_delay=0.2) as provider:
        provider.base_url            # "http://127.0.0.1:41234": AIMLAPI_BASE_URL
        provider.luma_url            # the same with "/dream-machine/v1": LUMAAI_BASE_URL
        provider.key                 # the first key
        provider.plan(["reset_after_accept", "ok", "500_refused"])     # for the next creates, in this order
        provider.plan(["cdn_cut"], at="cdn")                            # places: create, poll, cdn, logs
        provider.set(balance_usd=0, revoked=["sk-fake-provider"], rates={"poll": 0.2})   # see settings.py
        provider.outage(2.0)         # connections are refused for two seconds
        provider.summary()           # what was accepted, charged, posted, broken: see ledger.py
        provider.ledger.generations  # the rows themselves; also charges, images, requests, rows("log")

`FakeProviderProcess(folder, …)` is the same in its own process, with `kill()`. `Referee(folder)` reads the
ledger without either, also after a kill. From other processes, the same is done over HTTP, on a second port
without faults and outages (`referee_port`), and on the first:

    GET  /_referee/summary            the summary
    GET  /_referee/rows?table=charge  rows of the ledger
    GET  /_referee/faults             the names of all faults, by place
    POST /_referee/set                JSON settings; also {"outage": seconds}
    POST /_referee/plan               {"create": [names], "cdn": [names], …}

    python -m tests.fake_provider --port 0 --folder DIR --seed 7 --faults 0.2 --log-delay 1.0 --make-s 0.3

docs/providers.md describes the API. The faults are those in the table of faults.py.
"""

from tests.fake_provider.faults import FAULTS, names
from tests.fake_provider.ledger import Referee
from tests.fake_provider.provider import FakeProvider, FakeProviderProcess

__all__ = ["FAULTS", "FakeProvider", "FakeProviderProcess", "Referee", "names"]
