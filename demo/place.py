# SPDX-License-Identifier: ISC
"""place -- a machine within the machine: a network of its own, a folder of its
own, and the servers that run there until it is left.

    place.enter()                    once, first thing in a program
    with place.Place() as p:
        p.start("nsd", "nsd", "-d", "-c", p.path("nsd.conf"))

Nothing outside is touched or heard: the network is loopback alone, with ports
25, 53 and 587 as a real server has them, and addresses that look like others'.
It takes root, as Postfix does.
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

PATH = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
INSIDE = "ZEGEL_PLACE"

# Who mail comes from, seen from the server: addresses of RFC 5737 and 3849.
OUTSIDE4, OUTSIDE6 = "192.0.2.7", "2001:db8::7"


class Trouble(Exception):
    """What did not work, in words."""


def enter():
    """Goes on in a network and mount namespace of its own."""
    if os.environ.get(INSIDE) == "1":
        prepare()
        return
    if os.geteuid() != 0:
        raise SystemExit(f"{sys.argv[0]}: this needs root, for a network of "
                         "its own and for Postfix; try: sudo make demo")
    os.environ[INSIDE] = "1"
    # Its own process group of processes too: whatever is left dies with it.
    os.execvp("unshare", ["unshare", "--net", "--uts", "--mount", "--pid",
                          "--fork", "--mount-proc", "--kill-child",
                          sys.executable, *sys.argv])


def prepare():
    socket.sethostname("mail.example")
    run("ip", "link", "set", "lo", "up")
    run("ip", "address", "add", OUTSIDE4 + "/32", "dev", "lo")
    subprocess.run(["ip", "-6", "address", "add", OUTSIDE6 + "/128", "dev",
                    "lo", "nodad"], env=environment(), check=False)


def environment(**more):
    return {**os.environ, "PATH": PATH, "LC_ALL": "C", **more}


def run(*words, **more):
    """Runs a command to its end; returns what it printed."""
    given = more.pop("input", None)
    done = subprocess.run([str(w) for w in words], input=given, text=True,
                          capture_output=True, timeout=60, errors="replace",
                          env=environment(**more))
    if done.returncode != 0:
        raise Trouble(f"{words[0]}: {done.stderr.strip() or done.stdout}")
    return done.stdout


def wait_for(what, condition, seconds=10):
    """Waits until condition() is true; returns what it returned."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Trouble(f"waited {seconds} s for {what}")
        time.sleep(0.02)


class Place:
    """A private folder and its servers; a context manager."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zegel-", dir="/run"))
        self.folder.chmod(0o755)
        self.servers = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for name in reversed(list(self.servers)):
            self.stop(name)
        if os.environ.get("ZEGEL_KEEP"):
            print(f"kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return self.folder / name

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def start(self, name, *words, **more):
        """Starts a server; what it says goes to NAME.log."""
        with open(self.path(name + ".log"), "ab") as log:
            self.servers[name] = subprocess.Popen(
                [str(w) for w in words], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=environment(**more), start_new_session=True)
        return self.servers[name]

    def log(self, name):
        path = self.path(name + ".log")
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self, name, sign=signal.SIGTERM, seconds=10):
        """Stops a server; returns its exit code."""
        server = self.servers.pop(name)
        if server.poll() is None:
            server.send_signal(sign)
        try:
            return server.wait(seconds)
        except subprocess.TimeoutExpired:
            server.kill()
            return server.wait()
