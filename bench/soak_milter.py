#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""soak_milter.py PROGRAMS LOAD [MINUTES] -- zegeld at full rate for long.

One daemon signs and verifies for many connections at once, by turns of ten
seconds; prints its memory and its descriptors between the turns, when it is
idle. Both must be in the end what they were after the first minute.
"""

import pathlib
import shutil
import sys
import time

from bench_milter import Bench

TURNS = (("z-sign", "2k", 256, ("want=DKIM-Signature",)),
         ("z-verify", "2k.signed", 256, ("from=192.0.2.1",
                                         "want=Authentication-Results")),
         ("z-verify", "2k.signed", 64, ("from=192.0.2.1", "wait", "keep")),
         ("z-sign", "5m", 4, ("keep",)))


def descriptors(daemon):
    return len(list(pathlib.Path(f"/proc/{daemon.process.pid}/fd").iterdir()))


def soak(bench, minutes):
    daemon = bench.start_zegeld()
    end = time.monotonic() + 60 * minutes
    seen, messages, wrong = [], 0, 0
    while time.monotonic() < end:
        for sock, name, connections, options in TURNS:
            got = bench.run(daemon, f"unix:{bench.folder}/{sock}", name,
                            connections, *options)
            messages, wrong = messages + got.count, wrong + got.wrong
        time.sleep(1)
        seen.append((daemon.anonymous_kb(), descriptors(daemon)))
        print(f"{len(seen):4} {messages:10} messages {wrong} wrong "
              f"{seen[-1][0]:8} kB {seen[-1][1]:4} descriptors", flush=True)
    daemon.stop()
    first, last = seen[min(1, len(seen) - 1)], seen[-1]
    grown = last[0] - first[0]
    print(f"soak_milter: {messages} messages, {wrong} wrong, memory "
          f"{first[0]} to {last[0]} kB, descriptors {first[1]} to {last[1]}")
    return 1 if wrong or grown > 1024 or last[1] > first[1] else 0


def main():
    minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 30
    bench = Bench(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), 10)
    bench.prepare()
    try:
        return soak(bench, minutes)
    finally:
        shutil.rmtree(bench.folder)


if __name__ == "__main__":
    sys.exit(main())
