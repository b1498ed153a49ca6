"""`python -m tests.fake_provider`: run the fake provider. The first line of output is its ports as JSON."""

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.fake_provider.server import Server
from tests.fake_provider.settings import Settings
from tests.fake_provider.world import World


def main() -> None:
    arguments = _arguments()
    settings = Settings()
    settings.turn(json.loads(arguments.settings))
    settings.turn({name: value for name in _FLAGS if (value := getattr(arguments, name)) is not None})
    asyncio.run(_run(arguments, settings))


_FLAGS = (
    "faults",
    "log_delay",
    "make_s",
    "url_life",
    "wait_s",
    "balance_usd",
    "fail_rate",
    "keys",
    "only",
    "without",
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_provider", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where its ledger, videos and images are")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    for name in ("faults", "log-delay", "make-s", "url-life", "wait-s", "balance-usd", "fail-rate"):
        parser.add_argument(f"--{name}", type=float)
    for name in ("keys", "only", "without"):
        parser.add_argument(f"--{name}", type=lambda text: text.split(","), help="names, with commas")
    parser.add_argument("--settings", default="{}", help="any setting of settings.py, as JSON")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    arguments.folder.mkdir(parents=True, exist_ok=True)
    server = Server(World(arguments.folder, seed=arguments.seed, settings=settings), port=arguments.port)
    await server.start()
    print(json.dumps({"port": server.port, "referee_port": server.referee_port}), flush=True)
    end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end.set)
    await end.wait()
    await server.stop()


if __name__ == "__main__":
    main()
