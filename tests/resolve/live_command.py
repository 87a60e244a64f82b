#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""live_command -- what `zegel verify` tells of DNSSEC, with real servers on
loopback. TAP.

    live_command.py ZEGEL

The zones of live.py get the keys of `zegel key new`; `zegel sign` signs.
"""

import concurrent.futures
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import live
import lyingserver

DEADLINE_S = 5  # of a question; one more is for all that is not waiting
MESSAGE = (b"From: Jan <jan@%s>\r\nTo: piet@example.org\r\nSubject: proef\r\n"
           b"Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
           b"Message-ID: <1@example.nl>\r\n\r\nHallo Piet.\r\n")

# Published in each zone. `hurt` is altered in bogus.example after the zone was
# signed: what live.py makes of "before".
RECORDS = """one._domainkey TXT {strings}
cut._domainkey TXT {cut}
ed._domainkey TXT {ed}
far._domainkey CNAME one._domainkey
away._domainkey CNAME one._domainkey.plain.example.
into._domainkey CNAME hurt._domainkey.bogus.example.
big._domainkey TXT {strings}
big._domainkey TXT {large}
hurt._domainkey TXT {strings} "; n=" "before"
gone._domainkey TXT "v=DKIM1; p="
"""

# The sentence, domain, selector, then result, reason, dnssec and exit status.
PASS = ("pass", "verified")
BOGUS = ("temperror", "dns_bogus", "bogus", 2)
ROWS = [
    ("a key in a secure zone", "secure.example", "one", *PASS, "secure", 0),
    ("an Ed25519 key in it", "secure.example", "ed", *PASS, "secure", 0),
    ("rfc6376#3.6.2.2: a secure key in many strings", "secure.example", "cut",
     *PASS, "secure", 0),
    ("a secure CNAME to a key", "secure.example", "far", *PASS, "secure", 0),
    ("a secure CNAME to a key in an insecure zone", "secure.example", "away",
     *PASS, "insecure", 0),
    ("a secure CNAME to a key in a bogus zone", "secure.example", "into",
     *BOGUS),
    ("a secure answer that needs TCP", "secure.example", "big", *PASS,
     "secure", 0),
    ("a secure key that was revoked", "secure.example", "gone", "permerror",
     "key_revoked", "secure", 1),
    ("a selector that is proven not to exist", "secure.example", "nothing",
     "permerror", "no_key", "secure", 1),
    ("rfc5155: a key in a zone with NSEC3", "nsec3.example", "one", *PASS,
     "secure", 0),
    ("a key in a zone without a trust anchor", "plain.example", "one", *PASS,
     "insecure", 0),
    ("a CNAME in it", "plain.example", "far", *PASS, "insecure", 0),
    ("an answer from it that needs TCP", "plain.example", "big", *PASS,
     "insecure", 0),
    ("rfc4035#5.2: a key in an insecure zone below a secure one",
     "inside.secure.example", "one", *PASS, "insecure", 0),
    ("rfc4035#5.5: the right key, altered after its zone was signed",
     "bogus.example", "hurt", *BOGUS),
    ("the key beside it", "bogus.example", "one", *PASS, "secure", 0),
    ("a key with expired signatures", "expired.example", "one", *BOGUS),
    ("a revoked key with expired signatures", "expired.example", "gone",
     *BOGUS),
    ("no such selector, with expired signatures", "expired.example",
     "nothing", *BOGUS),
]

UNVALIDATED = [
    ("validation off: a key in a secure zone", "secure.example", "one", *PASS,
     "unknown", 0),
    ("validation off: a key with expired signatures", "expired.example",
     "one", *PASS, "unknown", 0),
    ("validation off: an altered record", "bogus.example", "hurt", *PASS,
     "unknown", 0),
]


class Command:
    def __init__(self, zegel, folder):
        self.zegel, self.folder = zegel, folder

    def run(self, *words, octets=b""):
        return subprocess.run([self.zegel, *map(str, words)], input=octets,
                              cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=60, check=False)

    def new_key(self, name):
        """The text of the record to publish."""
        done = self.run("key", "new", "-d", "secure.example", "-s", name,
                        "--algorithm", name, "--out", name + ".pem")
        if done.returncode != 0:
            raise SystemExit("Bail out! zegel key new fails")
        return "".join(re.findall(r'"([^"]*)"', done.stdout.decode()))

    def records(self):
        rsa, ed = self.new_key("rsa"), self.new_key("ed25519")
        cut = (rsa[i:i + 20] for i in range(0, len(rsa), 20))
        return RECORDS.format(
            strings=live.strings(rsa), cut=" ".join(f'"{c}"' for c in cut),
            ed=live.strings(ed), large=live.strings(live.LARGE))

    def signed(self, domain, selector):
        key = "ed25519.pem" if selector == "ed" else "rsa.pem"
        done = self.run("sign", "-d", domain, "-k", f"{selector}:{key}",
                        octets=MESSAGE % domain.encode())
        return done.stdout

    def verify(self, domain, selector, server, anchor):
        """Result, reason, dnssec, exit status, and the seconds it took."""
        octets = self.signed(domain, selector)
        begun = time.monotonic()
        done = self.run("verify", "--json", "--resolver", server,
                        "--trust-anchor", anchor, octets=octets)
        took = time.monotonic() - begun
        try:
            told = json.loads(done.stdout)["dkim"]
            return (*(told[0][k] for k in ("result", "reason_code",
                                            "dnssec")),
                    done.returncode), took
        except (ValueError, KeyError, IndexError):
            return ("no verdict", done.stdout, done.returncode), took


def check_rows(tap, command, nsd):
    server = f"127.0.0.1@{nsd.port}"
    for rows, anchor in ((ROWS, nsd.anchor), (UNVALIDATED, "none")):
        for name, domain, selector, *want in rows:
            got, took = command.verify(domain, selector, server, anchor)
            tap.row(name, got == tuple(want) and took < DEADLINE_S,
                    (got, took))


def check_no_answer(tap, command, nsd):
    """Who says nothing is waited for until the deadline, and not longer."""
    liar = f"127.0.0.1@{lyingserver.Server().port}"
    dead = f"127.0.0.1@{live.free_port()}"
    want = ("temperror", "dns", "unknown", 2)
    rows = (("nobody listens", "one", dead, "none"),
            ("nobody listens, with a trust anchor", "one", dead, nsd.anchor),
            ("a server that keeps silent", "silent", liar, "none"),
            ("a server that fails", "servfail", liar, "none"),
            ("a server that answers garbage", "garbage", liar, "none"))
    with concurrent.futures.ThreadPoolExecutor(len(rows)) as pool:
        told = pool.map(lambda row: command.verify("secure.example", *row[1:]),
                        rows)
        for row, (got, took) in zip(rows, told):
            tap.row(row[0] + ": temperror, in time",
                    got == want and took < DEADLINE_S + 1, (got, took))


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    live.need_tools()
    tap = live.Tap()
    with tempfile.TemporaryDirectory(prefix="zegel-live-") as name:
        folder = pathlib.Path(name)
        command = Command(str(pathlib.Path(sys.argv[1]).resolve()), folder)
        with live.Nsd(folder, command.records()) as nsd:
            check_rows(tap, command, nsd)
            check_no_answer(tap, command, nsd)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
