#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Runs the stories against the real zegeld, over a real socket. TAP out.

    run_stories.py ZEGELD ZEGEL [STORY ...]

Each story has a folder, a zone and a daemon of its own. With names of stories,
only those; and their folders stay, to be looked at.
"""
import concurrent.futures
import copy
import datetime
import os
import pathlib
import re
import shlex
import sys
import tempfile
import time

import milter_client as milter
import story_expect
import story_seal
from daemon_desk import Desk
from story_language import BadStory, Story, octets

HERE = pathlib.Path(__file__).resolve().parent
NOW = "2026-11-21 18:00:00"
EX_OSERR = 71
FAILING = (64, 65, 66, EX_OSERR, 77, 78)  # of a daemon that refuses to start
CRASH = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error|ThreadSanitizer")


class Player:
    """Plays one story: its settings so far, its daemon, its connection."""

    def __init__(self, story, desk):
        self.story, self.desk = story, desk
        self.envelope = milter.Envelope()
        self.session, self.greeted = None, None
        self.offer = {}
        self.listener, self.connection = "mta", "new"
        self.message, self.out, self.kept = None, None, {}
        self.given_up, self.raw = "", None
        self.holding, self.threads = [], None

    # --- before the first message -----------------------------------------

    def prepare(self):
        desk = self.desk
        when = self.story.all("now")
        desk.now = moment(when[0].text if when else NOW)
        for section in self.story.all("keys"):
            for line in section.lines():
                domain, selector, key, tags = (line.split(None, 3) + [""])[:4]
                if tags != "unpublished":
                    desk.publish(domain, selector, key, tags)
        for section in self.story.all("zone"):
            desk.zone.append(section.text)
        desk.write_zone()

    def configure(self):
        text = "".join(s.text for s in self.story.all("config"))
        bare = "".join(s.text for s in self.story.all("bare config"))
        self.config = self.desk.write_config(bare or text, bool(bare))
        for section in self.story.all("file"):
            path = pathlib.Path(self.desk.path(section.title))
            path.write_bytes(section.text.encode())

    def start(self):
        self.desk.start(re.findall(r'listener "([^"]+)"', self.config))

    # --- the sections -----------------------------------------------------

    def play(self):
        self.prepare()
        self.configure()
        with concurrent.futures.ThreadPoolExecutor(64) as self.threads:
            self.play_sections()

    def play_sections(self):
        for section in self.story.sections:
            try:
                getattr(self, "do_" + section.name.replace(" ", "_"))(section)
            except (AssertionError, milter.Wrong) as error:
                raise AssertionError(f"line {section.line}: {error}") from error
            except milter.Closed as error:
                raise AssertionError(f"line {section.line}: the connection was "
                                     "closed") from error

    def do_nothing(self, section):
        """What was read before the start."""

    do_now = do_zone = do_keys = do_config = do_bare_config = do_nothing
    do_file = do_nothing

    def do_run(self, section):
        verb, *words = shlex.split(section.text)
        if verb == "chmod":
            os.chmod(self.desk.path(words[1]), int(words[0], 8))
        elif verb == "damage":
            damage(pathlib.Path(self.desk.path(words[0])))
        elif verb == "zegel":
            self.do_command(words)
        elif verb == "fails":
            if self.desk.command(words[1:]).returncode == 0:
                raise AssertionError("it does not fail")
        else:
            raise AssertionError("expected: run: zegel ..., fails zegel ..., "
                                 "chmod MODE FILE, or damage FILE")

    def do_command(self, words):
        said = self.desk.must(words + ["--now", str(self.desk.now)])
        if words[:2] == ["key", "new"]:
            self.desk.zone.append(said.decode())
            self.desk.write_zone()

    def do_refuses(self, section):
        self.tell(section, (), FAILING)
        self.tell(section, ("--check",), FAILING)

    def do_fails(self, section):
        self.tell(section, (), (EX_OSERR,))

    def do_checks(self, section):
        self.tell(section, ("--check",), (0,))

    def tell(self, section, more, codes):
        """zegeld ends with one of these codes, and says these lines."""
        code, said = self.desk.say(*more)
        if code not in codes:
            raise AssertionError(f"zegeld {' '.join(more)}: exit {code}: {said}")
        story_expect.all_contained(section.lines(), said)

    def do_restart(self, section):
        """Ended as a system does, or killed; then started again."""
        self.hang_up()
        if section.text == "killed":
            self.desk.kill()
        elif self.desk.stop() is not None:
            raise AssertionError("zegeld did not end well")
        self.start()

    def do_listener(self, section):
        self.hang_up()
        self.listener = section.text

    def do_protocol(self, section):
        self.hang_up()
        self.offer = read_protocol(section.text)

    def do_client(self, section):
        self.hang_up()
        self.do_same_client(section)

    def do_same_client(self, section):
        """Without a new connection to the daemon."""
        host, _, address = octets(section.text).partition(b" ")
        self.envelope.host = host
        self.envelope.address = address.decode().strip() or None

    def do_helo(self, section):
        self.hang_up()
        self.envelope.helo = octets(section.text)

    def do_mail(self, section):
        self.envelope.sender = octets(section.text)

    def do_rcpt(self, section):
        self.envelope.recipients = section.text.encode().split()

    def do_login(self, section):
        names = section.text.split()
        self.envelope.macros["mail"] = {} if names == ["none"] else {
            b"{auth_type}": b"PLAIN", b"{auth_authen}": names[0].encode()}

    def do_macros(self, section):
        command, *pairs = section.text.split()
        self.envelope.macros[command] = dict(
            pair.encode().split(b"=", 1) for pair in pairs)

    def do_queue_id(self, section):
        self.envelope.queue_id = b"" if section.text == "none" \
            else section.text.encode()

    def do_chunks(self, section):
        self.envelope.chunk = int(section.text)

    def do_connection(self, section):
        if section.text not in ("new", "same", "quit-new"):
            raise AssertionError("expected: new, same, quit-new")
        self.connection = section.text

    def do_message(self, section):
        words = section.text.split()
        if words[:1] == ["last"]:
            self.message = milter.Message(self.out.message.octets())
        elif words[:1] == ["kept"]:
            self.message = milter.Message(self.kept[words[1]])
        else:
            self.message = milter.Message(octets(section.text))
        if section.title:
            self.kept[section.title] = self.message.octets()

    def do_sign(self, section):
        words = ["sign", *shlex.split(section.text)]
        if "--now" not in words:
            words += ["--now", str(self.desk.now)]
        signed = self.desk.must(words, self.message.octets())
        self.message = milter.Message(signed)

    def do_seal(self, section):
        self.message = milter.Message(story_seal.seal(
            self.message.octets(), self.desk.folder,
            shlex.split(section.text), self.desk.now))

    def do_change(self, section):
        for line in section.lines():
            change(self.message, line)

    def do_give_up(self, section):
        self.given_up = section.text
        self.deliver()
        self.given_up = ""

    def do_hold(self, section):
        """Sends the message so many times, each over a connection of its own,
        and goes on before the replies come."""
        for _ in range(int(section.text)):
            one = Player(self.story, self.desk)
            one.envelope = copy.deepcopy(self.envelope)
            one.offer, one.listener, one.message = \
                self.offer, self.listener, self.message
            one.session = self.connect()
            one.connection = "same"
            milter.greet(one.session, one.envelope)
            self.holding.append((section.title, one,
                                 self.threads.submit(one.deliver)))

    def do_held(self, section):
        for title, one, future in self.holding:
            if title == section.title:
                future.result()
                story_expect.check(one, section.lines())
                one.hang_up()
        self.holding = [h for h in self.holding if h[0] != section.title]

    def do_raw(self, section):
        """Octets behind the negotiation, as they are; then a new connection."""
        self.hang_up()
        session = self.connect()
        for line in section.lines():
            session.wire.send_raw(bytes.fromhex(line))
        self.raw = session

    def do_expect(self, section):
        if self.raw is not None:
            story_expect.closed(self.raw, section.lines())
            self.raw = None
            return
        self.deliver()
        story_expect.check(self, section.lines())
        if section.title:
            self.kept[section.title] = self.out.message.octets()

    # --- the MTA ----------------------------------------------------------

    def connect(self):
        if self.desk.daemon is None:
            self.start()
        return milter.Session(self.desk.address(self.listener), **self.offer)

    def greet(self):
        if self.session is not None and self.connection == "same":
            return
        if self.session is not None and self.connection == "quit-new":
            self.session.wire.send(milter.LETTER["quit-new"])
        else:
            self.hang_up()
            self.session = self.connect()
        milter.greet(self.session, self.envelope)

    def deliver(self):
        if self.message is None:
            raise AssertionError("there is no message yet")
        self.greet()
        self.sent = milter.Message(self.message.octets())
        began = time.monotonic()
        command, _, how = self.given_up.partition(" ")
        self.out = milter.deliver(self.session, self.envelope, self.sent,
                                  command, how != "without abort")
        self.seconds = time.monotonic() - began

    def hang_up(self):
        if self.session is not None:
            self.session.quit()
            self.session = None


def damage(path):
    """As a broken disk does it: the file stays the same one, and as long."""
    size = path.stat().st_size
    with open(path, "r+b") as file:
        file.write(b"\xa5" * size)


def moment(text):
    if text.isdigit():
        return int(text)
    when = datetime.datetime.fromisoformat(text)
    return int(when.replace(tzinfo=datetime.timezone.utc).timestamp())


def read_protocol(text):
    """"6", "2", "6 without no-replies skip": what the MTA offers."""
    words = text.split()
    version = int(words[0])
    offer = {"version": version}
    flags = milter.ALL_FLAGS if version >= 6 else milter.FLAGS_OF_2
    actions = milter.ALL_ACTIONS if version >= 6 else 0x3F
    for word in words[2:]:
        if word == "no-replies":
            flags &= ~sum(milter.NO_REPLY.values())
        elif word == "skip":
            flags &= ~milter.SKIP
        elif word == "spaces":
            flags &= ~milter.LEAD_SPACE
        elif word == "flags":
            flags = 0
        elif word == "quarantine":
            actions &= ~milter.QUARANTINE
        elif word == "changes":
            actions &= ~(milter.ADD_HEADERS | milter.CHANGE_HEADERS)
        elif word == "macros":
            actions &= ~0x100
        else:
            raise AssertionError(f"protocol: nothing is called {word}")
    return dict(offer, flags=flags, actions=actions)


def change(message, line):
    """What somebody does to a message on its way."""
    verb, _, rest = line.strip().partition(" ")
    data = octets(rest)
    name, _, value = data.partition(b":")
    if verb == "append":
        message.body = (message.body or b"") + data + b"\r\n"
    elif verb == "body":
        before, _, after = data.partition(b" -> ")
        if before not in message.body:
            raise AssertionError(f"the body has no {before!r}")
        message.body = message.body.replace(before, after)
    elif verb == "top":
        message.fields.insert(0, (name, value))
    elif verb == "bottom":
        message.fields.append((name, value))
    elif verb == "field":
        message.fields = [(n, value if n.lower() == name.lower() else v)
                          for n, v in message.fields]
    elif verb == "remove":
        message.fields = [(n, v) for n, v in message.fields
                          if n.lower() != name.lower()]
    else:
        raise AssertionError(f"change: expected append, body, top, bottom, "
                             f"field or remove: {line}")


def run(zegeld, zegel, path, keep):
    """One story: its title, and what is wrong, or None."""
    try:
        story = Story(path)
    except BadStory as error:
        return path.stem, str(error)
    folder = tempfile.mkdtemp(prefix="zs-")
    desk = Desk(zegeld, zegel, HERE / "keys", folder)
    player, wrong = Player(story, desk), None
    try:
        player.play()
        player.hang_up()
    except Exception as error:  # whatever it is, this story has failed
        wrong = f"{error}" if isinstance(error, AssertionError) else repr(error)
    ended = desk.stop()
    if wrong is None:
        wrong = ended
    if CRASH.search(desk.log()):
        wrong = f"{wrong}: a sanitizer speaks"
    if wrong is not None:
        wrong += "\n" + desk.log()[-4000:]
    if keep:
        print(f"# {path.stem}: {folder}")
    else:
        desk.clear()
    return f"{path.stem}: {story.title}", wrong


def chosen(words):
    stories = sorted(HERE.glob("*.story"))
    if not words:
        return stories
    return [path for path in stories
            if any(path.stem.startswith(word) for word in words)]


def main():
    zegeld, zegel = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    words = sys.argv[3:]
    todo = chosen(words)
    print(f"1..{len(todo)}", flush=True)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = pool.map(lambda path: run(zegeld, zegel, path, bool(words)), todo)
        for number, (title, wrong) in enumerate(done, 1):
            print(f"{'ok' if wrong is None else 'not ok'} {number} - "
                  + title.replace("#", ""), flush=True)
            bad += wrong is not None
            for line in (wrong or "").splitlines():
                print("#", line.encode("ascii", "backslashreplace").decode())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
