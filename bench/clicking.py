"""Twenty people who click: each opens a page a second from a list, and every answer is timed.

    python bench/clicking.py PLAN.json

The plan holds the port, the seconds, and for each person a session and the pages [name, address]. Run as
a process of its own, so that it shares the machine with the server but not its interpreter. Prints JSON:
name → list of milliseconds, and the number of answers that were no page.
"""

import http.client
import json
import random
import sys
import threading
import time
from pathlib import Path


def click(plan: dict, session: str, seed: int, took: dict, failed: list) -> None:
    """One person: a page a second, the next one late where the page before took longer."""
    dice, pages = random.Random(seed), list(plan["pages"])
    dice.shuffle(pages)
    connection = http.client.HTTPConnection("127.0.0.1", plan["port"], timeout=30)
    begins = time.perf_counter() + dice.random()
    headers = {"Cookie": f"{plan['cookie']}={session}"}
    for number in range(plan["seconds"]):
        time.sleep(max(0.0, begins + number - time.perf_counter()))
        name, address = pages[number % len(pages)]
        started = time.perf_counter()
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                failed.append([address, answer.status])
        except (OSError, http.client.HTTPException) as error:
            failed.append([address, str(error)])
            connection.close()
            continue
        took.setdefault(name, []).append((time.perf_counter() - started) * 1000)


def main(path: str) -> None:
    """Let everybody click for the plan's time and print what it took."""
    plan = json.loads(Path(path).read_text())
    took, failed = {}, []
    people = [
        threading.Thread(target=click, args=(plan, session, seed, took, failed))
        for seed, session in enumerate(plan["sessions"])
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    print(json.dumps({"took": took, "failed": failed[:5], "failures": len(failed)}))


if __name__ == "__main__":
    main(sys.argv[1])
