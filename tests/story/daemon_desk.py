# SPDX-License-Identifier: ISC
"""daemon_desk: the folder of a story, the daemon and the command in it."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from milter_client import Closed, Session

CONFIG_WAIT = 20  # seconds for a start, and for an end
DEFAULTS = (("authserv-id", 'authserv-id = "mx.example.nl"'),
            ("internal-networks", 'internal-networks = { "10.0.0.0/8", "fd00::/8" }'),
            ("listener", 'listener "unix:{folder}/mta" {}'),
            ("dns ", 'dns { zone-files = { "{folder}/zone" } }'),
            ("log ", 'log { level = info }'))


class Desk:
    def __init__(self, zegeld, zegel, keys, folder):
        self.zegeld, self.zegel = str(zegeld), str(zegel)
        self.folder = pathlib.Path(folder)
        self.daemon = None
        self.now = 0
        self.silent, self.port = silent_server()
        self.zone = ["$TTL 300", "nothing.example. A 192.0.2.1"]
        for key in keys.glob("*.pem"):
            shutil.copy(key, self.folder / key.name)
            (self.folder / key.name).chmod(0o600)

    def path(self, name):
        return str(self.folder / name)

    # --- the command ------------------------------------------------------

    def command(self, words, octets=b""):
        return subprocess.run([self.zegel, *words], cwd=self.folder, input=octets,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=60, check=False)

    def must(self, words, octets=b""):
        done = self.command(words, octets)
        if done.returncode != 0:
            raise AssertionError(f"zegel {' '.join(words)}: exit {done.returncode}: "
                                 + done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def publish(self, domain, selector, key, tags):
        """A key record into the zone, with other tags behind it, or without
        its p= when it is revoked."""
        value = self.must(["record", "dkim", "-d", domain, "-s", selector,
                           "--key", key, "--format", "value"]).decode().strip()
        if tags == "revoked":
            value, tags = value.partition("p=")[0] + "p=", ""
        value += tags and "; " + tags
        strings = " ".join(f'"{value[i:i + 200]}"' for i in range(0, len(value), 200))
        self.zone.append(f"{selector}._domainkey.{a_label(domain)}. TXT {strings}")

    def write_zone(self):
        (self.folder / "zone").write_text("\n".join(self.zone) + "\n")

    def filled(self, text):
        return text.replace("{folder}", str(self.folder)) \
            .replace("{port}", str(self.port))

    # --- the daemon -------------------------------------------------------

    def write_config(self, text, bare):
        lines = [] if bare else [line for word, line in DEFAULTS
                                 if not mentions(text, word)]
        text = self.filled("".join(line + "\n" for line in lines) + text)
        (self.folder / "zegel.conf").write_text(text)
        return text

    def words(self):
        return [self.zegeld, "--config", self.path("zegel.conf"),
                "--now", str(self.now)]

    def address(self, listener):
        """Of a listener: unix:PATH, inet:ADDRESS:PORT, or a path in the folder."""
        if listener.startswith("inet:"):
            host, _, port = self.filled(listener)[5:].rpartition(":")
            return host.strip("[]"), int(port)
        return self.path(listener.removeprefix("unix:"))

    def start(self, listeners):
        with open(self.path("log"), "ab") as log:
            self.daemon = subprocess.Popen(self.words(), cwd=self.folder,
                                           stdin=subprocess.DEVNULL,
                                           stdout=log, stderr=log)
        until = time.monotonic() + CONFIG_WAIT
        while not all(answers(self.address(name)) for name in listeners):
            if self.daemon.poll() is not None:
                raise AssertionError(f"zegeld ended with {self.daemon.returncode}")
            if time.monotonic() > until:
                raise AssertionError("zegeld does not listen")
            time.sleep(0.01)

    def log(self):
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def say(self, *more):
        """A daemon that ends by itself: exit code, and what it said."""
        done = subprocess.run(self.words() + list(more), cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=CONFIG_WAIT,
                              check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def kill(self):
        self.daemon.kill()
        self.daemon.wait()
        self.daemon = None

    def clear(self):
        self.silent.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        """Ends the daemon as a system does; what was wrong, or None."""
        if self.daemon is None:
            return None
        daemon, self.daemon = self.daemon, None
        if daemon.poll() is not None:
            return f"zegeld ended by itself with {daemon.returncode}"
        daemon.send_signal(signal.SIGTERM)
        try:
            code = daemon.wait(CONFIG_WAIT)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()
            return "zegeld does not end by SIGTERM"
        return None if code == 0 else f"zegeld ended with {code}"


def mentions(text, word):
    return any(line.strip().startswith(word) for line in text.split("\n"))


def silent_server():
    """A socket of UDP that nobody reads, and its port, which is free in TCP."""
    while True:
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        try:
            with socket.socket() as tcp:
                tcp.bind(("127.0.0.1", port))
            return silent, port
        except OSError:
            silent.close()


def answers(address):
    """Not the kernel, but the daemon does: it has started."""
    try:
        Session(address, seconds=CONFIG_WAIT).quit()
    except (Closed, ConnectionError, FileNotFoundError):
        return False
    return True


def a_label(name):
    """A domain as the zone has it; the names of the stories are simple ones."""
    return ".".join(label if label.isascii() else
                    "xn--" + label.encode("punycode").decode()
                    for label in name.split("."))
