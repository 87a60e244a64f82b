#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""hostile_clients.py PROGRAMS -- clients that are no MTA. TAP.

Each row is a way to be a nuisance; while it goes on, and after it, an honest
client must be served as ever, and the daemon must not grow.
"""

import pathlib
import random
import re
import resource
import socket
import struct
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "story"))

import daemon_desk  # noqa: E402
import milter_client  # noqa: E402

CONFIG = """authserv-id = "mx.example.nl"
listener "unix:{folder}/mta" {{ mode = both }}
dns {{ zone-files = {{ "{folder}/zone" }} }}
max-connections = 20000
log {{ level = warning }}
"""
DESCRIPTORS = 4096
LETTER = (b"From: Jan <jan@example.org>\r\nTo: piet@example.nl\r\n"
          b"Subject: hi\r\n\r\nhello\r\n")
OFFER = struct.pack(">IBIII", 13, ord("O"), 6, 0x1FF, 0x1FFFFF)


def packet(letter, data=b""):
    return struct.pack(">I", len(data) + 1) + letter + data


CONNECT = packet(b"C", b"h\x004\x00\x19192.0.2.7\0")
MAIL = packet(b"M", b"<a@example.org>\0")
RCPT = packet(b"R", b"<b@example.nl>\0")
HEADER = packet(b"L", b"From\0 a@example.org\0")

# name, octets; what is answered does not matter, only that others go on
OCTETS = [
    ("nothing at all", b""),
    ("an HTTP request", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("an SMTP greeting", b"EHLO client.example\r\n"),
    ("a TLS hello", bytes.fromhex("160301007a010000760303") + bytes(100)),
    ("a length of 0", b"\0\0\0\0"),
    ("a length of 4 GB", b"\xff\xff\xff\xffO"),
    ("a length of 2 GB after a good start", OFFER + b"\x80\0\0\0L"),
    ("a length one past the limit", OFFER + struct.pack(
        ">I", 256 * 1024 + 1) + b"L"),
    ("an offer that is too short", packet(b"O", b"\0\0\0\6")),
    ("an offer of version 1", packet(b"O", struct.pack(">III", 1, 0, 0))),
    ("an offer of version 1,000,000", packet(
        b"O", struct.pack(">III", 1000000, 0x1FF, 0x1FFFFF))),
    ("an offer without actions", packet(
        b"O", struct.pack(">III", 6, 0, 0)) + CONNECT + MAIL + HEADER
        + packet(b"N") + packet(b"E")),
    ("two offers", OFFER + OFFER),
    ("a command before the offer", MAIL),
    ("an end before anything", OFFER + packet(b"E")),
    ("a body before the header", OFFER + CONNECT + packet(b"B", b"x")),
    ("a header before MAIL", OFFER + CONNECT + HEADER),
    ("a header after the body", OFFER + CONNECT + MAIL + RCPT + HEADER
        + packet(b"N") + packet(b"B", b"x") + HEADER),
    ("an unknown command", OFFER + packet(b"?", b"x")),
    ("every octet as a command", b"".join(
        packet(bytes([i]), b"x\0") for i in range(256))),
    ("a header without a value", OFFER + CONNECT + MAIL
        + packet(b"L", b"From\0")),
    ("a header without NUL", OFFER + CONNECT + MAIL + packet(b"L", b"From")),
    ("a header with three strings", OFFER + CONNECT + MAIL
        + packet(b"L", b"a\0b\0c\0")),
    ("an empty header", OFFER + CONNECT + MAIL + packet(b"L", b"\0\0")),
    ("macros of an odd number", OFFER + packet(b"D", b"Ci\0")),
    ("macros without NUL", OFFER + packet(b"D", b"Ci\0x")),
    ("macros for nothing", OFFER + packet(b"D")),
    ("macros for an unknown command", OFFER + packet(b"D", b"?i\0x\0")),
    ("ten thousand macros", OFFER + packet(
        b"D", b"C" + b"{x}\0y\0" * 10000)),
    ("a connect without an address", OFFER + packet(b"C", b"host\0")),
    ("a connect of no family", OFFER + packet(b"C", b"host\0?")),
    ("a connect with a name of 60,000 octets", OFFER + packet(
        b"C", b"h" * 60000 + b"\x004\0\x19192.0.2.7\0") + MAIL),
    ("an address that is none", OFFER + packet(
        b"C", b"h\x006\0\x19IPv6:::g::\0") + MAIL),
    ("MAIL without an address", OFFER + CONNECT + packet(b"M", b"")),
    ("ten thousand RCPT", OFFER + CONNECT + MAIL + RCPT * 10000),
    ("a thousand ABORT", OFFER + packet(b"A") * 1000),
    ("a thousand QUIT_NEW", OFFER + packet(b"K") * 1000),
    ("half a packet, then gone", OFFER + CONNECT + HEADER[:9]),
    ("all but the end, then gone", OFFER + CONNECT + MAIL + HEADER
        + packet(b"N") + packet(b"B", b"x" * 65535)),
    ("a hundred messages, no answer read", OFFER + CONNECT
        + (MAIL + RCPT + HEADER + packet(b"N") + packet(b"E")) * 100),
    ("noise", random.Random(7).randbytes(100000)),
]


class Limited(daemon_desk.Desk):
    """A daemon that cannot have more than so many descriptors."""

    def words(self):
        return ["prlimit", f"--nofile={DESCRIPTORS}:{DESCRIPTORS}",
                *super().words()]


class Daemon:
    def __init__(self, programs, folder, desk=daemon_desk.Desk):
        self.desk = desk(programs / "zegeld", programs / "zegel",
                         pathlib.Path(folder), folder)
        self.desk.now = int(time.time())
        self.desk.write_zone()
        (self.desk.folder / "zegel.conf").write_text(
            CONFIG.format(folder=folder))
        self.path = self.desk.path("mta")
        self.desk.start([self.path])
        self.pid = self.desk.daemon.pid

    def proc(self, name):
        return pathlib.Path(f"/proc/{self.pid}/{name}")

    def kilobytes(self):
        return int(re.search(r"^RssAnon:\s+(\d+)",
                             self.proc("status").read_text(), re.M)[1])

    def descriptors(self):
        return len(list(self.proc("fd").iterdir()))

    def connect(self):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(20)
        s.connect(self.path)
        return s

    def honest(self):
        """An honest client gets its verdict; Wrong and Closed when not."""
        session = milter_client.Session(self.path)
        envelope = milter_client.Envelope()
        milter_client.greet(session, envelope)
        outcome = milter_client.deliver(session, envelope,
                                        milter_client.Message(LETTER))
        session.quit()
        if outcome.reply not in ("accept", "continue") or not any(
                change[2] == b"Authentication-Results"
                for change in outcome.changes):
            raise milter_client.Wrong(f"an honest client got {outcome.reply}")


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def row(self, name, run, *args):
        self.count += 1
        try:
            run(*args)
            print(f"ok {self.count} - {name}")
        except Exception as error:
            self.failed += 1
            print(f"not ok {self.count} - {name}\n# {error!r}")
        sys.stdout.flush()


def throw(daemon, octets):
    """Sends octets as far as they are taken, leaves, and asks honestly."""
    with daemon.connect() as s:
        s.settimeout(0.5)
        try:
            s.sendall(octets)
            s.recv(1)
        except OSError:
            pass
        daemon.honest()
    daemon.honest()


def octet_by_octet(daemon):
    """A message in pieces of one octet gets the verdict of any other."""
    octets = OFFER + CONNECT + MAIL + RCPT + HEADER + packet(b"N") \
        + packet(b"B", b"x\r\n") + packet(b"E")
    with daemon.connect() as s:
        for i in range(len(octets)):
            s.sendall(octets[i:i + 1])
        got = b""
        while not got.endswith((packet(b"a"), packet(b"c"))) \
                or b"Authentication-Results" not in got:
            more = s.recv(65536)
            if not more:
                raise AssertionError(f"closed after {got!r}")
            got += more


def slow_writers(daemon):
    """Fifty who never finish a packet, while honest ones are served."""
    crowd = [daemon.connect() for _ in range(50)]
    for s in crowd:
        s.sendall(OFFER + CONNECT + MAIL)
    stop = threading.Event()

    def drip():
        while not stop.is_set():
            for s in crowd:
                try:
                    s.send(b"\0")
                except OSError:
                    pass
            time.sleep(0.01)

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        for _ in range(100):
            daemon.honest()
    finally:
        stop.set()
        thread.join()
        for s in crowd:
            s.close()


def never_reads(daemon, sanitized):
    """One who asks for more answers than a socket holds and reads none."""
    lots = packet(b"O", struct.pack(">III", 6, 0x1FF, 0)) + CONNECT \
        + (MAIL + packet(b"A")) * 200000
    before = daemon.kilobytes()
    with daemon.connect() as s:
        s.settimeout(2)
        try:
            s.sendall(lots)
        except OSError:
            pass
        daemon.honest()
        grown = daemon.kilobytes() - before
        if grown > 2048 and not sanitized:  # which keeps what was freed
            raise AssertionError(f"it grew by {grown} kB")


def promises(daemon):
    """A thousand who say that 256 KB will come, and send nothing of it: no
    memory is taken for what is not there."""
    before = daemon.kilobytes()
    crowd = [daemon.connect() for _ in range(1000)]
    for s in crowd:
        s.sendall(OFFER + CONNECT + MAIL + struct.pack(">I", 256 * 1024)
                  + b"L" + b"x" * 10)
    daemon.honest()
    grown = daemon.kilobytes() - before
    for s in crowd:
        s.close()
    if grown > 16 * 1024:
        raise AssertionError(f"it grew by {grown} kB")


def ten_thousand(programs):
    """10,000 connections and too few descriptors: those that are in are served,
    those that wait are in the end."""
    with tempfile.TemporaryDirectory(prefix="zegel-") as folder:
        daemon = Daemon(programs, folder, Limited)
        crowd = []
        try:
            for _ in range(10000):
                s = socket.socket(socket.AF_UNIX)
                s.setblocking(False)
                try:
                    s.connect(daemon.path)
                    s.send(OFFER)
                except OSError:  # its queue is full: that is a limit, too
                    s.close()
                    continue
                crowd.append(s)
            time.sleep(1)
            if daemon.descriptors() > DESCRIPTORS:
                raise AssertionError(f"{daemon.descriptors()} descriptors")
            crowd[0].setblocking(True)
            crowd[0].settimeout(20)
            if crowd[0].recv(100)[4:5] != b"O":
                raise AssertionError("the first is not served")
            print(f"# {len(crowd)} of 10,000 got into the queue, "
                  f"{daemon.descriptors()} descriptors are open")
        finally:
            for s in crowd:
                s.close()
        time.sleep(1)
        daemon.honest()
        fault = daemon.desk.stop()
        if fault:
            raise AssertionError(fault)


def gone_again(daemon, descriptors):
    """What came is gone: no descriptor is left behind."""
    for _ in range(200):
        if daemon.descriptors() <= descriptors + 2:
            return
        time.sleep(0.05)
    raise AssertionError(f"{daemon.descriptors()} descriptors, "
                         f"{descriptors} at the start")


def no_growth(daemon, sanitized):
    """All of it again, three times: memory is what it was after the first."""
    def once():
        for _, octets in OCTETS:
            with daemon.connect() as s:
                s.settimeout(0.05)
                try:
                    s.sendall(octets)
                    s.recv(1)
                except OSError:
                    pass
    once()
    before = daemon.kilobytes()
    for _ in range(3):
        once()
    grown = daemon.kilobytes() - before
    if grown > 512 and not sanitized:
        raise AssertionError(f"it grew by {grown} kB")


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    sanitized = b"__asan_init" in (programs / "zegeld").read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="zegel-") as folder:
        daemon = Daemon(programs, folder)
        daemon.honest()
        descriptors = daemon.descriptors()
        for name, octets in OCTETS:
            tap.row(name, throw, daemon, octets)
        tap.row("a message octet by octet", octet_by_octet, daemon)
        tap.row("fifty slow writers", slow_writers, daemon)
        tap.row("one that never reads", never_reads, daemon, sanitized)
        if not sanitized:
            tap.row("a thousand empty promises", promises, daemon)
        tap.row("no descriptor is left behind", gone_again, daemon,
                descriptors)
        tap.row("no growth", no_growth, daemon, sanitized)
        tap.row("it ends in order", lambda: stopped(daemon))
    if not sanitized:
        tap.row("10,000 connections, 4,096 descriptors", ten_thousand,
                programs)
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


def stopped(daemon):
    fault = daemon.desk.stop()
    if fault:
        raise AssertionError(fault)


if __name__ == "__main__":
    sys.exit(main())
