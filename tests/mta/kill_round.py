#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""kill_round.py PROGRAMS [MESSAGES [KILLS [SEED]]] -- nothing is lost. TAP.

Messages go through Postfix, half of them out by 587, half in by 25, while
zegeld is killed with SIGKILL at random moments and started again, and its keys
are exchanged. Clients come back after a 4xx, as mail servers do. In the end a
ledger: every accepted message was delivered once; none that left lacks a
signature that verifies; none that came in lacks our verdict.
"""

import collections
import concurrent.futures
import random
import re
import signal
import smtplib
import sys
import threading
import time

from mailworld import (DOMAIN, Tap, World, expect, fields, letter, place,
                       programs)
from postfix import Postfix, as_sent
from postfix_round import zegel_says

CLIENTS = 8


class Ledger:
    def __init__(self, world, count, seed):
        self.world, self.count = world, count
        self.random = random.Random(seed)
        self.accepted = []  # numbers, as they come
        self.put_off = 0
        self.lock = threading.Lock()

    def letter(self, number):
        size = self.random.choice((100, 2000, 60000))
        return letter(subject=f"number {number}",
                      body="regel van een brief\r\n" * (size // 21))

    def send(self, number):
        """One message, until it is accepted."""
        port, source = (587, None) if number % 2 else (25, place.OUTSIDE4)
        message = self.letter(number)
        if port == 25 and number % 4:
            message = f"X-Number: {number}\r\n".encode() + self.signed
        while True:
            try:
                self.world.hand_in(port, message, f"number-{number}", source)
                break
            except (smtplib.SMTPException, OSError) as error:
                expect(not re.search(r"\b5\d\d\b", str(error)), error)
                with self.lock:
                    self.put_off += 1
                time.sleep(0.05)
        with self.lock:
            self.accepted.append(number)

    def run(self, kills):
        self.signed = self.world.leave(letter())
        trouble = Trouble(self, kills)
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            jobs = [clients.submit(self.send, n) for n in range(self.count)]
            trouble.run()
            for job in jobs:
                job.result()
        return trouble

    def delivered(self):
        """What lies in the mailbox, by number."""
        folder = self.world.mta.folder / "mail" / "all" / "new"
        found = collections.defaultdict(list)
        for path in folder.iterdir():
            octets = path.read_bytes()
            to = re.search(rb"\nDelivered-To: number-(\d+)@", octets)
            if to:
                found[int(to[1])].append(octets)
        return found


class Trouble:
    """Kills, and exchanges keys, spread over the time the messages take."""

    def __init__(self, ledger, kills):
        self.ledger, self.kills = ledger, kills
        self.world = ledger.world
        self.killed = self.exchanged = 0
        self.records = self.world.records

    def done(self):
        return len(self.ledger.accepted)

    def kill(self):
        self.world.here.stop("zegeld", signal.SIGKILL)
        self.world.daemon.start()
        self.killed += 1

    def exchange(self):
        """A new key, published first; then the oldest of its kind goes."""
        new = f"r{2100 + self.exchanged}"
        self.records += self.world.daemon.key(new, "rsa", "--pending")
        self.world.names.reload(self.records)
        store = ("--store", self.world.daemon.store, "-d", DOMAIN)
        old = "r2026" if self.exchanged == 0 else f"r{2099 + self.exchanged}"
        self.world.daemon.zegel("key", "activate", *store, "-s", new)
        self.world.daemon.zegel("key", "remove", *store, "-s", old, "--yes")
        self.exchanged += 1

    def run(self):
        count = self.ledger.count
        moments = sorted(self.ledger.random.sample(range(count // 50, count),
                                                   self.kills))
        for i, moment in enumerate(moments):
            while self.done() < moment - CLIENTS:
                time.sleep(0.002)
            time.sleep(self.ledger.random.random() * 0.03)
            self.kill()
            if i % max(1, self.kills // 3) == 0:
                self.exchange()


def check(tap, ledger, trouble):
    world, found = ledger.world, None
    with tap.row(f"{ledger.count} messages, {trouble.killed} kills,"
                 f" {trouble.exchanged} exchanges of a key,"
                 f" {ledger.put_off} times put off: all were accepted"):
        expect(sorted(ledger.accepted) == list(range(ledger.count)))
    with tap.row("every accepted message was delivered, exactly once"):
        place.wait_for("the queue to be empty", lambda: "is empty" in place.run(
            "postqueue", "-c", world.mta.folder / "etc", "-p"), 60)
        found = ledger.delivered()
        wrong = {n: len(found[n]) for n in range(ledger.count)
                 if len(found[n]) != 1}
        expect(not wrong, "delivered not once:", wrong)
    unsigned, unjudged, failing = [], [], []
    for number, copies in found.items():
        message = as_sent(copies[0])
        if number % 2 == 0:
            own = [v for v in fields(message, "Authentication-Results")
                   if v.startswith(f"mail.{DOMAIN};")]
            if len(own) != 1 or "dkim=" not in own[0]:
                unjudged.append(number)
        elif len(fields(message, "DKIM-Signature")) < 2:
            unsigned.append(number)
        elif number % 10 == 1:
            said = zegel_says(world, message)["dkim"]
            if {s["result"] for s in said} != {"pass"}:
                failing.append((number, said))
    with tap.row("none that left is unsigned"):
        expect(not unsigned, unsigned)
    with tap.row("what left verifies (every fifth is asked)"):
        expect(not failing, failing[:2])
    with tap.row("none that came in lacks our verdict"):
        expect(not unjudged, unjudged)


def main():
    place.enter()
    numbers = [int(word) for word in sys.argv[2:]]
    count, kills, seed = (numbers + [500, 10, random.randrange(1 << 30)][len(numbers):])[:3]
    print(f"# seed {seed}")
    tap = Tap()
    with place.Place() as here:
        world = World(here, programs(), Postfix)
        ledger = Ledger(world, count, seed)
        trouble = ledger.run(kills)
        check(tap, ledger, trouble)
        if tap.failed:
            print("# " + world.daemon.log()[-4000:].replace("\n", "\n# "))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
