#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""zegel key ... --store, from outside. TAP out.

    test_keystore.py ZEGEL VERSION

The frame and the tables are those of test_cmd.py. What is more: writers that
are killed, readers and writers at the same time, many domains, a full disk.
"""
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

from test_cmd import (KEY_FILES, PLAIN, TESTS, Skip, judged, main, rows, test, want,
                      want_line)

TESTS.clear()  # those of test_cmd run by themselves

DAY = 1795284000  # 2026-11-21
KEY = ("-d", "example.nl", "-s", "s1")
NEW = ("key", "new", "--store", "k.db", "--now", str(DAY), "--algorithm", "ed25519")


def store(desk, *lines):
    """A new k.db, with a key for each line: DOMAIN SELECTOR OPTION ..."""
    for path in desk.folder.glob("k.db*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for line in lines:
        domain, selector, *more = line.split()
        ran = desk.run(*NEW, "-d", domain, "-s", selector, *more)
        want(ran.code == 0, ran)


def listed(desk, *words):
    ran = desk.run("key", "list", "--store", "k.db", "--json", *words)
    want(ran.code == 0 and ran.err == "", ran)
    return judged(ran)


def key(desk, verb, *words):
    return desk.run("key", verb, "--store", "k.db", "--now", str(DAY + 86400), *words)


def is_sound(desk, name="k.db"):
    with contextlib.closing(sqlite3.connect(desk.path(name))) as db:
        want(db.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
        want(db.execute("PRAGMA foreign_key_check").fetchall() == [])


# --- tables -----------------------------------------------------------------

# sentence, words behind `key`, exit code, pattern; the store has example.nl s1,
# active
USAGE = [
    ("--out beside --store", ("new", *KEY, "--store", "k.db", "--out", "x.pem"), 64,
     r"--out: the key goes into the store \(--store\), expected one of the two"),
    ("--pending without a store", ("new", *KEY, "--pending"), 64,
     "--pending: is for a key of a store, expected --store FILE with it"),
    ("--subdomains without a store", ("new", *KEY, "--subdomains"), 64,
     "--subdomains: is for a key of a store, .*"),
    ("list with two domains", ("list", "--store", "k.db", "a.nl", "b.nl"), 64,
     "b.nl: one domain is enough, see zegel key list --help"),
    ("list of what is no domain", ("list", "--store", "k.db", "a..nl"), 64,
     'domain "a..nl": it has an empty label'),
    ("list of a domain that is not there", ("list", "--store", "k.db", "a.nl"), 66,
     "k.db: has no key of a.nl"),
    ("show without a domain", ("show", "--store", "k.db", "-s", "s1"), 64,
     "-d DOMAIN is missing, expected: zegel key show .*"),
    ("show without a selector", ("show", "--store", "k.db", "-d", "example.nl"), 64,
     "-s SELECTOR is missing, expected: zegel key show .*"),
    ("show of a key that is not there",
     ("show", "--store", "k.db", "-d", "example.nl", "-s", "s2"), 66,
     "k.db: has no key s2 of example.nl"),
    ("show with a file", ("show", "--store", "k.db", *KEY, "x"), 64, "x: no file is taken here, .*"),
    ("export to standard output", ("export", "--store", "k.db", *KEY, "--out", "-"), 64,
     "--out -: a private key goes into a file only"),
    ("export onto a file that is there",
     ("export", "--store", "k.db", *KEY, "--out", "rsa.pem"), 73,
     "rsa.pem: File exists, a key is never overwritten"),
    ("export of a key that is not there",
     ("export", "--store", "k.db", "-d", "a.nl", "-s", "s1"), 66, "k.db: has no key s1 of a.nl"),
    ("import without a file", ("import", "--store", "k.db", *KEY), 64,
     "KEYFILE is missing, expected: zegel key import .*"),
    ("import of two files", ("import", "--store", "k.db", *KEY, "a", "b"), 64,
     "b: one key file is enough, .*"),
    ("import of a key that is there", ("import", "--store", "k.db", *KEY, "rsa.pem"), 73,
     "k.db: has a key s1 of example.nl already, which is never overwritten"),
    ("new of a key that is there", ("new", "--store", "k.db", *KEY), 73,
     "k.db: has a key s1 of example.nl already, which is never overwritten"),
    ("activate what is not there", ("activate", "--store", "k.db", "-d", "a.nl", "-s", "s1"),
     66, "k.db: has no key s1 of a.nl"),
    ("retire what is not there", ("retire", "--store", "k.db", "-d", "a.nl", "-s", "s1"),
     66, "k.db: has no key s1 of a.nl"),
    ("remove what is not there", ("remove", "--store", "k.db", "-d", "a.nl", "-s", "s1"),
     66, "k.db: has no key s1 of a.nl"),
    ("remove an active key", ("remove", "--store", "k.db", *KEY), 64,
     r"k.db: key s1 of example.nl is active: it signs mail\. Retire it first"
     r" \(zegel key retire\), or say --yes"),
    ("subdomains without a word", ("subdomains", "--store", "k.db", "-d", "example.nl"), 64,
     "yes or no is missing, expected: .*"),
    ("subdomains maybe", ("subdomains", "--store", "k.db", "-d", "example.nl", "maybe"), 64,
     "maybe: expected yes or no"),
    ("subdomains of a domain that is not there",
     ("subdomains", "--store", "k.db", "-d", "a.nl", "yes"), 66, "k.db: has no key of a.nl"),
    ("new in a folder that is not there", ("new", "--store", "nowhere/k.db", *KEY), 73,
     "nowhere/k.db: No such file or directory"),
    ("new in a folder", ("new", "--store", "folder", *KEY), 73,
     ".*/folder: is no regular file, expected a key store"),
]

# sentence, words behind `key` that must not make a store
READERS = [
    ("list", ("list",)),
    ("show", ("show", *KEY)),
    ("export", ("export", *KEY)),
    ("activate", ("activate", *KEY)),
    ("retire", ("retire", *KEY)),
    ("remove", ("remove", *KEY)),
    ("subdomains", ("subdomains", "-d", "example.nl", "yes")),
]

# sentence, what makes k.db, exit code, pattern
FILES = [
    ("a text file", lambda p: p.write_bytes(b"no store\n" * 200), 65,
     "k.db: is no key store of zegel"),
    ("an empty file", lambda p: p.write_bytes(b""), 65, "k.db: is empty, expected a key store"),
    ("a private key", lambda p: shutil.copy(p.with_name("rsa.pem"), p), 65,
     "k.db: is no key store of zegel"),
    ("a database of another program",
     lambda p: sqlite3.connect(p).execute("CREATE TABLE t (x)").connection.close(), 65,
     "k.db: is a database of another program, expected a key store of zegel"),
    ("a folder", lambda p: p.mkdir(), 66, ".*/k.db: is no regular file, expected a key store"),
    ("a device", lambda p: p.symlink_to("/dev/null"), 66,
     "/dev/null: is no regular file, .*|/dev/null: others can write .*"),
    ("a link to nowhere", lambda p: p.symlink_to("nowhere.db"), 66,
     "k.db: No such file or directory; zegel key new --store makes one"),
]

# sentence, words, the state of s1 and s2 after them ("" gone), what is told
LIFE = [
    ("a key is pending until it is activated", "s1 --pending", ("activate s1",),
     {"s1": "active"}, "Key s1 of example.nl signs from now on"),
    ("an active key stays so", "s1", ("activate s1",), {"s1": "active"}, "signs from now on"),
    ("the only key is retired", "s1", ("retire s1",), {"s1": "retired"},
     "No key of example.nl is active now: its mail leaves unsigned."),
    ("one of two is retired", "s1 s2", ("retire s1",), {"s1": "retired", "s2": "active"},
     "leave its record in the zone for a week"),
    ("a retired key is removed", "s1 s2", ("retire s1", "remove s1"), {"s2": "active"},
     "Key s1 of example.nl is gone for good"),
    ("a pending key is removed", "s1 --pending", ("remove s1",), {}, "is gone for good"),
    ("an active one with --yes", "s1", ("remove s1 --yes",), {},
     "No key of example.nl is active now: its mail leaves unsigned."),
    ("a retired key signs again", "s1", ("retire s1", "activate s1"), {"s1": "active"},
     "signs from now on"),
]


@rows(USAGE, "one line and the exit code")
def usage_row(desk, words, code, pattern):
    store(desk, "example.nl s1")
    want_line(desk.run("key", *words), code, pattern)
    want([k["selector"] for k in listed(desk)] == ["s1"])


@rows(READERS, "no store is made by")
def reader_row(desk, words):
    store(desk)
    want_line(desk.run("key", words[0], "--store", "k.db", *words[1:]), 66,
              "k.db: No such file or directory; zegel key new --store makes one")
    want(not desk.path("k.db").exists())


@rows(FILES, "what is no store is told and stays as it was")
def file_row(desk, make, code, pattern):
    store(desk)
    path = desk.path("k.db")
    make(path)
    if path.is_file():
        path.chmod(0o600)
    before = path.read_bytes() if path.is_file() else b""
    want_line(desk.run("key", "list", "--store", "k.db"), code, pattern)
    want_line(key(desk, "remove", *KEY), code, pattern)
    want((path.read_bytes() if path.is_file() else b"") == before)
    path.rmdir() if path.is_dir() else path.unlink()


@rows(LIFE, "a key's life")
def life_row(desk, keys, words, states, says):
    pending = ["--pending"] if "--pending" in keys else []
    store(desk, *(" ".join(["example.nl", s, *pending])
                  for s in keys.split() if not s.startswith("-")))
    for line in words:
        verb, selector, *more = line.split()
        ran = key(desk, verb, "-d", "example.nl", "-s", selector, *more)
        want(ran.code == 0 and ran.out == b"", ran)
    want(says in ran.err, ran)
    want({k["selector"]: k["state"] for k in listed(desk)} == states, listed(desk))


@rows(KEY_FILES, "import refuses")
def import_row(desk, name, code, pattern):
    store(desk, "example.nl s1")
    want_line(key(desk, "import", "-d", "example.nl", "-s", "x", name), code, pattern)
    want([k["selector"] for k in listed(desk)] == ["s1"])


# --- one thing at a time ----------------------------------------------------

@test("key new --store makes a store of mode 0600 whatever the umask, and prints the record")
def _(desk):
    for umask in (0, 0o77, 0o777):
        store(desk)
        old = os.umask(umask)
        try:
            ran = desk.run(*NEW, *KEY)
        finally:
            os.umask(old)
        want(ran.code == 0 and desk.mode("k.db") == 0o600, ran)
        want(ran.out.startswith(b"s1._domainkey.example.nl. IN TXT"), ran)
        want("The private key is in k.db, active" in ran.err, ran)
        want(not desk.path("s1._domainkey.example.nl.pem").exists())


@test("the same as JSON: the record, and what the store has")
def _(desk):
    store(desk)
    ran = desk.run(*NEW, *KEY, "--json", "--subdomains")
    got = json.loads(ran.out)
    want(ran.err == "" and got["name"] == "s1._domainkey.example.nl" and got["file"] is None
         and got["value"].startswith("v=DKIM1; k=ed25519; p="), got)
    want((got["store"], got["state"], got["subdomains"], got["created"], got["activated"],
          got["retired"]) == ("k.db", "active", True, DAY, DAY, None), got)
    want(key(desk, "show", *KEY, "--json").out == ran.out)


@test("key list is a table of columns, or an object a line")
def _(desk):
    store(desk, "example.nl s2 --pending", "a.example.org selector1 --subdomains")
    ran = desk.run("key", "new", "--store", "k.db", "--now", str(DAY), *KEY)
    want(ran.code == 0, ran)
    ran = desk.run("key", "list", "--store", "k.db")
    want(ran.out.decode() == (
        "DOMAIN         SELECTOR   KEY     BITS  STATE    SINCE       SUBDOMAINS\n"
        "a.example.org  selector1  ed25519  256  active   2026-11-21  yes\n"
        "example.nl     s1         rsa     2048  active   2026-11-21  no\n"
        "example.nl     s2         ed25519  256  pending  2026-11-21  no\n"), ran)
    want(listed(desk, "example.nl") == [
        {"domain": "example.nl", "selector": "s1", "algorithm": "rsa", "bits": 2048,
         "state": "active", "subdomains": False, "created": DAY, "activated": DAY,
         "retired": None, "store": "k.db"},
        {"domain": "example.nl", "selector": "s2", "algorithm": "ed25519", "bits": 256,
         "state": "pending", "subdomains": False, "created": DAY, "activated": None,
         "retired": None, "store": "k.db"}])


@test("an empty store lists nothing, and says so")
def _(desk):
    store(desk, "example.nl s1 --pending")
    key(desk, "remove", *KEY)
    ran = desk.run("key", "list", "--store", "k.db")
    want(ran.code == 0 and ran.out == b"" and ran.err == "k.db: has no keys yet\n", ran)
    want(listed(desk) == [])


@test("key show is a piece of a zone, with dates, and never the private part")
def _(desk):
    store(desk, "example.nl s1 --subdomains")
    key(desk, "retire", *KEY)
    ran = key(desk, "show", *KEY)
    lines = ran.out.decode().splitlines()
    want(lines[:4] == [
        "; key s1 of example.nl and the domains below it: ed25519, 256 bits, retired",
        "; made    2026-11-21 18:00:00 UTC", "; active  2026-11-21 18:00:00 UTC",
        "; retired 2026-11-22 18:00:00 UTC"], lines)
    key(desk, "export", *KEY, "--out", "shown.pem")
    record = desk.run("record", "dkim", *KEY, "--key", "shown.pem")
    want("\n".join(lines[4:]) + "\n" == record.out.decode(), ran, record)
    desk.write("shown.db", ran.out)
    signed = desk.run("sign", "-d", "example.nl", "-k", "s1:shown.pem", stdin=PLAIN)
    want(desk.run("verify", "--zone", "shown.db", stdin=signed.out).code == 0)
    desk.path("shown.pem").unlink()


@test("what is imported is exported: PEM and DER, PKCS#1 and PKCS#8, both kinds")
def _(desk):
    desk.openssl("rsa", "-in", "rsa.pem", "-traditional", "-out", "pkcs1.pem")
    desk.openssl("rsa", "-in", "rsa.pem", "-outform", "DER", "-out", "pkcs1.der")
    desk.openssl("pkcs8", "-topk8", "-nocrypt", "-in", "rsa.pem", "-outform", "DER",
                 "-out", "pkcs8.der")
    for name, was in (("rsa.pem", "rsa.pem"), ("pkcs1.pem", "rsa.pem"),
                      ("pkcs1.der", "rsa.pem"), ("pkcs8.der", "rsa.pem"),
                      ("linked.pem", "rsa.pem"), ("ed25519.pem", "ed25519.pem")):
        desk.path(name).chmod(0o600)
        store(desk)
        ran = key(desk, "import", *KEY, name)
        want(ran.code == 0 and f"{name} is no longer needed" in ran.err, ran)
        want(ran.out == desk.run("record", "dkim", *KEY, "--key", was).out, ran)
        ran = key(desk, "export", *KEY, "--out", "again.pem")
        want(ran.code == 0 and ran.out == b"" and desk.mode("again.pem") == 0o600, ran)
        want(desk.read("again.pem") == desk.read(was), name)
        desk.path("again.pem").unlink()


@test("rfc8301#3.2: a key of 1024 bits is imported, and 2048 are recommended")
def _(desk):
    store(desk)
    desk.odd_rsa("k1024", 1024)
    ran = key(desk, "import", *KEY, "k1024.pem", "--pending")
    want(ran.code == 0 and "k1024.pem: has 1024 bits, 2048 are recommended" in ran.err, ran)
    want(listed(desk)[0]["state"] == "pending" and listed(desk)[0]["bits"] == 1024)


@test("key export takes SELECTOR._domainkey.DOMAIN.pem without --out")
def _(desk):
    store(desk, "example.nl x1")
    want(key(desk, "export", "-d", "example.nl", "-s", "x1").code == 0)
    want(desk.mode("x1._domainkey.example.nl.pem") == 0o600)


@test("subdomains: yes by any key, no by word; a new key alone changes nothing")
def _(desk):
    store(desk, "example.nl s1 --subdomains", "example.nl s2")
    want([k["subdomains"] for k in listed(desk)] == [True, True])
    ran = key(desk, "subdomains", "-d", "Example.NL", "no")
    want(ran.code == 0 and ran.out == b"", ran)
    want(ran.err == "The keys of example.nl sign for it alone from now on.\n", ran)
    want([k["subdomains"] for k in listed(desk)] == [False, False])
    ran = key(desk, "subdomains", "-d", "example.nl", "yes")
    want(ran.code == 0 and ran.out == b"", ran)
    want(ran.err == "The keys of example.nl sign for the domains below it, too, from"
         " now on.\n", ran)
    want([k["subdomains"] for k in listed(desk)] == [True, True])


@test("a domain is one, however it is written (RFC 8616)")
def _(desk):
    store(desk, "bücher.example s1")
    for name in ("xn--bcher-kva.example", "BÜCHER.example", "XN--BCHER-KVA.Example"):
        want(listed(desk, name)[0]["domain"] == "xn--bcher-kva.example", name)
        want_line(desk.run(*NEW, "-d", name, "-s", "S1"), 73, "k.db: has a key s1 of .*")


@test("a store that others can use is refused: exit 77")
def _(desk):
    for mode in (0o644, 0o640, 0o620, 0o602):
        store(desk, "example.nl s1")
        desk.path("k.db").chmod(mode)
        pattern = (r".*/k.db: others than its owner can use this key store"
                   rf" \(mode {mode:04o}\), mend it with: chmod 600 .*/k.db")
        want_line(desk.run("key", "list", "--store", "k.db"), 77, pattern)
        want_line(desk.run(*NEW, "-d", "a.nl", "-s", "s"), 77, pattern)


@test("a folder that others can write is refused: exit 77")
def _(desk):
    folder = desk.path("shared")
    folder.mkdir()
    folder.chmod(0o777)
    for _ in range(2):
        want_line(desk.run("key", "new", "--store", "shared/k.db", *KEY), 77,
                  r"shared/k.db: others can write its folder \(mode 0777\), mend it with:"
                  " chmod go-w .*shared")
        want(list(folder.iterdir()) == [])
    shutil.rmtree(folder)


@test("another user's store is refused, root's folder or not: exit 77")
def _(desk):
    if os.geteuid() != 0:
        raise Skip("only root can give files away")
    store(desk, "example.nl s1")
    os.chown(desk.path("k.db"), 65534, 65534)
    want_line(desk.run("key", "list", "--store", "k.db"), 77,
              ".*/k.db: belongs to user 65534, expected user 0 or root")
    ran = desk.run("key", "list", "--store", "k.db", user=12345, group=12345, extra_groups=[])
    want_line(ran, 77, ".*/k.db: belongs to user 65534, expected user 12345 or root")


@test("root makes a store for the user whose folder it is in, who then uses it")
def _(desk):
    if os.geteuid() != 0:
        raise Skip("only root can give files away")
    folder = desk.path("theirs")
    folder.mkdir(0o700)
    os.chown(folder, 65534, 65534)
    them = {"user": 65534, "group": 65534, "extra_groups": []}
    words = ("key", "new", "--store", "theirs/k.db", "--algorithm", "ed25519", "-d", "a.nl")
    want(desk.run(*words, "-s", "s1").code == 0)
    want(desk.run(*words, "-s", "s2", **them).code == 0)
    want(desk.run("key", "list", "--store", "theirs/k.db").code == 0)
    ran = desk.run("key", "list", "--store", "theirs/k.db", "--json", **them)
    want(len(judged(ran)) == 2, ran)
    want({p.stat().st_uid for p in folder.iterdir()} == {65534}, list(folder.iterdir()))


@test("a store of a newer zegel is told, and stays as it was")
def _(desk):
    store(desk, "example.nl s1")
    with sqlite3.connect(desk.path("k.db")) as db:
        db.execute("PRAGMA user_version = 2")
    db.close()
    before = desk.read("k.db")
    for ran in (desk.run("key", "list", "--store", "k.db"), desk.run(*NEW, *KEY)):
        want_line(ran, 65, r"k.db: was made by a newer zegel \(form 2, this one knows 1\):"
                  " use that one")
    want(desk.read("k.db") == before)


@test("a busy store is told after a while, not before: exit 75")
def _(desk):
    store(desk, "example.nl s1")
    db = sqlite3.connect(desk.path("k.db"), isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    want([k["selector"] for k in listed(desk)] == ["s1"])  # readers read on
    ran = desk.start(*NEW, "-d", "a.nl", "-s", "s")
    time.sleep(1)
    want(ran.poll() is None)
    err = ran.communicate()[1].decode()
    want(ran.returncode == 75 and time.monotonic() - begun > 9, err)
    want(err == "zegel: k.db: is busy: others have been writing for over 10 seconds,"
         " try again\n", err)
    db.execute("ROLLBACK")
    db.close()
    want(desk.run(*NEW, "-d", "a.nl", "-s", "s").code == 0)


@test("the default store is used and named when --store is not given")
def _(desk):
    if pathlib.Path("/var/lib/zegel/zegel.db").exists():
        raise Skip("there is one")
    for words in (("list",), ("show", *KEY), ("import", *KEY, "rsa.pem")):
        ran = desk.run("key", *words)
        want(ran.code in (66, 73, 77), ran)
        want(ran.err.startswith("zegel: /var/lib/zegel/zegel.db: "), ran)


@test("standard output that is full: exit 74, the key is in the store")
def _(desk):
    store(desk)
    with open("/dev/full", "wb") as full:
        ran = subprocess.run([desk.zegel, *NEW, *KEY], cwd=desk.folder, stdout=full,
                             stderr=subprocess.PIPE, check=False)
    want(ran.returncode == 74, ran)
    want(len(listed(desk)) == 1)


# --- others at the same time, and misfortune ---------------------------------

@test("killed at any moment, thirty times: the store is whole, what was told is in it")
def _(desk):
    store(desk)
    told = set()
    luck = random.Random(30)
    for round_ in range(30):
        deadline = time.monotonic() + luck.uniform(0.02, 0.2)
        words = ["sh", "-c", 'i=0; while :; do i=$((i+1)); "$0" "$@" -s k%d-$i; done' % round_,
                 desk.zegel, *NEW, "--json", "-d", f"d{round_}.nl"]
        run = subprocess.Popen(words, cwd=desk.folder, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(max(0, deadline - time.monotonic()))
        os.killpg(run.pid, signal.SIGKILL)
        out = run.communicate()[0].decode()
        for line in out.splitlines(keepends=True):
            if line.endswith("\n"):
                got = json.loads(line)
                told.add((got["domain"], got["selector"]))
    store_path = desk.path("k.db")
    want(store_path.exists())
    ran = desk.run(*NEW, "-d", "last.nl", "-s", "s")
    want(ran.code == 0, ran)
    have = {(k["domain"], k["selector"]) for k in listed(desk)}
    want(told <= have and len(told) > 5, len(told), told - have)
    is_sound(desk)


@test("four write at once, one reads: every key is there, every list is whole")
def _(desk):
    store(desk, "example.nl s0")
    script = 'for i in 1 2 3 4 5 6 7 8 9 10; do "$0" "$@" -s s$i || exit; done'
    writers = [subprocess.Popen(["sh", "-c", script, desk.zegel, *NEW, "-d", f"w{n}.nl"],
                                cwd=desk.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE) for n in range(4)]
    seen = 1
    while any(w.poll() is None for w in writers):
        now = len(listed(desk))
        want(now >= seen, now, seen)
        seen = now
    for writer in writers:
        err = writer.communicate()[1].decode()
        want(writer.returncode == 0, err)
    want(len(listed(desk)) == 41)
    is_sound(desk)


@test("many make the same new store at once")
def _(desk):
    for _ in range(5):
        store(desk)
        runs = [desk.start(*NEW, "-d", f"w{n}.nl", "-s", "s", stdout=subprocess.DEVNULL)
                for n in range(6)]
        for run in runs:
            err = run.communicate()[1].decode()
            want(run.returncode == 0, err)
        want(len(listed(desk)) == 6)
    is_sound(desk)


@test("20,000 domains: each is found, all are listed")
def _(desk):
    store(desk, "example.nl s1")
    db = sqlite3.connect(desk.path("k.db"))
    db.executemany("INSERT INTO domain (name, subdomains) VALUES (?, 0)",
                   ((f"d{n}.example.org",) for n in range(20000)))
    db.execute("INSERT INTO key (domain, selector, algorithm, bits, state, created,"
               " private) SELECT d.id, 's1', 'ed25519', 256, 'active', 1, k.private"
               " FROM domain d, key k WHERE d.name <> 'example.nl'")
    db.commit()
    plan = db.execute("EXPLAIN QUERY PLAN SELECT d.name, k.selector FROM domain d JOIN key k"
                      " ON k.domain = d.id WHERE d.name = 'x'").fetchall()
    want(all("SEARCH" in row[3] for row in plan), plan)
    db.close()
    got = listed(desk)
    want(len(got) == 20001 and [k["domain"] for k in got] == sorted(k["domain"] for k in got))
    want(desk.run("key", "list", "--store", "k.db").out.count(b"\n") == 20002)
    for n in (0, 9999, 19999):
        want(len(listed(desk, f"d{n}.example.org")) == 1)
        want(key(desk, "show", "-d", f"d{n}.example.org", "-s", "s1").code == 0)
    want_line(desk.run("key", "list", "--store", "k.db", "d20000.example.org"), 66,
              "k.db: has no key of d20000.example.org")


@test("a disk that is full changes nothing: exit 74")
def _(desk):
    folder = desk.path("tiny")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=160k,mode=700", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, stderr=subprocess.DEVNULL,
                                           check=False).returncode != 0:
        raise Skip("no small disk can be had")
    try:
        words = ("key", "new", "--store", "tiny/k.db", "--algorithm", "ed25519", "-d", "a.nl")
        want(desk.run(*words, "-s", "s1").code == 0)
        (folder / "filler").write_bytes(b"")
        with open(folder / "filler", "wb", buffering=0) as filler:
            try:
                while filler.write(b"x" * 1024):
                    pass
            except OSError:
                pass
        ran = desk.run(*words, "-s", "s2")
        want(ran.code == 74 and ran.out == b"", ran)
        want(re.fullmatch("zegel: tiny/k.db: .*(disk is full|No space).*\n", ran.err), ran)
        (folder / "filler").unlink()
        want(desk.run(*words, "-s", "s2").code == 0)
        got = judged(desk.run("key", "list", "--store", "tiny/k.db", "--json"))
        want([k["selector"] for k in got] == ["s1", "s2"], got)
        is_sound(desk, "tiny/k.db")
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


if __name__ == "__main__":
    sys.exit(main())
