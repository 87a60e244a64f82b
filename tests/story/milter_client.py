# SPDX-License-Identifier: ISC
"""milter_client: the milter protocol as an MTA speaks it, versions 2 to 6.

It plays Postfix: it negotiates, sends macros and commands, knows of each
whether a reply is due, and in the end applies the changes to the message, in
the order they came. What a milter must not do raises Wrong.
"""
import socket
import struct

ADD_HEADERS, CHANGE_BODY, ADD_RCPT, DEL_RCPT, CHANGE_HEADERS, QUARANTINE = (
    0x1, 0x2, 0x4, 0x8, 0x10, 0x20)
ALL_ACTIONS = 0x1FF

NO = {"connect": 0x1, "helo": 0x2, "mail": 0x4, "rcpt": 0x8, "body": 0x10,
      "header": 0x20, "eoh": 0x40, "unknown": 0x100, "data": 0x200}
NO_REPLY = {"header": 0x80, "connect": 0x1000, "helo": 0x2000, "mail": 0x4000,
            "rcpt": 0x8000, "data": 0x10000, "unknown": 0x20000,
            "eoh": 0x40000, "body": 0x80000}
SKIP, RCPT_REJ, LEAD_SPACE = 0x400, 0x800, 0x100000
ALL_FLAGS = 0x1FFFFF
FLAGS_OF_2 = 0x7F

LETTER = {"connect": b"C", "helo": b"H", "mail": b"M", "rcpt": b"R",
          "data": b"T", "header": b"L", "eoh": b"N", "body": b"B",
          "end": b"E", "abort": b"A", "quit": b"Q", "quit-new": b"K",
          "unknown": b"U"}
STAGES = ("connect", "helo", "mail", "rcpt", "end", "data", "eoh")  # of macros
FINAL = {b"a": "accept", b"c": "continue", b"r": "reject", b"t": "tempfail",
         b"d": "discard", b"y": "reply"}
CHANGES = {b"h": ADD_HEADERS, b"i": ADD_HEADERS, b"m": CHANGE_HEADERS,
           b"q": QUARANTINE}


class Wrong(Exception):
    """The milter did what it must not do."""


class Closed(Exception):
    """The milter closed the connection."""


def strings(data, what):
    """Octets that end with NUL, several times."""
    if not data.endswith(b"\0"):
        raise Wrong(f"{what} does not end with NUL: {data!r}")
    return data[:-1].split(b"\0")


def connect(address, seconds):
    """A socket to a path, or to host and port."""
    if isinstance(address, tuple):
        return socket.create_connection(address, seconds)
    there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    there.settimeout(seconds)
    try:
        there.connect(address)
    except OSError:
        there.close()
        raise
    return there


class Wire:
    """Packets over a socket."""

    def __init__(self, address, seconds):
        self.socket = connect(address, seconds)
        self.held = b""

    def send(self, letter, data=b""):
        self.send_raw(struct.pack(">I", len(data) + 1) + letter + data)

    def send_raw(self, octets):
        try:
            self.socket.sendall(octets)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed() from error

    def read(self, count):
        while len(self.held) < count:
            try:
                got = self.socket.recv(65536)
            except ConnectionResetError as error:
                raise Closed() from error
            except socket.timeout as error:
                raise Wrong("no reply, though one is due") from error
            if not got:
                raise Closed()
            self.held += got
        got, self.held = self.held[:count], self.held[count:]
        return got

    def receive(self):
        length, = struct.unpack(">I", self.read(4))
        if not 1 <= length <= 1 << 20:
            raise Wrong(f"a packet of {length} octets")
        packet = self.read(length)
        return packet[:1], packet[1:]

    def must_be_silent(self, seconds=0.0):
        """Nothing is due: nothing may come."""
        before = self.socket.gettimeout()
        self.socket.settimeout(seconds)
        try:
            self.held += self.socket.recv(65536)
        except (BlockingIOError, socket.timeout):
            pass
        self.socket.settimeout(before)
        if self.held:
            raise Wrong(f"a reply that nobody waits for: {self.held[:80]!r}")

    def close(self):
        self.socket.close()


class Session:
    """A connection of an MTA; knows when a reply is due."""

    def __init__(self, address, version=6, actions=ALL_ACTIONS, flags=None,
                 seconds=20):
        if flags is None:
            flags = ALL_FLAGS if version >= 6 else FLAGS_OF_2
        self.offered = (version, actions, flags)
        self.wire = Wire(address, seconds)
        self.wanted = {}  # stage: names of macros
        self.negotiate()

    def negotiate(self):
        self.wire.send(b"O", struct.pack(">III", *self.offered))
        letter, data = self.wire.receive()
        if letter != b"O" or len(data) < 12:
            raise Wrong(f"no answer to the negotiation: {letter + data!r}")
        self.version, self.actions, self.flags = struct.unpack(">III", data[:12])
        version, actions, flags = self.offered
        if not 2 <= self.version <= version:
            raise Wrong(f"version {self.version} was not offered")
        if self.actions & ~actions:
            raise Wrong(f"actions {self.actions:#x} were not offered")
        if self.flags & ~flags:
            raise Wrong(f"protocol flags {self.flags:#x} were not offered")
        self.read_wanted(data[12:])

    def read_wanted(self, data):
        """Lists of macros per stage, of version 6."""
        while data:
            stage, = struct.unpack(">I", data[:4])
            names, _, data = data[4:].partition(b"\0")
            if not self.offered[1] & 0x100:
                raise Wrong("a list of macros that was not offered")
            self.wanted[STAGES[stage]] = names.split()

    def due(self, command):
        return not self.flags & NO_REPLY.get(command, 0)

    def is_sent(self, command):
        return not self.flags & NO.get(command, 0) and not (
            command == "data" and self.version < 4)

    def macros(self, command, values):
        """Macros before a command; `values` are pairs of octets."""
        if command in self.wanted:
            plain = {name.strip(b"{}") for name in self.wanted[command]}
            values = [pair for pair in values if pair[0].strip(b"{}") in plain]
        if values:
            self.wire.send(b"D", LETTER[command]
                           + b"".join(n + b"\0" + v + b"\0" for n, v in values))

    def command(self, command, data=b""):
        """Sends, and gives what is answered: a word, or a Reply."""
        if not self.is_sent(command):
            return "continue"
        self.wire.send(LETTER[command], data)
        if not self.due(command):
            self.wire.must_be_silent()
            return "continue"
        letter, data = self.wire.receive()
        if letter == b"s" and command == "body" and self.flags & SKIP:
            return "skip"
        if letter not in FINAL:
            raise Wrong(f"{letter + data!r} is no reply to {command}")
        return reply_of(letter, data)

    def end(self):
        """The end of the message: the changes, and the last reply."""
        changes = []
        self.wire.send(LETTER["end"])
        while True:
            letter, data = self.wire.receive()
            if letter in FINAL:
                return changes, reply_of(letter, data)
            if letter == b"p":
                continue
            if letter not in CHANGES:
                raise Wrong(f"{letter + data!r} is no change that is allowed")
            if not self.actions & CHANGES[letter]:
                raise Wrong(f"{letter!r} was not negotiated")
            changes.append(change_of(letter, data))

    def silent(self):
        self.wire.must_be_silent(0.05)

    def quit(self):
        try:
            self.wire.send(LETTER["quit"])
        except Closed:
            pass
        self.wire.close()


def reply_of(letter, data):
    if letter != b"y":
        if data:
            raise Wrong(f"{letter!r} with data: {data!r}")
        return FINAL[letter]
    text, = strings(data, "a reply")
    if not text[:1] in (b"4", b"5") or not text[:3].isdigit() or len(text) > 512:
        raise Wrong(f"a reply that SMTP cannot have: {text!r}")
    if text.replace(b"%%", b"").count(b"%"):
        raise Wrong(f"a single percent sign in a reply: {text!r}")
    if not all(32 <= octet < 127 for octet in text):
        raise Wrong(f"a reply with octets that do not show: {text!r}")
    return "reply " + text.replace(b"%%", b"%").decode("ascii")


def change_of(letter, data):
    if letter == b"q":
        return "quarantine", strings(data, "a quarantine")[0]
    index = None
    if letter in b"im":
        index, = struct.unpack(">I", data[:4])
        data = data[4:]
    pair = strings(data, "a field")
    if len(pair) != 2:
        raise Wrong(f"a field of {len(pair)} strings: {data!r}")
    check_field(*pair)
    return {b"h": "add", b"i": "insert", b"m": "change"}[letter], index, *pair


def check_field(name, value):
    """What an MTA can put into a message without harm."""
    if not name or not all(33 <= octet < 127 and octet != 58 for octet in name):
        raise Wrong(f"a field's name is {name!r}")
    if b"\r" in value:
        raise Wrong(f"CR in a field: {value!r}")
    for number, line in enumerate(value.split(b"\n")):
        if number and (not line[:1] in (b" ", b"\t") or not line.strip()):
            raise Wrong(f"a fold without text: {value!r}")
        if len(line) > 998 - (0 if number else len(name) + 2):
            raise Wrong(f"a line of {len(line)} octets in {name!r}")


class Message:
    """A message: fields as pairs (name, what stands behind the colon, with
    CRLF at its folds), and a body; None: there is not even an empty line."""

    def __init__(self, octets):
        header, gap, body = octets.partition(b"\r\n\r\n")
        if octets.startswith(b"\r\n"):
            header, gap, body = b"", b"\r\n", octets[2:]
        elif not gap and header.endswith(b"\r\n"):
            header = header[:-2]
        self.body = body if gap else None
        self.fields = []
        for line in header.split(b"\r\n") if header else ():
            if line[:1] in (b" ", b"\t") and self.fields:
                name, value = self.fields.pop()
                self.fields.append((name, value + b"\r\n" + line))
            else:
                name, _, value = line.partition(b":")
                self.fields.append((name, value))

    def octets(self):
        header = b"".join(n + b":" + v + b"\r\n" for n, v in self.fields)
        return header + (b"" if self.body is None else b"\r\n" + self.body)

    def named(self, name):
        """Places of the fields of a name; an MTA takes white space before the
        colon for none."""
        return [i for i, field in enumerate(self.fields)
                if field[0].rstrip(b" \t").lower() == name.lower()]

    def apply(self, changes, lead_space):
        """Changes as Postfix makes them, one after the other."""
        for kind, *how in changes:
            if kind == "quarantine":
                continue
            index, name, value = how
            stands = (b"" if lead_space else b" ") + value.replace(b"\n", b"\r\n")
            if kind == "add":
                self.fields.append((name, stands))
            elif kind == "insert":
                self.fields.insert(index, (name, stands))
            else:
                self.change(index, name, value, stands)

    def change(self, index, name, value, stands):
        places = self.named(name)
        if not 1 <= index <= len(places):
            raise Wrong(f"{name!r} {index} is changed: there are {len(places)}")
        if value:
            self.fields[places[index - 1]] = (name, stands)
        else:
            del self.fields[places[index - 1]]


class Outcome:
    """What became of a message."""

    def __init__(self, message, reply, changes, stage, skipped):
        self.message, self.reply = message, reply
        self.changes, self.stage, self.skipped = changes, stage, skipped

    def of(self, kind):
        return [change[1:] for change in self.changes if change[0] == kind]

    def removed(self):
        return sum(1 for _, _, value in self.of("change") if not value)


class Envelope:
    """Who sends what to whom, and what the MTA tells of it."""

    def __init__(self):
        self.host, self.address, self.port = b"mail.example.org", "192.0.2.7", 2525
        self.helo = b"mail.example.org"
        self.sender, self.recipients = b"<jan@example.org>", [b"<piet@example.nl>"]
        self.queue_id = b"4F1"
        self.macros = {}  # command: {name: value}
        self.chunk = 65535

    def connect(self):
        if self.address is None:
            return self.host + b"\0U"
        if self.address.startswith("/"):
            return self.host + b"\0L" + struct.pack(">H", 0) \
                + self.address.encode() + b"\0"
        family, text = b"4", self.address
        if ":" in text:
            family, text = b"6", "IPv6:" + text
        return self.host + b"\0" + family + struct.pack(">H", self.port) \
            + text.encode() + b"\0"

    def macros_for(self, command):
        known = {"connect": {b"j": b"mx.example.nl", b"{daemon_name}": b"smtpd",
                             b"v": b"Postfix"}}.get(command, {})
        if self.queue_id and command in ("data", "eoh", "end"):
            known[b"i"] = self.queue_id
        known.update(self.macros.get(command, {}))
        return list(known.items())


def greet(session, envelope):
    """CONNECT and HELO."""
    for command, data in (("connect", envelope.connect()),
                          ("helo", envelope.helo + b"\0")):
        session.macros(command, envelope.macros_for(command))
        reply = session.command(command, data)
        if reply != "continue":
            raise Wrong(f"{command} is answered {reply}")


def steps(session, envelope, message):
    """The commands of a message, in order: name, data."""
    yield "mail", envelope.sender + b"\0"
    for recipient in envelope.recipients:
        yield "rcpt", recipient + b"\0"
    yield "data", b""
    for name, value in message.fields:
        value = value.replace(b"\r\n", b"\n")
        if not session.flags & LEAD_SPACE:
            value = value[1:] if value[:1] == b" " else value
        told = value.partition(b"\0")[0]  # for MTAs it is a string of C
        yield "header", name.rstrip(b" \t") + b"\0" + told + b"\0"
    yield "eoh", b""
    body = message.body or b""
    for start in range(0, len(body), envelope.chunk):
        yield "body", body[start:start + envelope.chunk]


def deliver(session, envelope, message, stop_after=None, abort=True):
    """A message after the greeting. With stop_after it is given up behind that
    command, and there is no outcome."""
    skipping = False
    for command, data in steps(session, envelope, message):
        if skipping and command == "body":
            continue
        session.macros(command, envelope.macros_for(command))
        reply = session.command(command, data)
        skipping = skipping or reply == "skip"
        if reply not in ("continue", "skip"):
            return Outcome(message, reply, [], command, skipping)
        if stop_after == command:
            if abort:
                session.wire.send(LETTER["abort"])
            session.silent()
            return None
    session.macros("end", envelope.macros_for("end"))
    changes, reply = session.end()
    session.silent()
    result = Message(message.octets())
    result.apply(changes, bool(session.flags & LEAD_SPACE))
    return Outcome(result, reply, changes, "end", skipping)
