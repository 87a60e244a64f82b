# SPDX-License-Identifier: ISC
"""Zones and senders for SPF, and those who judge them.

A Zone is what DNS holds: records in the order they were added, and look-ups
that fail. Names and texts are octets. Each judge (zegel, pyspf, libspf2) gets
the same zone by its own door, and answers a sender with its result and, for a
fail, what the domain says about it: "DEFAULT" when that is nothing.
"""
import contextlib
import ipaddress
import signal
import subprocess
import urllib.parse

try:
    import spf
except ImportError:
    spf = None

TYPES = ("A", "AAAA", "MX", "PTR", "CNAME", "TXT", "SPF")
CNAMES = 8
SAFE = "".join(chr(c) for c in range(0x21, 0x7F) if c != ord("%"))
NOW = 1795284000
SECONDS = 5


def octets(text):
    return text.encode("utf-8", "surrogateescape")


def letters(raw):
    return raw.decode("utf-8", "surrogateescape")


class Zone:
    def __init__(self):
        self.records = {}  # name in small letters: [(type, data)]
        self.faults = set()  # (name, type)
        self.names = {}  # the same name as it was written

    def add(self, name, kind, data):
        """A, AAAA: text; MX: (number, name); PTR, CNAME: name; TXT: strings."""
        self.names.setdefault(name.lower(), name)
        self.records.setdefault(name.lower(), []).append((kind, data))

    def fail(self, name, kind):
        self.names.setdefault(name.lower(), name)
        self.faults.add((name.lower(), kind))

    def has(self, name, kind):
        return any(k == kind for k, _ in self.records.get(name.lower(), []))

    def look_up(self, name, kind):
        """The data, CNAMEs followed; None when the look-up fails."""
        name = name.lower()
        for _ in range(CNAMES + 1):
            if (name, kind) in self.faults:
                return None
            rows = self.records.get(name, [])
            found = [data for k, data in rows if k == kind]
            alias = [data for k, data in rows if k == "CNAME"]
            if found or not alias:
                return found
            name = alias[0].lower().rstrip(b".")
        return None

    def lines(self, flat=False):
        """As spflines.h has it; flat: CNAMEs are followed here."""
        yield ["zone"]
        for name in self.names:
            for kind in TYPES:
                yield from self._lines_of(self.names[name], kind, flat)

    def _lines_of(self, name, kind, flat):
        if (name.lower(), kind) in self.faults:
            yield ["fault", name, kind]
        rows = [d for k, d in self.records.get(name.lower(), []) if k == kind]
        if flat and not rows and self.has(name, "CNAME"):
            rows = self.look_up(name, kind)
            if rows is None:
                yield ["fault", name, kind]
        for data in rows or []:
            if kind == "MX":
                yield ["rr", name, kind, str(data[0]), data[1]]
            elif kind in ("TXT", "SPF"):
                yield ["rr", name, kind, *data]
            else:
                yield ["rr", name, kind, data]


class Sender:
    def __init__(self, ip, helo, mail_from, receiver="unknown"):
        self.ip, self.helo, self.mail_from = ip, helo, mail_from
        self.receiver = receiver


class Answer:
    """What a judge says; `more` is what else there is to know."""

    def __init__(self, result, explanation="DEFAULT", **more):
        self.result = result
        self.explanation = explanation if result == "fail" else "DEFAULT"
        self.more = more

    def __eq__(self, other):
        return (self.result, self.explanation) == (other.result,
                                                   other.explanation)

    def __str__(self):
        said = "" if self.explanation == "DEFAULT" else " " + repr(
            self.explanation)
        more = ", ".join("%s %s" % (k, v) for k, v in self.more.items()
                         if v not in (None, ""))
        return self.result + said + (" (" + more + ")" if more else "")


class Program:
    """A program that reads lines of cases and answers each in a line."""

    flat = False

    def __init__(self, path):
        self.path = path
        self.process = None

    def start(self):
        self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def end(self):
        """What it returns; 0 when it never began."""
        if self.process is None:
            return 0
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=60)

    def ask(self, zone, senders):
        """[fields of each line]"""
        if self.process is None:
            self.start()
        lines = list(zone.lines(self.flat))
        lines += [["check", s.ip, s.helo, s.mail_from, s.receiver]
                  for s in senders]
        text = "\n".join("\t".join(
            f if isinstance(f, str) and f.isalnum() else
            urllib.parse.quote(f, safe=SAFE) for f in line) for line in lines)
        self.process.stdin.write(text.encode("ascii") + b"\n")
        self.process.stdin.flush()
        return [self._line() for _ in senders]

    def _line(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("Bail out! %s ended" % self.path)
        return [None if f == b"-" else letters(urllib.parse.unquote_to_bytes(f))
                for f in line.rstrip(b"\n").split(b"\t")]


class Zegel(Program):
    name = "zegel"

    def judge(self, zone, senders):
        return [Answer(result, "DEFAULT" if said is None else said,
                       reason=reason, mechanism=mechanism, problem=problem,
                       lookups=lookups, void=void)
                for result, reason, mechanism, problem, said, lookups, void
                in self.ask(zone, senders)]


class Libspf2(Program):
    name = "libspf2"
    flat = True

    def judge(self, zone, senders):
        return [Answer(result, said)
                for result, said in self.ask(zone, senders)]


class Hangs(BaseException):
    """So that no `except Exception` of a peer takes it for its own."""


@contextlib.contextmanager
def deadline():
    def ring(*_):
        raise Hangs

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


class Pyspf:
    name = "pyspf"

    def __init__(self, query=None):
        self.query = query or spf.query
        self.zone = None

    def dns(self, name, kind, *_):
        """As spf.DNSLookup, with the aliases followed as a resolver does."""
        wanted = octets(name.rstrip("."))
        rows = self.zone.look_up(wanted, kind)
        if rows is None and self.zone.has(wanted, "CNAME") and (
                wanted.lower(), kind) not in self.zone.faults:
            return [((name, "CNAME"), letters(data)) for k, data
                    in self.zone.records[wanted.lower()] if k == "CNAME"]
        if rows is None:
            raise spf.TempError("DNS timeout")
        return [((name, kind), self.own(kind, data)) for data in rows]

    @staticmethod
    def own(kind, data):
        if kind == "MX":
            return data[0], letters(data[1])
        if kind in ("TXT", "SPF"):
            return list(data)
        return data if kind in ("A", "AAAA") else letters(data)

    def one(self, sender, strict=True):
        query = self.query(i=sender.ip, s=letters(octets(sender.mail_from)),
                           h=letters(octets(sender.helo)),
                           receiver=sender.receiver, strict=strict)
        query.set_default_explanation("DEFAULT")
        query.t = str(NOW)
        try:
            with deadline():
                result, _, said = query.check()
        except Hangs:
            return Answer("hang")
        except Exception as error:  # a peer's crash is its answer
            return Answer("crash", why=repr(error))
        why = query.perm_error.msg if query.perm_error else None
        return Answer(result, said, why=why, mechanism=query.mechanism)

    def judge(self, zone, senders, strict=True):
        self.zone = zone
        spf.DNSLookup = self.dns
        return [self.one(s, strict) for s in senders]


def reverse_name(ip):
    """The name whose PTR is asked for a client."""
    address = ipaddress.ip_address(ip)
    if getattr(address, "ipv4_mapped", None):
        address = address.ipv4_mapped
    return octets(address.reverse_pointer)
