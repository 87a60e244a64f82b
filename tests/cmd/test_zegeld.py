#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The daemon zegeld, from its start to its end. TAP out.

    test_zegeld.py ZEGELD ZEGEL VERSION

What it does with mail is in tests/story; here is how it is called, what --check
finds, what it tells of itself, and how it goes.
"""
import contextlib
import os
import pathlib
import pwd
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "story"))

import cmd_desk  # noqa: E402
import milter_client  # noqa: E402

WAIT = 20  # seconds in which all must happen, on a machine that stands
USER = "daemon"  # an account that is there everywhere

CONF = """authserv-id = "mx.example.nl"
listener "unix:{folder}/run/mta" {{ }}
signing {{
    key "example.nl" {{ selector = "rsa" file = "{folder}/rsa.pem" }}
}}
dns {{ zone-files = {{ "{folder}/zone.db" }} }}
"""

# sentence, words, exit code, pattern of the line on standard error
CALLS = [
    ("an unknown option", ("--nonsense",), 64,
     "--nonsense: is no such option, see zegeld --help"),
    ("an operand", ("zegel.conf",), 64,
     "zegel.conf: is not expected, no operand is, see zegeld --help"),
    ("an option without its value", ("--config",), 64,
     "--config: a value is missing, see zegeld --help"),
    ("a time that is none", ("--now", "noon"), 64,
     "noon: is no time in UNIX seconds, see zegeld --help"),
    ("a time beyond 12 digits", ("--now", "1000000000000"), 64,
     "1000000000000: is no time in UNIX seconds, see zegeld --help"),
    ("a configuration that is not there", ("--config", "nowhere.conf"), 78,
     "nowhere.conf: No such file or directory"),
    ("the same for --check", ("--check", "--config", "nowhere.conf"), 78,
     "nowhere.conf: No such file or directory"),
]

# sentence, what is put in place of what in CONF, lines on standard error
MISTAKES = [
    ("a key file that is not there", ("rsa.pem", "gone.pem"),
     ["zegel.conf:4: {folder}/gone.pem: No such file or directory"]),
    ("a key file that others can read", ("rsa.pem", "open.pem"),
     ["zegel.conf:4: {folder}/open.pem: .*mode 0644.*chmod 600 {folder}/open.pem"]),
    ("a key file that is none", ("rsa.pem", "none.pem"),
     ["zegel.conf:4: {folder}/none.pem: has no private key in PEM or DER"]),
    ("a zone file that is not there", ("zone.db", "gone.db"),
     ["{folder}/gone.db: No such file or directory"]),
    ("a zone file with a fault", ("zone.db", "bad.db"),
     ["{folder}/bad.db:2: .*"]),
    ("a user that is not there", ("dns", 'user = "no-such"\ndns'),
     ["zegel.conf: user: there is no user no-such"]),
    ("a group that is not there", ("dns", 'group = "no-such"\ndns'),
     ["zegel.conf: group: there is no group no-such"]),
    ("an owner that is not there", ("{{ }}", '{{ owner = "no-such" }}'),
     ["zegel.conf:2: owner: there is no user no-such"]),
    ("a store that is not there", ("signing {{", 'signing {{ store = "{folder}/s"'),
     ["zegel.conf:3: {folder}/s: No such file or directory; zegel key new --store makes one"]),
    ("a name server that is none", 
     ('zone-files = {{ "{folder}/zone.db" }}', 'resolver = "127.0.0.256"'),
     ["zegel.conf:6: resolver is '127.0.0.256', expected .*"]),
    ("a sender map that is not there",
     ("signing {{", 'signing {{ sender-map = "{folder}/gone.map"\n'),
     ["{folder}/gone.map: No such file or directory",
      "zegel.conf:3: the sender map cannot be read"]),
    ("a sender map with mistakes",
     ("signing {{", 'signing {{ sender-map = "{folder}/bad.map"\n'),
     ["{folder}/bad.map:2: 'piet', expected a domain behind this login",
      "{folder}/bad.map:4: 'b..nl', expected a domain like .*"]),
    ("every mistake, not only the first", ("rsa.pem", "gone.pem", "zone.db", "bad.db"),
     ["zegel.conf:4: .*gone.pem.*", "{folder}/bad.db:2: .*"]),
]

TESTS = []


def test(sentence):
    def add(function):
        TESTS.append((sentence, function))
        return function
    return add


def want(true, what="not so"):
    if not true:
        raise AssertionError(what)


class Daemon:
    """A zegeld in a folder of its own, which has a key and a zone."""

    def __init__(self, desk, name, text=CONF, changes=(), **how):
        self.desk, self.folder = desk, desk.folder / name
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o755)
        for file in ("rsa.pem", "zone.db"):
            (self.folder / file).write_bytes(desk.read(file))
        (self.folder / "rsa.pem").chmod(0o600)
        for old, new in zip(changes[::2], changes[1::2]):
            text = text.replace(old, new)
        self.conf = self.folder / "zegel.conf"
        self.conf.write_text(text.format(folder=self.folder))
        self.how = how
        self.process = None

    def words(self, *more):
        return [self.desk.zegeld, "--config", str(self.conf), *more]

    def run(self, *more):
        done = subprocess.run(self.words(*more), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=WAIT, check=False, cwd=self.folder)
        return cmd_desk.Ran(done.returncode, done.stdout, done.stderr)

    @property
    def path(self):
        return self.folder / "run" / "mta"

    @property
    def log(self):
        return (self.folder / "log").read_text()

    def start(self, words=None):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                words or self.words("--now", str(cmd_desk.NOW)), stdout=log,
                stderr=log, stdin=subprocess.DEVNULL, **self.how)
        until = time.monotonic() + WAIT
        while "has started" not in self.log:
            if self.process.poll() is not None:
                raise AssertionError(f"exit {self.process.returncode}: {self.log}")
            want(time.monotonic() < until, "it does not start: " + self.log)
            time.sleep(0.01)

    def stop(self, by=signal.SIGTERM):
        """Seconds until it was gone."""
        start = time.monotonic()
        self.process.send_signal(by)
        code = self.process.wait(WAIT)
        self.process = None
        want(code == 0, f"exit {code}: {self.log}")
        return time.monotonic() - start

    def signs(self, address=None):
        session = milter_client.Session(str(address or self.path))
        envelope = milter_client.Envelope()
        envelope.address = "127.0.0.1"
        milter_client.greet(session, envelope)
        outcome = milter_client.deliver(session, envelope,
                                        milter_client.Message(cmd_desk.PLAIN))
        session.quit()
        return bool(outcome.message.named(b"DKIM-Signature"))


@contextlib.contextmanager
def started(desk, name, *changes, **how):
    daemon = Daemon(desk, name, changes=changes, **how)
    try:
        daemon.start()
        yield daemon
    finally:
        if daemon.process is not None:
            daemon.process.kill()
            daemon.process.wait()


# --- how it is called ---------------------------------------------------------

def call(desk, words):
    done = subprocess.run([desk.zegeld, *words], cwd=desk.folder, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=WAIT)
    return cmd_desk.Ran(done.returncode, done.stdout, done.stderr)


def add_call(sentence, words, code, pattern):
    @test(sentence + f": exit {code}")
    def _(desk):
        ran = call(desk, words)
        want(ran.code == code and ran.out == b"", ran)
        want(re.fullmatch("zegeld: " + pattern + "\n", ran.err), ran)


for row in CALLS:
    add_call(*row)


@test("--help and --version")
def _(desk):
    ran = call(desk, ("--help",))
    want(ran.code == 0 and ran.err == "" and b"--config FILE" in ran.out, ran)
    want(max(map(len, ran.out.splitlines())) < 80, ran)
    ran = call(desk, ("--version",))
    want(ran.code == 0 and ran.err == "", ran)
    want(ran.out.decode().startswith(f"zegeld {desk.version}\n"), ran)


# --- --check ------------------------------------------------------------------

@test("--check tells what is there, and touches nothing")
def _(desk):
    daemon = Daemon(desk, "check")
    before = sorted(daemon.folder.iterdir())
    ran = daemon.run("--check")
    want(ran.code == 0 and ran.err == "", ran)
    folder = daemon.folder
    want(ran.out.decode().splitlines() == [
        f"{folder}/rsa.pem: a key of RSA, 2048 bits, for example.nl, selector rsa",
        f"{folder}/zegel.conf: 1 listener, 1 key file, no store: all well"], ran)
    want(sorted(daemon.folder.iterdir()) == before)


# sentence, changes, what is said before "all well"
ODD = [
    ("no key", ('key "example.nl" {{ selector = "rsa" file = "{folder}/rsa.pem" }}', ""),
     ["zegel.conf: there is no active key: nothing is signed"]),
    ("no key where mail must be signed",
     ('key "example.nl" {{ selector = "rsa" file = "{folder}/rsa.pem" }}', "",
      "{{ }}", "{{ must-sign = yes }}"),
     ["zegel.conf: there is no active key: nothing is signed",
      "zegel.conf:2: must-sign: so all mail of ours is refused"]),
    ("a fallback domain without a key in the store",
     ("signing {{", 'signing {{ store = "{folder}/s" fallback-domain = "example.org"\n'),
     ["s: 1 domain, 0 active keys, 1 other",
      "zegel.conf: fallback-domain example.org has no active key yet"]),
    ("a sender map",
     ("signing {{", 'signing {{ sender-map = "{folder}/senders"\n'),
     ["senders: 2 pairs of a login and a domain"]),
    ("a sender map of comments",
     ("signing {{", 'signing {{ sender-map = "{folder}/empty"\n'),
     ["empty: 0 pairs of a login and a domain: nobody may send what would be"
      " signed"]),
    ("DMARC by the Public Suffix List",
     ("dns {{", "dmarc {{ discovery = psl }}\ndns {{"), []),
    ("a fallback domain with a key in a file",
     ("signing {{", 'signing {{ fallback-domain = "example.nl"\n'), []),
]


def add_odd(sentence, changes, lines):
    @test(f"--check, which is no mistake but told: {sentence}")
    def _(desk):
        daemon = Daemon(desk, "odd", changes=changes)
        (daemon.folder / "senders").write_text("jan .example.nl *\n")
        (daemon.folder / "empty").write_text("# nobody yet\n")
        desk.run("key", "new", "--store", str(daemon.folder / "s"), "-d",
                 "example.org", "-s", "s", "--algorithm", "ed25519", "--pending")
        ran = daemon.run("--check")
        want(ran.code == 0 and ran.err == "", ran)
        said = [line for line in ran.out.decode().splitlines()
                if "rsa.pem: a key of" not in line]
        want(said[:-1] == [f"{daemon.folder}/{line}" for line in lines], ran)
        want(said[-1].endswith(": all well"), ran)


for row in ODD:
    add_odd(*row)


@test("--check beside a daemon that runs")
def _(desk):
    with started(desk, "beside") as daemon:
        ran = daemon.run("--check")
        want(ran.code == 0 and ran.err == "", ran)
        want(daemon.signs())
        daemon.stop()


def add_mistake(sentence, changes, lines):
    @test(f"--check: {sentence}: exit 78")
    def _(desk):
        daemon = Daemon(desk, "mistake", changes=changes)
        folder = daemon.folder
        (folder / "open.pem").write_bytes(desk.read("rsa.pem"))
        (folder / "open.pem").chmod(0o644)
        (folder / "none.pem").write_text("no key\n")
        (folder / "none.pem").chmod(0o600)
        (folder / "bad.map").write_text("jan a.nl\npiet\n\njan b..nl\n")
        (folder / "bad.db").write_text("a.example. TXT a\nb.example. TXT (\n")
        ran = daemon.run("--check")
        want(ran.code == 78 and b"all well" not in ran.out, ran)
        said = ran.err.splitlines()
        want(len(said) == len(lines), ran)
        for line, pattern in zip(said, lines):
            pattern = pattern.format(folder=folder)
            pattern = re.sub(r"^zegel\.conf", f"{folder}/zegel.conf", pattern)
            want(re.fullmatch("zegeld: " + pattern, line), ran)


for row in MISTAKES:
    add_mistake(*row)


@test("a start with the same mistake: exit 78, and no socket")
def _(desk):
    daemon = Daemon(desk, "nostart", changes=("rsa.pem", "gone.pem"))
    ran = daemon.run()
    want(ran.code == 78 and "gone.pem" in ran.err, ran)
    want(not daemon.path.parent.exists())


@test("a start as a user that is not there: exit 78, and no socket")
def _(desk):
    daemon = Daemon(desk, "nouser", changes=("dns", 'user = "no-such"\ndns'))
    ran = daemon.run()
    want(ran.code == 78, ran)
    want(ran.err == f"zegeld: {daemon.conf}: user: there is no user no-such\n",
         ran)
    want(not daemon.path.parent.exists())


# --- its life -----------------------------------------------------------------

@test("it starts, tells where it listens, signs, and ends within a second")
def _(desk):
    with started(desk, "life") as daemon:
        want(daemon.signs())
        want(f"zegeld: listens at unix:{daemon.path}: signs our own mail,"
             " verifies all other\n" in daemon.log, daemon.log)
        key = desk.read("rsa.pem").decode().splitlines()[1][:32]
        want(key not in daemon.log)
        want(daemon.stop() < 1.5)
        want(not daemon.path.exists())
        want("zegeld: stops: SIGTERM\n" in daemon.log, daemon.log)


@test("SIGINT ends it, too")
def _(desk):
    with started(desk, "sigint") as daemon:
        daemon.stop(signal.SIGINT)
        want("zegeld: stops: SIGINT\n" in daemon.log, daemon.log)


@test("SIGHUP does not")
def _(desk):
    with started(desk, "sighup") as daemon:
        daemon.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + WAIT
        while "SIGHUP" not in daemon.log:
            want(time.monotonic() < until, daemon.log)
            time.sleep(0.01)
        want(daemon.signs())
        daemon.stop()


SENDERS = ("signing {{", 'signing {{ sender-map = "{folder}/senders"\n')


def reload(daemon, senders, word):
    """Puts another sender map there, and has it read; until the log has `word`."""
    (daemon.folder / "senders").write_text(senders)
    before = len(daemon.log)
    daemon.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + WAIT
    while word not in daemon.log[before:]:
        want(time.monotonic() < until, daemon.log)
        time.sleep(0.01)


@test("SIGHUP has the sender map read again, and no mail waits for it")
def _(desk):
    daemon = Daemon(desk, "senders", changes=SENDERS)
    (daemon.folder / "senders").write_text("- example.org\n")
    try:
        daemon.start()
        want("senders: 1 pair" in daemon.log, daemon.log)
        want(not daemon.signs())
        want("action=refused why=\"the sender map does not let" in daemon.log,
             daemon.log)
        reload(daemon, "- example.nl\njan *\n", "senders: 2 pairs")
        want(daemon.signs())
        reload(daemon, "jan *\n", "senders: 1 pair")
        want(not daemon.signs())
        reload(daemon, "# later\n", "senders: 0 pairs of a login and a domain: nobody")
        daemon.stop()
    finally:
        if daemon.process is not None:
            daemon.process.kill()
            daemon.process.wait()


@test("a sender map with mistakes does not take the place of one without")
def _(desk):
    daemon = Daemon(desk, "badsenders", changes=SENDERS)
    (daemon.folder / "senders").write_text("- example.nl\n")
    try:
        daemon.start()
        reload(daemon, "- example.nl\n- nl\n", "stays in force")
        want(f"{daemon.folder}/senders:2: 'nl', expected a domain" in daemon.log,
             daemon.log)
        want(daemon.signs())
        (daemon.folder / "senders").unlink()
        daemon.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + WAIT
        while "the sender map cannot be read" not in daemon.log:
            want(time.monotonic() < until, daemon.log)
            time.sleep(0.01)
        want(daemon.signs())
        daemon.stop()
    finally:
        if daemon.process is not None:
            daemon.process.kill()
            daemon.process.wait()


@test("a start with a sender map that has mistakes: exit 78, and no socket")
def _(desk):
    daemon = Daemon(desk, "nosenders", changes=SENDERS)
    (daemon.folder / "senders").write_text("jan\n")
    ran = daemon.run()
    want(ran.code == 78 and "senders:1: 'jan', expected" in ran.err, ran)
    want(not daemon.path.exists())


@test("a second one: exit 71; the first goes on")
def _(desk):
    with started(desk, "twice") as daemon:
        ran = daemon.run()
        want(ran.code == 71, ran)
        want(ran.err.endswith(f"zegel.conf:2: unix:{daemon.path}: another zegeld"
                              " listens there\n"), ran)
        want(daemon.signs())
        daemon.stop()


@test("after SIGKILL it starts again")
def _(desk):
    with started(desk, "killed") as daemon:
        daemon.process.kill()
        daemon.process.wait()
        want(daemon.path.exists())
        (daemon.folder / "log").unlink()
        daemon.start()
        want(daemon.signs())
        daemon.stop()


@test("standard input, output and error that are closed are not used for mail")
def _(desk):
    daemon = Daemon(desk, "closed")
    words = ["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', *daemon.words()]
    daemon.process = subprocess.Popen(words)
    try:
        until = time.monotonic() + WAIT
        while not daemon.path.exists():
            want(daemon.process.poll() is None, "it ended")
            want(time.monotonic() < until, "it does not listen")
            time.sleep(0.01)
        want(daemon.signs())
        links = [os.readlink(f"/proc/{daemon.process.pid}/fd/{fd}") for fd in range(3)]
        want(links == ["/dev/null"] * 3, links)
        daemon.process.terminate()
        want(daemon.process.wait(WAIT) == 0)
    finally:
        daemon.process.kill()
        daemon.process.wait()


# --- the service manager ------------------------------------------------------

def notified(desk, name, address, shown):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(WAIT)
        env = dict(os.environ, NOTIFY_SOCKET=shown)
        with started(desk, name, env=env) as daemon:
            want(manager.recv(1000) == b"READY=1")
            want(daemon.signs())
            daemon.stop()
            want(manager.recv(1000) == b"STOPPING=1")


@test("the service manager is told that it is ready, and that it stops")
def _(desk):
    path = str(desk.folder / "notify")
    notified(desk, "notify1", path, path)


@test("the same by an abstract socket")
def _(desk):
    name = f"zegel-test-{os.getpid()}"
    notified(desk, "notify2", "\0" + name, "@" + name)


@test("a service manager that is not there is no trouble")
def _(desk):
    env = dict(os.environ, NOTIFY_SOCKET=str(desk.folder / "gone"))
    with started(desk, "notify3", env=env) as daemon:
        daemon.stop()


@test("sockets that were handed over")
def _(desk):
    text = CONF.replace("unix:{folder}/run/mta", "systemd:in")
    daemon = Daemon(desk, "handed", text)
    path = str(daemon.folder / "ours")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ours:
        ours.bind(path)
        ours.listen()
        daemon.how = {"pass_fds": (ours.fileno(),)}
        script = ('exec 3<&%d; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=in'
                  ' exec "$0" "$@"' % ours.fileno())
        try:
            daemon.start(["sh", "-c", script, *daemon.words()])
            want(daemon.signs(path))
            want("listens at systemd:in: " in daemon.log, daemon.log)
            daemon.stop()
        finally:
            if daemon.process is not None:
                daemon.process.kill()
        want(os.path.exists(path))  # it is the manager's


# --- what root gives up -------------------------------------------------------

def status(daemon, name):
    for line in open(f"/proc/{daemon.process.pid}/status"):
        if line.startswith(name + ":"):
            return line.split()[1:]
    return None


@test("it becomes the user of the configuration, with that user's groups only")
def _(desk):
    changes = ("dns", f'user = "{USER}"\ndns')
    if os.geteuid() != 0:
        ran = Daemon(desk, "user", changes=changes).run()
        want(ran.code == 77 and f"cannot become {USER}" in ran.err, ran)
        return
    with started(desk, "user", *changes) as daemon:
        account = pwd.getpwnam(USER)
        want(status(daemon, "Uid") == [str(account.pw_uid)] * 4)
        want(status(daemon, "Gid") == [str(account.pw_gid)] * 4)
        want(set(status(daemon, "Groups")) == {
            str(g) for g in os.getgrouplist(USER, account.pw_gid)})
        want(daemon.path.stat().st_uid == account.pw_uid)
        want(daemon.signs())  # the key was read before: it is root's
        daemon.stop()
        want(not daemon.path.exists())  # it could be removed


@test("--check becomes that user, too, and still reads a key of root's")
def _(desk):
    daemon = Daemon(desk, "checkuser", changes=("dns", f'user = "{USER}"\ndns'))
    ran = daemon.run("--check")
    if os.geteuid() != 0:
        want(ran.code == 78 and f"cannot become {USER}" in ran.err, ran)
    else:
        want(ran.code == 0 and ran.err == "", ran)


@test("as many descriptors as max-connections needs")
def _(desk):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    how = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE,
                                                    (200, hard))}
    with started(desk, "limit", "dns", "max-connections = 1000\ndns", **how) as daemon:
        limits = open(f"/proc/{daemon.process.pid}/limits").read()
        soft = int(re.search(r"Max open files\s+(\d+)", limits).group(1))
        want(soft >= 1100, limits)
        want("descriptors" not in daemon.log, daemon.log)
        daemon.stop()


# ----------------------------------------------------------------------------

def run_test(desk, function):
    try:
        function(desk)
        return "ok", []
    except Exception as fault:  # pylint: disable=broad-except
        text = f"{type(fault).__name__}: {fault}"
        return "not ok", text.replace("\\n", "\n").splitlines()[:60]


def main():
    if len(sys.argv) != 4:
        sys.exit("use: test_zegeld.py ZEGELD ZEGEL VERSION")
    bad = 0
    print(f"1..{len(TESTS)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="zegeld-") as folder:
        os.chmod(folder, 0o755)
        desk = cmd_desk.Desk(sys.argv[2], folder)
        desk.zegeld = str(pathlib.Path(sys.argv[1]).resolve())
        desk.version = sys.argv[3]
        desk.make_keys()
        for number, (sentence, function) in enumerate(TESTS, 1):
            word, lines = run_test(desk, function)
            bad += word != "ok"
            print(f"{word} {number} - {sentence}", flush=True)
            for line in lines:
                print("#", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
