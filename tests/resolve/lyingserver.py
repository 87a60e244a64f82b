# SPDX-License-Identifier: ISC
"""A name server on loopback that does what the first label of a name says."""

import random
import socket
import struct
import threading
import time

QR, AA, TC, RA = 0x8000, 0x0400, 0x0200, 0x0080
TXT, CNAME = 16, 5


def wire_name(text):
    labels = [label.encode() for label in text.split(".") if label]
    return b"".join(bytes([len(l)]) + l for l in labels) + b"\0"


def read_name(packet, at):
    """The name at `at`, without compression, and where it ends."""
    labels = []
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("latin-1"))
        at += 1 + packet[at]
    return ".".join(labels).lower(), at + 1


def record(owner, rtype, rdata, ttl=300):
    return (wire_name(owner) + struct.pack(">HHIH", rtype, 1, ttl, len(rdata))
            + rdata)


def txt(*strings):
    return b"".join(bytes([len(s)]) + s for s in strings)


def long_text(octets):
    """Text in which no five octets stand twice."""
    return "".join(f"{i:05d}" for i in range(octets // 5))


def long_txt(octets):
    data = long_text(octets).encode()
    return txt(*(data[i:i + 255] for i in range(0, len(data), 255)))


class Question:
    def __init__(self, packet):
        self.id, self.flags = struct.unpack(">HH", packet[:4])
        self.name, end = read_name(packet, 12)
        self.type = struct.unpack(">H", packet[end:end + 2])[0]
        self.octets = packet[12:end + 4]

    def response(self, *records, flags=0, id_shift=0, octets=None):
        head = struct.pack(">6H", (self.id + id_shift) & 0xffff,
                           QR | AA | RA | self.flags & 0x0100 | flags,
                           1, len(records), 0, 0)
        return head + (octets or self.octets) + b"".join(records)


def respond(q, over_tcp):
    """The packets to send back, after how many seconds each."""
    return lie(q.name.split(".")[0], q, over_tcp)


def lie(what, q, over_tcp):
    good = q.response(record(q.name, TXT, txt(b"good")))
    if what == "servfail":
        return [(0, q.response(flags=2))]
    if what == "refused":
        return [(0, q.response(flags=5))]
    if what == "notimp":
        return [(0, q.response(flags=4))]
    if what == "garbage":
        return [(0, random.Random(1).randbytes(100))]
    if what == "short":
        return [(0, good[:7])]
    if what == "cut":
        return [(0, good[:-3])]
    if what == "wrongid":
        return [(0, q.response(record(q.name, TXT, txt(b"bad")), id_shift=1))]
    if what == "wrongname":
        other = wire_name("other.example") + q.octets[-4:]
        return [(0, q.response(record("other.example", TXT, txt(b"bad")),
                               octets=other))]
    if what == "foreign":
        return [(0, q.response(record("other.example", TXT, txt(b"bad"))))]
    if what == "loop":
        return [(0, q.response(record(q.name, CNAME, wire_name(q.name))))]
    if what == "circle":
        other = "circle.b.example" if ".a." in q.name else "circle.a.example"
        return [(0, q.response(record(q.name, CNAME, wire_name(other))))]
    if what == "soon":
        return [(0.1, good)]
    if what == "slow":
        return [(0.4, good)]
    if what == "wrongfirst":
        bad = q.response(record(q.name, TXT, txt(b"bad")), id_shift=1)
        return [(0, bad), (0.2, good)]
    if what == "silent":
        return []
    if what == "tcp":
        if over_tcp:
            return [(0, q.response(record(q.name, TXT, long_txt(5000))))]
        return [(0, q.response(flags=TC))]
    if what == "notcp":
        return [] if over_tcp else [(0, q.response(flags=TC))]
    if what == "drip":
        return None if over_tcp else [(0, q.response(flags=TC))]
    if what == "huge":
        if over_tcp:
            return [(0, q.response(record(q.name, TXT, long_txt(65000))))]
        return [(0, q.response(flags=TC))]
    if what == "empties":
        return [(0, q.response(record(q.name, TXT, b"\0" * 1000)))]
    if what == "nostring":
        return [(0, q.response(record(q.name, TXT, b"\3ab")))]
    return [(0, good)]


class Server:
    """Serves UDP and TCP on one port; counts the questions for each name."""

    def __init__(self, address="127.0.0.1", respond=respond):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.asked, self.respond = {}, respond
        self.lock = threading.Lock()
        self.udp, self.tcp = self.bind(family, address)
        self.port = self.udp.getsockname()[1]
        for serve in (self.serve_udp, self.serve_tcp):
            threading.Thread(target=serve, daemon=True).start()

    @staticmethod
    def bind(family, address):
        while True:
            udp = socket.socket(family, socket.SOCK_DGRAM)
            tcp = socket.socket(family, socket.SOCK_STREAM)
            udp.bind((address, 0))
            try:
                tcp.bind((address, udp.getsockname()[1]))
                tcp.listen(50)
                return udp, tcp
            except OSError:
                udp.close()
                tcp.close()

    def read(self, packet):
        q = Question(packet)
        with self.lock:
            self.asked[q.name] = self.asked.get(q.name, 0) + 1
        return q

    def serve_udp(self):
        while True:
            packet, peer = self.udp.recvfrom(65535)
            for delay, octets in self.respond(self.read(packet), False):
                timer = threading.Timer(delay, self.udp.sendto, (octets, peer))
                timer.daemon = True
                timer.start()

    def serve_tcp(self):
        while True:
            stream, _ = self.tcp.accept()
            threading.Thread(target=self.talk, args=(stream,),
                             daemon=True).start()

    def talk(self, stream):
        try:
            while True:
                head = stream.recv(2, socket.MSG_WAITALL)
                if len(head) < 2:
                    return
                size = struct.unpack(">H", head)[0]
                q = self.read(stream.recv(size, socket.MSG_WAITALL))
                packets = self.respond(q, True)
                if packets is None:
                    self.drip(stream, q)
                for delay, octets in packets:
                    time.sleep(delay)
                    stream.sendall(struct.pack(">H", len(octets)) + octets)
                if not packets:
                    return
        except OSError:
            pass
        finally:
            stream.close()

    @staticmethod
    def drip(stream, q):
        """An octet now and then: never a whole answer in time."""
        octets = q.response(record(q.name, TXT, long_txt(1000)))
        for octet in struct.pack(">H", len(octets)) + octets:
            stream.sendall(bytes([octet]))
            time.sleep(0.2)
