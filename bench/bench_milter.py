#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""bench_milter.py PROGRAMS LOAD [SECONDS] -- zegeld against opendkim.

Both daemons are started alike, in sessions of their own (the kernel shares the
processors by session); milterload (LOAD) drives them by turns, and what counts
is the ratio of what was measured one after the other; of several rounds, the
median. CPU is what the daemon's process used, for one message.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

DOMAIN, SELECTOR = "bench.example", "s1"
TICK = os.sysconf("SC_CLK_TCK")
ROUNDS = 3

PROSE = ("In the matter of the quarterly report I should like to add that the "
         "figures for the\r\nsecond half are not final, and that two of the "
         "tables will be sent on Monday.\r\n")
HEADER = (f"From: Bench <bench@{DOMAIN}>\r\n"
          "To: Some One <some.one@example.net>\r\n"
          "Subject: The quarterly report, and a question about it\r\n"
          "Date: Tue, 1 Dec 2026 09:00:00 +0100\r\n"
          f"Message-ID: <8841.20261201@{DOMAIN}>\r\n"
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: 8bit\r\n"
          "User-Agent: bench\r\n"
          "Received: from a.example.com (a.example.com [192.0.2.1])\r\n"
          "\tby b.example.com (Postfix) with ESMTPS id 4X1y2Z3abc\r\n"
          "\tfor <some.one@example.net>; Tue,  1 Dec 2026 09:00:00 +0100\r\n"
          "\r\n")

ZEGELD = """authserv-id = "mx.bench.example"
listener "unix:{folder}/z-sign" {{ mode = sign }}
listener "unix:{folder}/z-verify" {{ mode = verify }}
listener "inet:127.0.0.1:{port}" {{ mode = verify }}
signing {{
    key "{domain}" {{
        selector = "{selector}"
        file = "{folder}/key.pem"
    }}
}}
dns {{ zone-files = {{ "{folder}/zone" }} }}
# as opendkim: DKIM alone. bench_judge has all three
spf {{ check = no }}
dmarc {{ check = no }}
log {{
    to = {{ syslog }}
    level = warning
}}
max-connections = 20000
"""
OPENDKIM = """Socket local:{folder}/o-{role}
UMask 007
Syslog no
RequireSafeKeys no
AuthservID mx.bench.example
Mode {mode}
Canonicalization relaxed/relaxed
"""
OPENDKIM_SIGN = """KeyTable file:{folder}/KeyTable
SigningTable refile:{folder}/SigningTable
InternalHosts {folder}/TrustedHosts
OversignHeaders From
"""
OPENDKIM_VERIFY = """AlwaysAddARHeader yes
InternalHosts 192.0.2.254
TestDNSData file:{folder}/dnsdata
"""


def message(size):
    body = PROSE * (size // len(PROSE) + 1)
    return (HEADER + body[:size - len(HEADER) - 2] + "\r\n").encode()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Daemon:
    """One of the two, running."""

    def __init__(self, folder, socket_path, *words):
        self.log = open(folder / "daemons.log", "ab")
        self.process = subprocess.Popen(
            [str(w) for w in words], stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, start_new_session=True)
        for _ in range(400):
            with socket.socket(socket.AF_UNIX) as s:
                if s.connect_ex(str(socket_path)) == 0:
                    return
            time.sleep(0.02)
        raise SystemExit(f"bench_milter: {words[0]} does not listen:\n"
                         + (folder / "daemons.log").read_text())

    def cpu_s(self):
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text() \
            .rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / TICK

    def status(self, name):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1])

    def anonymous_kb(self):
        return self.status("RssAnon")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Measured:
    def __init__(self, daemon, text, cpu, kb):
        m = re.match(r"(\d+) messages ([\d.]+) seconds (\d+) us (\d+) us "
                     r"(\d+) wrong", text)
        self.count, self.seconds = int(m[1]), float(m[2])
        self.rate = self.count / self.seconds
        self.cpu_us = cpu * 1e6 / max(self.count, 1)
        self.p50, self.p99, self.wrong = int(m[3]), int(m[4]), int(m[5])
        self.kb = kb


class Bench:
    def __init__(self, programs, load, seconds):
        self.programs, self.load, self.seconds = programs, load, seconds
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zegel-bench-"))
        self.met = self.goals = 0

    def zegel(self, *words, **more):
        return subprocess.run([str(self.programs / "zegel"), *map(str, words)],
                              check=True, capture_output=True, **more).stdout

    def prepare(self):
        f = self.folder
        record = self.zegel("key", "new", "-d", DOMAIN, "-s", SELECTOR,
                            "--out", f / "key.pem")
        (f / "zone").write_bytes(record)
        for size, name in ((2048, "2k"), (5 * 1024 * 1024, "5m")):
            (f / name).write_bytes(message(size))
            signed = self.zegel("sign", "-d", DOMAIN, "-k",
                                f"{SELECTOR}:{f / 'key.pem'}", f / name)
            (f / f"{name}.signed").write_bytes(signed)
        strings = re.findall(r'"([^"]*)"', record.decode())
        (f / "dnsdata").write_text(
            f"{SELECTOR}._domainkey.{DOMAIN} {''.join(strings)}\n")
        (f / "KeyTable").write_text(f"k {DOMAIN}:{SELECTOR}:{f}/key.pem\n")
        (f / "SigningTable").write_text(f"*@{DOMAIN} k\n")
        (f / "TrustedHosts").write_text("127.0.0.1\n")
        self.port = free_port()
        (f / "zegel.conf").write_text(ZEGELD.format(
            folder=f, port=self.port, domain=DOMAIN, selector=SELECTOR))
        for role, mode, more in (("sign", "s", OPENDKIM_SIGN),
                                 ("verify", "v", OPENDKIM_VERIFY)):
            (f / f"o-{role}.conf").write_text(
                (OPENDKIM + more).format(folder=f, role=role, mode=mode))

    def start_zegeld(self):
        return Daemon(self.folder, self.folder / "z-sign",
                      self.programs / "zegeld", "--config",
                      self.folder / "zegel.conf")

    def start_opendkim(self, role):
        program = shutil.which("opendkim") or "/usr/sbin/opendkim"
        return Daemon(self.folder, self.folder / f"o-{role}", program, "-f",
                      "-x", self.folder / f"o-{role}.conf")

    def run(self, daemon, sock, name, connections, *options, seconds=None):
        """One measurement, the CPU and memory of the daemon with it."""
        before = daemon.cpu_s()
        words = [self.load, sock, self.folder / name, connections,
                 seconds or self.seconds, *options]
        job = subprocess.Popen([str(w) for w in words], text=True,
                               stdout=subprocess.PIPE)
        time.sleep((seconds or self.seconds) * 0.8)
        kb = daemon.anonymous_kb()
        text = job.communicate()[0]
        got = Measured(daemon, text, daemon.cpu_s() - before, kb)
        if got.wrong:
            print(f"    {got.wrong} of {got.count} answers were wrong")
        return got

    def goal(self, what, value, bound, least=True, digits=2):
        good = value >= bound if least else value <= bound
        self.goals += 1
        self.met += good
        sign = ">=" if least else "<="
        print(f"{what:66} {value:8.{digits}f}  {sign} {bound:g}"
              f"{'' if good else '   MISSED'}", flush=True)

    def race(self, what, role, connections, *options):
        """By turns, one daemon at a time: medians of the ratios."""
        name = "2k" if role == "sign" else "2k.signed"
        who = ("from=127.0.0.1", "want=DKIM-Signature") if role == "sign" \
            else ("from=192.0.2.1", "want=Authentication-Results")
        rates, cpus, tails = [], [], []
        for _ in range(ROUNDS):
            peer = self.start_opendkim(role)
            theirs = self.run(peer, f"unix:{self.folder}/o-{role}", name,
                              connections, *who, *options)
            peer.stop()
            own = self.start_zegeld()
            ours = self.run(own, f"unix:{self.folder}/z-{role}", name,
                            connections, *who, *options)
            own.stop()
            rates.append(ours.rate / theirs.rate)
            cpus.append(ours.cpu_us / theirs.cpu_us)
            tails.append(ours.p99 / theirs.p99)
        print(f"{what}: {ours.rate:.0f}/s against {theirs.rate:.0f}/s, CPU "
              f"{ours.cpu_us:.0f} against {theirs.cpu_us:.0f} us, p99 "
              f"{ours.p99} against {theirs.p99} us, {ours.kb} against "
              f"{theirs.kb} kB")
        return [statistics.median(x) for x in (rates, cpus, tails)] + [ours]

    def bare_rsa_us(self):
        """Time of one bare RSA-2048 signature on one core."""
        text = subprocess.run(["openssl", "speed", "-seconds", "2", "rsa2048"],
                              capture_output=True, text=True).stdout
        return float(re.search(r"rsa 2048 bits\s+([\d.]+)s", text)[1]) * 1e6

    def signing(self):
        rate, cpu, _, _ = self.race("signing, 256 connections", "sign", 256)
        self.goal("  messages a second, of opendkim's", rate, 3.5)
        self.goal("  CPU for a message, of opendkim's", cpu, 1 / 6, False, 3)
        own = self.start_zegeld()
        shares = []
        for _ in range(2 * ROUNDS - 1):
            # before and after: a shared machine is not as fast as it was
            before = self.bare_rsa_us()
            ours = self.run(own, f"unix:{self.folder}/z-sign", "2k", 256,
                            "want=DKIM-Signature")
            bare = (before + self.bare_rsa_us()) / 2
            shares.append(bare / ours.cpu_us)
        own.stop()
        print(f"  bare RSA of the CPU: {min(shares):.2f} to {max(shares):.2f}")
        self.goal("  bare RSA of the CPU for a message",
                  statistics.median(shares), 0.85)

    def verifying(self):
        for what, bound, cpu_bound, options in (
                ("no-reply flags", 15, 1 / 20, ()),
                ("every answer waited for", 6.5, 1 / 10, ("wait",))):
            rate, cpu, _, _ = self.race(f"verifying, 256 connections, {what}",
                                        "verify", 256, *options)
            self.goal("  messages a second, of opendkim's", rate, bound)
            self.goal("  CPU for a message, of opendkim's", cpu, cpu_bound,
                      False, 3)

    def crowds(self):
        for role, name, who in (
                ("sign", "2k", ("want=DKIM-Signature",)),
                ("verify", "2k.signed", ("from=192.0.2.1",
                                         "want=Authentication-Results"))):
            ratios, kbs = [], []
            own = self.start_zegeld()
            for _ in range(ROUNDS):
                few, many = (self.run(own, f"unix:{self.folder}/z-{role}",
                                      name, n, *who) for n in (16, 2000))
                ratios.append(many.rate / few.rate)
                kbs.append(many.kb)
            threads = own.status("Threads")
            own.stop()
            self.goal(f"{role}: rate at 2,000 connections, of that at 16",
                      statistics.median(ratios), 0.95)
            self.goal(f"  anonymous memory at 2,000 busy connections, MB",
                      max(kbs) / 1024, 10, False, 1)
        self.goal("threads, beside one a processor", threads - os.cpu_count(),
                  3, False, 0)

    def idle(self):
        own = self.start_zegeld()
        sock = f"unix:{self.folder}/z-verify"
        self.run(own, sock, "2k.signed", 16, "from=192.0.2.1", seconds=1)
        kb = [self.run(own, sock, "2k", n, "idle", seconds=3).kb
              for n in (2000, 8000)]
        own.stop()
        self.goal("anonymous memory of an idle connection, KiB",
                  (kb[1] - kb[0]) / 6000, 1, False)

    def internet(self):
        own = self.start_zegeld()
        for what, options in (("a message a connection", ()),
                              ("many messages a connection", ("keep",))):
            ratios = []
            for _ in range(ROUNDS):
                unix, inet = (
                    self.run(own, sock, "2k.signed", 256, "from=192.0.2.1",
                             *options)
                    for sock in (f"unix:{self.folder}/z-verify",
                                 f"inet:{self.port}"))
                ratios.append(inet.rate / unix.rate)
            self.goal(f"TCP, {what}: rate, of that by unix socket",
                      statistics.median(ratios), 0.85)
        own.stop()

    def large(self):
        ratios = []
        for _ in range(ROUNDS):
            cpus = []
            for daemon, sock in ((self.start_opendkim("sign"), "o-sign"),
                                 (self.start_zegeld(), "z-sign")):
                cpus.append(self.run(daemon, f"unix:{self.folder}/{sock}",
                                     "5m", 4).cpu_us)
                daemon.stop()
            ratios.append(cpus[1] / cpus[0])
        print(f"signing 5 MB: CPU {cpus[1]:.0f} against {cpus[0]:.0f} us")
        self.goal("  CPU for a message of 5 MB, of opendkim's",
                  statistics.median(ratios), 1 / 3, False, 3)

    def all(self):
        self.prepare()
        for part in (self.signing, self.verifying, self.crowds, self.idle,
                     self.internet, self.large):
            part()
        print(f"bench_milter: {self.met} of {self.goals} goals met")
        return 0 if self.met == self.goals else 1


def main():
    if shutil.which("opendkim", path=os.environ["PATH"] + ":/usr/sbin") is None:
        print("bench_milter: opendkim is not here, so there is no race")
        return 0
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 3
    bench = Bench(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]),
                  seconds)
    try:
        return bench.all()
    finally:
        shutil.rmtree(bench.folder)


if __name__ == "__main__":
    sys.exit(main())
