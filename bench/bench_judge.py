#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""bench_judge.py PROGRAMS LOAD [SECONDS] -- zegeld judges by SPF, DKIM and DMARC:
against itself with DKIM alone, and against opendkim and opendmarc in a row.

All ask the same name server, in a network of their own, which takes root;
milterload drives them by turns, as in bench_milter.
"""

import os
import pathlib
import shutil
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "demo"))

import place  # noqa: E402
from bench_milter import (DOMAIN, ROUNDS, SELECTOR, Bench, Daemon)  # noqa: E402
from nameserver import Nameserver  # noqa: E402

CLIENT = "192.0.2.1"
ZEGELD = """authserv-id = "mx.bench.example"
listener "unix:{folder}/z-{name}" {{ mode = verify }}
dns {{
    resolver = "127.0.0.1"
    trust-anchor = "none"
}}
log {{
    to = {{ syslog }}
    level = warning
}}
max-connections = 20000
{more}
"""
DKIM_ALONE = "spf { check = no }\ndmarc { check = no }\n"
OPENDMARC = """Socket local:{folder}/m
UMask 007
Syslog no
AuthservID mx.bench.example
TrustedAuthservIDs mx.bench.example
SPFIgnoreResults true
SPFSelfValidate true
IgnoreHosts {folder}/nobody
"""
RECORDS = """bench.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
_dmarc.bench.example. TXT "v=DMARC1; p=reject"
"""
JUDGED = "Authentication-Results: mx.bench.example; dkim=pass (2048-bit key) " \
    f"header.d={DOMAIN} header.i=@{DOMAIN} header.b=AAAAAAAA\r\n"


class Race(Bench):
    def prepare(self, here):
        super().prepare()
        self.here = here
        Nameserver(here, "example", RECORDS
                   + (self.folder / "zone").read_text())
        for name, more in (("all", ""), ("dkim", DKIM_ALONE)):
            (self.folder / f"z-{name}.conf").write_text(
                ZEGELD.format(folder=self.folder, name=name, more=more))
        (self.folder / "nobody").write_text("192.0.2.254\n")
        (self.folder / "m.conf").write_text(
            OPENDMARC.format(folder=self.folder))
        (self.folder / "2k.judged").write_bytes(
            JUDGED.encode() + (self.folder / "2k.signed").read_bytes())

    def zegeld(self, name, *options):
        daemon = Daemon(self.folder, self.folder / f"z-{name}",
                        self.programs / "zegeld", "--config",
                        self.folder / f"z-{name}.conf")
        got = self.run(daemon, f"unix:{self.folder}/z-{name}", "2k.signed",
                       256, f"from={CLIENT}", f"mail=a@{DOMAIN}",
                       "want=Authentication-Results", *options)
        daemon.stop()
        return got

    def in_a_row(self, *options):
        second = Daemon(self.folder, self.folder / "m",
                        shutil.which("opendmarc", path=place.PATH), "-f", "-c",
                        self.folder / "m.conf")
        first = self.start_opendkim("verify")
        got = self.run(first, f"unix:{self.folder}/o-verify", "2k.signed", 256,
                       f"from={CLIENT}", f"mail=a@{DOMAIN}",
                       "want=Authentication-Results",
                       f"then=unix:{self.folder}/m,{self.folder}/2k.judged",
                       *options)
        first.stop()
        second.stop()
        return got

    def judging(self):
        for what, options in (("no-reply flags", ()),
                              ("every answer waited for", ("wait",))):
            of_dkim, of_peers = [], []
            for _ in range(ROUNDS):
                peers = self.in_a_row(*options)
                alone = self.zegeld("dkim", *options)
                whole = self.zegeld("all", *options)
                of_dkim.append(whole.rate / alone.rate)
                of_peers.append(whole.rate / peers.rate)
            print(f"judging by SPF, DKIM and DMARC, {what}: {whole.rate:.0f}/s,"
                  f" DKIM alone {alone.rate:.0f}/s, opendkim and opendmarc"
                  f" {peers.rate:.0f}/s; CPU {whole.cpu_us:.0f} and"
                  f" {alone.cpu_us:.0f} us")
            self.goal("  messages a second, of those with DKIM alone",
                      statistics.median(of_dkim), 0.8)
            self.goal("  messages a second, of opendkim's and opendmarc's",
                      statistics.median(of_peers), 3)

    def all(self, here):
        self.prepare(here)
        self.judging()
        print(f"bench_judge: {self.met} of {self.goals} goals met")
        return 0 if self.met == self.goals else 1


def main():
    for peer in ("opendkim", "opendmarc"):
        if shutil.which(peer, path=place.PATH) is None:
            print(f"bench_judge: {peer} is not here, so there is no race")
            return 0
    if os.geteuid() != 0:
        print("bench_judge: it needs root, for a network of its own: not run")
        return 0
    place.enter()
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 3
    race = Race(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), seconds)
    with place.Place() as here:
        try:
            return race.all(here)
        finally:
            shutil.rmtree(race.folder)


if __name__ == "__main__":
    sys.exit(main())
