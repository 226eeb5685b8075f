"""`POST /actions/parse` through the whole service against a bare FastAPI route that returns a constant.

Rounds alternate, so that what else the machine does hits both; the ratio of the medians is what counts.
"""

import argparse
import json
from collections.abc import Callable
from statistics import median

import load
from running_service import Running, application, service


def measure(started: Running, request: bytes, requests: int, connections: int) -> tuple[float, float, load.Round]:
    """Requests a second, microseconds of the server's processor a request, and the round."""
    before = started.cpu_s()
    outcome = load.run(started.port, [request] * requests, connections=connections)
    return outcome.requests_per_s, (started.cpu_s() - before) / requests * 1e6, outcome


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--requests", type=int, default=4000, help="in each round")
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--text", default="log 2h on Apollo yesterday")
    given = options.parse_args()
    body = json.dumps({"text": given.text}).encode()
    with service() as (ours, token), application("bare_route:app") as bare:
        plain = load.request_bytes("/actions/parse", body)
        authorized = load.request_bytes("/actions/parse", body, {"Authorization": f"Bearer {token}"})
        measures: dict[str, Callable[[int, int], tuple[float, float, load.Round]]] = {
            "bare": lambda count, width: measure(bare, plain, count, width),
            "ours": lambda count, width: measure(ours, authorized, count, width),
        }
        for once in measures.values():  # warm up
            once(given.connections * 20, given.connections)
        seen: dict[str, list[tuple[float, float, load.Round]]] = {name: [] for name in measures}
        for _ in range(given.rounds):
            for name, once in measures.items():
                seen[name].append(once(given.requests, given.connections))
        alone = {name: median(once(500, 1)[2].median_ms for _ in range(3)) for name, once in measures.items()}
    print(f"{'':6}{'requests/s':>12}{'CPU us each':>13}{'p50 ms':>9}{'p99 ms':>9}{'alone ms':>10}")
    for name, rounds in seen.items():
        print(
            f"{name:6}{median(rate for rate, _, _ in rounds):12.0f}{median(cpu for _, cpu, _ in rounds):13.0f}"
            f"{median(each.median_ms for *_, each in rounds):9.2f}{median(each.p99_ms for *_, each in rounds):9.2f}"
            f"{alone[name]:10.2f}"
        )
    rate = median(rate for rate, _, _ in seen["ours"]) / median(rate for rate, _, _ in seen["bare"])
    cpu = median(cpu for _, cpu, _ in seen["bare"]) / median(cpu for _, cpu, _ in seen["ours"])
    print(f"ours against bare: {rate:.0%} by requests a second, {cpu:.0%} by processor time (aim: 80 %)")


if __name__ == "__main__":
    main()
