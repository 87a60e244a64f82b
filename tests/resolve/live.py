#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""live -- the resolver against servers on loopback, honest and lying. TAP.

    live.py ASK

Starts NSD (packages nsd, ldnsutils) with signed, unsigned and broken zones in
a private folder, and a lying server of its own; asks them by ASK (ask.c).
"""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import lyingserver

TXT, A, MX, CNAME = "16", "1", "15", "5"
GOOD_MS = 20000  # a deadline that no answer should need
BAD_MS = 1200    # one that those without an answer reach
KEY = "v=DKIM1; p=" + "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A" * 11
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

ZONE = """$ORIGIN {zone}.
$TTL 300
@ SOA ns root 1 3600 600 86400 120
@ NS ns
ns A 127.0.0.1
@ MX 10 mail
txt TXT "one"
two TXT "one"
two TXT "other"
alias CNAME txt
away CNAME txt.plain.example.
lost CNAME nothing
key TXT {key}
large TXT {large}
*.wild TXT "star"
a.b.c TXT "deep"
broken TXT "before"
"""
INSIDE = "inside NS ns.inside\nns.inside A 127.0.0.1\n"


def strings(text):
    parts = (text[i:i + 250] for i in range(0, len(text), 250))
    return " ".join(f'"{part}"' for part in parts)


LARGE = lyingserver.long_text(5000)


def run(folder, *words):
    done = subprocess.run(words, cwd=folder, env={**os.environ, "PATH": PATH},
                          capture_output=True, text=True, timeout=30)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {words[0]}: {done.stderr}")
    return done.stdout.strip()


def write_zone(folder, zone, more=""):
    text = ZONE.format(zone=zone, key=strings(KEY), large=strings(LARGE))
    (folder / f"{zone}.zone").write_text(text + more)
    return f"{zone}.zone"


def sign(folder, zone, more, *options):
    """Signs a zone; returns the file, and its key for signing keys."""
    source = write_zone(folder, zone, INSIDE + more)
    keygen = ("ldns-keygen", "-a", "ECDSAP256SHA256", "-r", "/dev/urandom")
    ksk = run(folder, *keygen, "-k", zone)
    zsk = run(folder, *keygen, zone)
    run(folder, "ldns-signzone", *options, source, zsk, ksk)
    return f"{source}.signed", folder / f"{ksk}.key"


class Nsd:
    """A name server with all the honest zones, each with the records `more`;
    a context manager."""

    def __init__(self, folder, more=""):
        self.folder = folder
        self.port = free_port()
        self.zones, anchors = {}, []
        for zone, options in (
                ("secure.example", ()),
                ("nsec3.example", ("-n", "-t", "0")),
                ("bogus.example", ()),
                ("expired.example", ("-i", "20200101", "-e", "20200201"))):
            self.zones[zone], key = sign(folder, zone, more, *options)
            anchors.append(key.read_text())
            inside = "inside." + zone
            self.zones[inside] = write_zone(folder, inside, more)
        self.zones["plain.example"] = write_zone(
            folder, "plain.example", more)
        broken = folder / self.zones["bogus.example"]
        broken.write_text(broken.read_text().replace('"before"', '"after"'))
        self.anchor = folder / "anchor"
        self.anchor.write_text("".join(anchors))

    def config(self):
        yield f"""server:
    ip-address: 127.0.0.1@{self.port}
    username: ""
    chroot: ""
    zonesdir: "{self.folder}"
    database: ""
    logfile: "{self.folder}/nsd.log"
    pidfile: "{self.folder}/nsd.pid"
    xfrdfile: "{self.folder}/xfrd.state"
    xfrdir: "{self.folder}"
    zonelistfile: "{self.folder}/zone.list"
    rrl-ratelimit: 0
    server-count: 1
remote-control:
    control-enable: no
"""
        for zone, file in self.zones.items():
            yield f'zone:\n    name: "{zone}"\n    zonefile: "{file}"\n'

    def __enter__(self):
        conf = self.folder / "nsd.conf"
        conf.write_text("".join(self.config()))
        self.process = subprocess.Popen(
            ["nsd", "-d", "-c", conf], env={**os.environ, "PATH": PATH},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        self.wait()
        return self

    def wait(self):
        query = b"\0\1\0\0\0\1\0\0\0\0\0\0\5plain\7example\0\0\6\0\1"
        for _ in range(100):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
                udp.settimeout(0.1)
                udp.sendto(query, ("127.0.0.1", self.port))
                try:
                    if udp.recv(512):
                        return
                except OSError:
                    time.sleep(0.05)
        log = self.folder / "nsd.log"
        self.__exit__()
        raise SystemExit("Bail out! nsd does not answer: "
                         + (log.read_text() if log.exists() else "no log"))

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return udp.getsockname()[1]


class Ask:
    """An ASK under way, to be read when all are started."""

    def __init__(self, program, server, anchor, questions,
                 deadline_ms=GOOD_MS):
        words = [program, "-d", str(deadline_ms)]
        words += ["-s", server] if server else []
        words += ["-a", str(anchor)] if anchor else []
        self.process = subprocess.Popen(words + questions, text=True,
                                        stdout=subprocess.PIPE)

    def lines(self):
        out, _ = self.process.communicate(timeout=30)
        if self.process.returncode not in (0, 2):
            return [("crash", str(self.process.returncode))]
        return [tuple(line.split("\t")) for line in out.splitlines()]


# What is asked of NSD, with its own key for signing keys as trust anchor:
# the sentence, name, type, state, DNSSEC state, records.
HONEST = [
    ("rfc4035#4.3: a secure TXT record",
     "txt.secure.example", TXT, "records", "secure", ["one"]),
    ("a secure MX record, its name uncompressed", "secure.example", MX,
     "records", "secure", ["000a" + lyingserver.wire_name(
         "mail.secure.example").hex()]),
    ("two records", "two.secure.example", TXT, "records", "secure",
     ["one", "other"]),
    ("a secure CNAME", "alias.secure.example", TXT, "records", "secure",
     ["one"]),
    ("the CNAME itself", "alias.secure.example", CNAME, "records", "secure",
     [lyingserver.wire_name("txt.secure.example").hex()]),
    ("a CNAME from a secure to an insecure zone", "away.secure.example", TXT,
     "records", "insecure", ["one"]),
    ("a CNAME to a name that does not exist", "lost.secure.example", TXT,
     "nxdomain", "secure", []),
    ("rfc6376#3.6.2.2: a key in several strings", "key.secure.example", TXT,
     "records", "secure", [KEY]),
    ("a TXT record of 5 KB, over TCP", "large.secure.example", TXT, "records",
     "secure", [LARGE]),
    ("a wildcard", "any.wild.secure.example", TXT, "records", "secure",
     ["star"]),
    ("rfc4035#3.1.3: a name proven not to exist", "no.secure.example", TXT,
     "nxdomain", "secure", []),
    ("a type proven not to exist", "txt.secure.example", A, "nodata",
     "secure", []),
    ("an empty non-terminal", "c.secure.example", TXT, "nodata", "secure", []),
    ("letters in another case", "TXT.Secure.EXAMPLE", TXT, "records",
     "secure", ["one"]),
    ("rfc4035#5.2: an insecure zone below a secure one",
     "txt.inside.secure.example", TXT, "records", "insecure", ["one"]),
    ("no data in it", "txt.inside.secure.example", A, "nodata", "insecure",
     []),
    ("rfc5155: a name proven not to exist", "no.nsec3.example", TXT,
     "nxdomain", "secure", []),
    ("rfc5155: a type proven not to exist", "txt.nsec3.example", A, "nodata",
     "secure", []),
    ("rfc5155: a wildcard", "any.wild.nsec3.example", TXT, "records",
     "secure", ["star"]),
    ("a zone without a trust anchor", "txt.plain.example", TXT, "records",
     "insecure", ["one"]),
    ("a name in it that does not exist", "no.plain.example", TXT, "nxdomain",
     "insecure", []),
    ("a record altered after it was signed", "broken.bogus.example", TXT,
     "tempfail", "bogus", []),
    ("the record beside it", "txt.bogus.example", TXT, "records", "secure",
     ["one"]),
    ("signatures that have expired", "txt.expired.example", TXT, "tempfail",
     "bogus", []),
    ("a name that does not exist, said so by one", "no.expired.example", TXT,
     "tempfail", "bogus", []),
    ("a zone that the server does not have", "txt.other.example", TXT,
     "tempfail", "unknown", []),
]

# Why, for some of them.
PROBLEMS = [
    ("txt.expired.example", "bogus: a signature has expired"),
    ("broken.bogus.example", "bogus: a signature does not fit"),
    ("txt.other.example", "no server gave a usable answer (SERVFAIL)"),
]

# The same with validation off.
UNVALIDATED = [
    ("validation off: a signed record", "txt.secure.example", TXT, "records",
     "unknown", ["one"]),
    ("validation off: a bogus record", "broken.bogus.example", TXT, "records",
     "unknown", ["after"]),
    ("validation off: no such name", "no.secure.example", TXT, "nxdomain",
     "unknown", []),
]

# What is asked of the lying server, each by a resolver of its own: libunbound
# remembers how a server behaved.
LYING = [
    ("the lying server can be honest", "good.example", TXT, "records",
     "unknown", ["good"]),
    ("SERVFAIL", "servfail.example", TXT, "tempfail", "unknown", []),
    ("REFUSED", "refused.example", TXT, "tempfail", "unknown", []),
    ("NOTIMP", "notimp.example", TXT, "tempfail", "unknown", []),
    ("garbage", "garbage.example", TXT, "tempfail", "unknown", []),
    ("half a header", "short.example", TXT, "tempfail", "unknown", []),
    ("a record that is cut off", "cut.example", TXT, "tempfail", "unknown",
     []),
    ("a wrong id", "wrongid.example", TXT, "tempfail", "unknown", []),
    ("a wrong id first, then the right one", "wrongfirst.example", TXT,
     "records", "unknown", ["good"]),
    ("another question", "wrongname.example", TXT, "tempfail", "unknown", []),
    ("a record of a foreign owner", "foreign.example", TXT, None, "unknown",
     []),
    ("a CNAME to itself", "loop.example", TXT, None, "unknown", []),
    ("CNAMEs in a circle", "circle.a.example", TXT, None, "unknown", []),
    ("a slow answer", "slow.example", TXT, "records", "unknown", ["good"]),
    ("no answer", "silent.example", TXT, "tempfail", "unknown", []),
    ("truncated, and whole over TCP", "tcp.example", TXT, "records",
     "unknown", [LARGE]),
    ("truncated, and TCP is closed", "notcp.example", TXT, "tempfail",
     "unknown", []),
    ("truncated, and TCP drips", "drip.example", TXT, "tempfail", "unknown",
     []),
    ("a TXT record of 64 KiB", "huge.example", TXT, "records", "unknown",
     [lyingserver.long_text(65000)]),
    ("1,000 empty strings", "empties.example", TXT, "records", "unknown",
     [""]),
    ("a string that is cut off", "nostring.example", TXT, None, "unknown",
     []),
]


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def row(self, name, good, got=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        if not good:
            print(f"# got {str(got)[:300]}")

    def rows(self, rows, lines):
        """`None` for a state: any but records."""
        lines += [()] * (len(rows) - len(lines))
        for (name, asked, kind, state, dnssec, records), line in zip(
                rows, lines):
            good = (len(line) >= 7 and line[0:2] == (asked, kind)
                    and (line[2] == state
                         or state is None and line[2] != "records")
                    and line[3] == dnssec
                    and sorted(line[7:]) == sorted(records)
                    and (line[6] == "-") == (line[2] not in ("tempfail",
                                                             "malformed")))
            self.row(name, good, line)
        return lines

    def end(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


def questions(rows):
    return [word for row in rows for word in row[1:3]]


def check_faults(tap, ask, folder):
    """Settings that are refused: word of the error, and what is told."""
    empty = folder / "empty"
    empty.write_text("; no key here\n")
    bad = folder / "bad"
    bad.write_text("a.example. IN DS not a record\n")
    anchor = "the trust anchor file"
    for name, server, file, want in (
            ("a server that is no address", "name.example", "none", "server"),
            ("port 0", "127.0.0.1@0", "none", "server"),
            ("port 65536", "127.0.0.1@65536", "none", "server"),
            ("a port that is no number", "127.0.0.1@dns", "none", "server"),
            ("a trust anchor file that is not there", None,
             folder / "nothing", anchor),
            ("a trust anchor file without a key", None, empty, anchor),
            ("a trust anchor file that makes no sense", None, bad, anchor)):
        lines = Ask(ask, server, file, ["a.example", TXT]).lines()
        tap.row(name, lines and lines[0][0] == "usage"
                and want in lines[0][1], lines)


def check_deadlines(tap, ask, lying):
    """Each ends at its own deadline, however many there are."""
    dead = f"127.0.0.1@{free_port()}"
    many = [word for i in range(200) for word in (f"silent.{i}.example", TXT)]
    begun = time.monotonic()
    asks = [("nobody listens", Ask(ask, dead, "none", ["a.example", TXT], 400)),
            ("200 questions without an answer",
             Ask(ask, f"127.0.0.1@{lying.port}", "none", many, 700))]
    for name, under_way in asks:
        lines = under_way.lines()
        tap.row(name, lines and all(
            line[2:4] == ("tempfail", "unknown") for line in lines), lines[:1])
    took = time.monotonic() - begun
    tap.row("all of them in time", took < 3, took)


def check_equal_questions(tap, ask, lying):
    name = "soon.equal.example"
    lines = Ask(ask, f"127.0.0.1@{lying.port}", "none",
                [name, TXT] * 5 + ["+"] + [name, TXT] * 5).lines()
    tap.row("equal questions at once, and again from the cache",
            len(lines) == 10 and all(l[2] == "records" for l in lines), lines)
    tap.row("they are one to the server", lying.asked.get(name) == 1,
            lying.asked.get(name))
    tap.row("the cache answers at once",
            all(int(l[5]) < 100 for l in lines[5:]), lines[5:])


def check_ipv6(tap, ask):
    try:
        server = lyingserver.Server("::1")
    except OSError:
        print("# this system has no IPv6 on loopback")
        return
    lines = Ask(ask, f"::1@{server.port}", "none", ["a.example", TXT]).lines()
    tap.row("a server with an IPv6 address",
            lines and lines[0][7:] == ("good",), lines)


def check_all(tap, ask, folder):
    lying = lyingserver.Server()
    liar = f"127.0.0.1@{lying.port}"
    with Nsd(folder) as nsd:
        honest = f"127.0.0.1@{nsd.port}"
        asks = [(HONEST, Ask(ask, honest, nsd.anchor, questions(HONEST))),
                (UNVALIDATED,
                 Ask(ask, honest, "none", questions(UNVALIDATED)))]
        for row in LYING:
            deadline_ms = GOOD_MS if row[3] == "records" else BAD_MS
            asks.append(([row], Ask(ask, liar, "none", questions([row]),
                                    deadline_ms)))
        lines = []
        for rows, under_way in asks:
            lines += tap.rows(rows, under_way.lines())
    for name, problem in PROBLEMS:
        tap.row(f"why: {problem}", problem in [
            line[6] for line in lines if line and line[0] == name])
    check_deadlines(tap, ask, lying)
    check_equal_questions(tap, ask, lying)
    check_ipv6(tap, ask)
    check_faults(tap, ask, folder)
    lines = Ask(ask, None, None, ["a.invalid", TXT]).lines()
    tap.row("the root's trust anchor of this system, and a name that nobody "
            "is asked for", lines and lines[0][2:4] == ("nxdomain", "insecure"),
            lines)


def need_tools():
    for tool in ("nsd", "ldns-keygen", "ldns-signzone"):
        if shutil.which(tool, path=PATH) is None:
            raise SystemExit(f"Bail out! {tool} is not there: make deps")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    need_tools()
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="zegel-live-") as folder:
        check_all(tap, sys.argv[1], pathlib.Path(folder))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
