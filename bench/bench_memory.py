#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""bench_memory.py ZEGEL -- what a large message takes of memory.

The most memory that `zegel` had (VmHWM) when all of a message has come through
a pipe, for 2 KB and for 25 MB; what is between them is to stay under 1 MiB.
"""
import fcntl
import os
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time

GOAL_KB = 1024
HEAD = (b"From: jan@example.nl\r\nTo: piet@example.org\r\nSubject: bijlage\r\n"
        b"Date: Sat, 21 Nov 2026 10:00:00 +0100\r\n"
        b"Message-ID: <1@example.nl>\r\n\r\n")
LINE = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/0123456789ab\r\n"


def message(octets):
    return HEAD + LINE * (octets // len(LINE))


def is_asleep(pid):
    with open("/proc/%d/stat" % pid) as f:
        return f.read().rsplit(")", 1)[1].split()[0] == "S"


def is_empty(pipe):
    left = fcntl.ioctl(pipe.fileno(), termios.FIONREAD, struct.pack("i", 0))
    return struct.unpack("i", left)[0] == 0


def peak_kb(words, octets):
    """VmHWM while the process waits for what may still come."""
    with open(os.devnull, "wb") as null:
        p = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=null)
        p.stdin.write(octets)
        p.stdin.flush()
        while not (is_empty(p.stdin) and is_asleep(p.pid)):
            time.sleep(0.005)
        with open("/proc/%d/status" % p.pid) as f:
            peak = int(re.search(r"VmHWM:\s+(\d+) kB", f.read()).group(1))
        p.stdin.close()
        p.wait()
    return peak


def main():
    zegel = os.path.abspath(sys.argv[1])
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        key, zone = folder + "/key", folder + "/zone"
        with open(zone, "wb") as f:
            subprocess.run([zegel, "key", "new", "-d", "example.nl", "-s", "a",
                            "--out", key], stdout=f, stderr=subprocess.DEVNULL,
                           check=True)
        sign = [zegel, "sign", "-d", "example.nl", "-k", "a:" + key]
        print("\nmost memory, kB%31s %10s %8s" % ("2 KB", "25 MB", "more"))
        for name, words, make in (
                ("verify", [zegel, "verify", "--zone", zone],
                 lambda m: subprocess.run(sign, input=m, capture_output=True,
                                          check=True).stdout),
                ("sign --field-only", sign + ["--field-only"], lambda m: m)):
            few = peak_kb(words, make(message(2048)))
            many = peak_kb(words, make(message(25 * 1024 * 1024)))
            good = many - few <= GOAL_KB
            missed += not good
            print("%-46s %10d %10d %8d   <= %d%s" % (
                name, few, many, many - few, GOAL_KB,
                "" if good else "   MISSED"))
    print("memory: %d of 2 goals met" % (2 - missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
