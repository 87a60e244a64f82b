#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""bench_spf.py BENCH_SPF -- SPF checks against pyspf.

BENCH_SPF tells its tasks and zones, then runs laps beside ours: both have the
same zone in memory, and the medians of many short laps in turn are compared.
Time is CPU time of the process that works.
"""
import statistics
import subprocess
import sys
import timeit
import time

try:
    import spf
except ImportError:
    spf = None

LAPS = 41
GOAL = 40


class Task:
    def __init__(self, name, ip, helo, mail_from):
        self.name, self.ip = name, ip
        self.helo, self.mail_from = helo, mail_from
        self.zone = {}

    def add(self, name, kind, data):
        if kind == "MX":
            number, host = data.split()
            data = (int(number), host)
        elif kind == "TXT":
            data = [data.encode()]
        self.zone.setdefault((name, kind), []).append(((name, kind), data))

    def dns(self, name, kind, *_):
        return self.zone.get((name, kind), ())

    def run(self):
        spf.DNSLookup = self.dns
        query = spf.query(i=self.ip, s=self.mail_from, h=self.helo,
                          receiver="mx.example.org")
        assert query.check()[0] == "pass"


def read_tasks(out):
    tasks = []
    for line in out:
        verb, *rest = line.rstrip("\n").split("\t")
        if verb == "task":
            tasks.append(Task(*rest))
        elif verb == "rr":
            tasks[-1].add(*rest)
        else:
            return tasks
    raise SystemExit("bench_spf.py: bench_spf ended")


def measure(zegel, number, task):
    """Medians of a check in microseconds: pyspf's, zegel's."""
    timer = timeit.Timer(task.run, timer=time.process_time)
    runs = max(2, int(0.004 / (timer.timeit(20) / 20)))
    peers, ours = [], []
    for _ in range(LAPS):
        peers.append(timer.timeit(runs) / runs * 1e6)
        zegel.stdin.write("%d\n" % number)
        zegel.stdin.flush()
        ours.append(float(zegel.stdout.readline()))
    return statistics.median(peers), statistics.median(ours)


def main(program):
    if spf is None:
        print("\nno pyspf here: not compared\nbench_spf: 0 of 0 goals met")
        return 0
    zegel = subprocess.Popen([program, "lines"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    tasks = read_tasks(zegel.stdout)
    missed = 0
    print("\n%-46s %10s %10s %8s   %s" % (
        "SPF, zones in memory, against pyspf " + spf.__version__, "peer us",
        "zegel us", "ratio", "goal"))
    for number, task in enumerate(tasks):
        peer, our = measure(zegel, number, task)
        good = peer / our >= GOAL
        missed += not good
        print("%-46s %10.2f %10.2f %8.2f   >= %d.00   %s" % (
            task.name, peer, our, peer / our, GOAL, "" if good else "MISSED"))
    zegel.stdin.close()
    print("bench_spf: %d of %d goals met" % (len(tasks) - missed, len(tasks)))
    return 1 if missed or zegel.wait() else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
