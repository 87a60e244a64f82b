#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""interop.py ZEGEL -- zegel and its peers read each other's signatures.

Fifty messages (messages.py), signed by zegel and verified by each peer, signed
by each peer and verified by zegel. The peers are Debian's packages: dkimpy
(python3-dkim), Mail::DKIM (libmail-dkim-perl), libopendkim (opendkim-tools'
opendkim-testmsg). All of them, zegel too, ask a real DNS server, NSD, in a
network and mount namespace of the test's own. Prints TAP.

Where a peer reads the RFC otherwise, KNOWN says so and why; that is still run,
must fail just so, and is told as a difference: it counts as no row.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import dkim

from messages import build

DOMAIN = "example.nl"
HERE = os.path.dirname(os.path.abspath(__file__))

SIGNED_BY_ZEGEL = "signed by zegel, verified by"
VERIFIED_BY_ZEGEL = "verified by zegel, signed by"

OPEN_LINE = ("rfc6376#3.4.4: white space at the end of the last line goes, "
             "whether a CRLF follows it or is to be added; dkimpy and "
             "libopendkim keep one space, Mail::DKIM does as zegel")
NO_CRLF = ("rfc6376#3.4.3: simple adds the CRLF that is missing at the end of "
           "the body; Mail::DKIM does not, dkimpy and libopendkim do as zegel")
LONE_CR = ("rfc6376#3.4: a CR without LF is content; libopendkim changes it, "
           "dkimpy and Mail::DKIM do as zegel")

# (peer, message, body canonicalization or None for any): why they differ, and
# who does as zegel does. Both directions, and every way of signing with that
# canonicalization, must differ, by a "fail": anything else is a fault.
KNOWN = {
    ("dkimpy", "white space and no CRLF at the end", "relaxed"): OPEN_LINE,
    ("opendkim", "white space and no CRLF at the end", "relaxed"): OPEN_LINE,
    ("Mail::DKIM", "no CRLF at the end", "simple"): NO_CRLF,
    ("Mail::DKIM", "white space and no CRLF at the end", "simple"): NO_CRLF,
    ("opendkim", "lone CR within a line", None): LONE_CR,
}

# What a peer says when the signature is not that of the message.
SAYS_FAIL = {"zegel": "fail", "dkimpy": "fail", "Mail::DKIM": "fail",
             "opendkim": "Bad signature"}

# How zegel signs: selectors, canonicalization.
ZEGEL_WAYS = [
    ("rsa", "relaxed/relaxed"),
    ("rsa", "simple/simple"),
    ("rsa", "relaxed/simple"),
    ("ed25519", "relaxed/relaxed"),
]


class Tap:
    def __init__(self):
        self.count = self.failed = self.differences = 0

    def row(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.count, name))
        if why and not good:
            print("# " + why.replace("\n", "\n# "))
        sys.stdout.flush()

    def differ(self, name, why):
        self.differences += 1
        print("# differs: %s: %s" % (name, why))

    def end(self):
        print("# %d rows, and %d known differences"
              % (self.count, self.differences))
        print("1..%d" % self.count)
        return 1 if self.failed else 0


def run(*args, stdin=b""):
    p = subprocess.run(args, input=stdin, capture_output=True, timeout=300)
    return p.returncode, p.stdout, p.stderr.decode("utf-8", "replace")


def serve(folder, zone):
    """Starts NSD on 127.0.0.1:53 of this namespace; returns the process."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with open(folder + "/zone", "w") as f:
        f.write("$TTL 300\n@ IN SOA ns.example.nl. root.example.nl. "
                "1 3600 600 86400 300\n@ IN NS ns\nns IN A 127.0.0.1\n" + zone)
    with open(folder + "/nsd.conf", "w") as f:
        f.write("server:\n  ip-address: 127.0.0.1\n  port: 53\n"
                "  username: \"\"\n  chroot: \"\"\n  zonesdir: \"{0}\"\n"
                "  database: \"\"\n  pidfile: \"{0}/nsd.pid\"\n"
                "  xfrdfile: \"{0}/xfrd\"\n  xfrdir: \"{0}\"\n"
                "  zonelistfile: \"{0}/zones\"\n  logfile: \"{0}/nsd.log\"\n"
                "  rrl-ratelimit: 0\n  server-count: 1\n"
                "remote-control:\n  control-enable: no\n"
                "zone:\n  name: example.nl\n  zonefile: \"{0}/zone\"\n"
                .format(folder))
    with open(folder + "/resolv.conf", "w") as f:
        f.write("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", folder + "/resolv.conf",
                    "/etc/resolv.conf"], check=True)
    nsd = shutil.which("nsd") or "/usr/sbin/nsd"
    return subprocess.Popen([nsd, "-d", "-c", folder + "/nsd.conf"])


def wait_for_dns(zegel):
    """The server is up when it answers zegel."""
    probe = (b"DKIM-Signature: v=1; a=rsa-sha256; d=example.nl; s=rsa; h=From;"
             b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
             b"From: a@example.nl\r\n\r\n")
    for _ in range(100):
        rc, _, _ = run(zegel, "verify", *ASK, stdin=probe)
        if rc == 1:
            return
        time.sleep(0.1)
    raise SystemExit("NSD does not answer")


ASK = ["--resolver", "127.0.0.1@53", "--trust-anchor", "none"]


def zegel_results(zegel, files, *options):
    """{file: [result of each signature from the top]}"""
    _, out, err = run(zegel, "verify", "--json", *options, *ASK, *files)
    got = {}
    for line in out.splitlines():
        j = json.loads(line)
        got[j["file"]] = [s["result"] + " " + str(s.get("reason"))
                          for s in j["dkim"]]
    if err:
        got["stderr"] = err
    return got


def dkimpy_verify(files):
    result = {}
    for name in files:
        with open(name, "rb") as f:
            try:
                result[name] = "pass" if dkim.verify(f.read()) else "fail"
            except Exception as e:  # a peer's crash is its answer
                result[name] = "exception: %r" % e
    return result


def maildkim_verify(files):
    _, out, err = run("perl", HERE + "/maildkim.pl", "verify", *files)
    result = {line.split(" ", 1)[1]: line.split(" ", 1)[0]
              for line in out.decode().splitlines()}
    return {name: result.get(name, "no answer " + err) for name in files}


def opendkim_verify(files):
    result = {}
    for name in files:
        with open(name, "rb") as f:
            rc, out, err = run("opendkim-testmsg", stdin=f.read())
        said = (out.decode("utf-8", "replace") + err).strip()
        result[name] = "pass" if rc == 0 and not said else said or "rc %d" % rc
    return result


VERIFIERS = [("dkimpy", dkimpy_verify, ("rsa", "ed25519")),
             ("Mail::DKIM", maildkim_verify, ("rsa",)),
             ("opendkim", opendkim_verify, ("rsa", "ed25519"))]


def dkimpy_sign(keys, selector, canon):
    def sign(names):
        for name in names:
            with open(name, "rb") as f:
                octets = f.read()
            with open(keys[selector + ".dkimpy"], "rb") as f:
                key = f.read()
            field = dkim.sign(
                octets, selector.encode(), DOMAIN.encode(), key,
                canonicalize=tuple(c.encode() for c in canon.split("/")),
                signature_algorithm=(selector + "-sha256").encode())
            with open(name + ".out", "wb") as f:
                f.write(field + octets)
    return sign


def maildkim_sign(keys, canon):
    def sign(names):
        subprocess.run(["perl", HERE + "/maildkim.pl", "sign", keys["rsa"],
                        "rsa", DOMAIN, canon] + names, check=True)
    return sign


def opendkim_sign(keys):
    def sign(names):
        for name in names:
            with open(name, "rb") as f:
                rc, out, err = run("opendkim-testmsg", "-C", "-d", DOMAIN, "-s",
                                   "rsa", "-k", keys["rsa"], stdin=f.read())
            with open(name + ".out", "wb") as f:
                f.write(out)
            if rc != 0:
                print("# opendkim-testmsg: " + err.strip())
    return sign


def make_keys(zegel, folder):
    """{selector: PEM file, selector.dkimpy: key as dkimpy wants it}, zone."""
    keys, zone = {}, ""
    for alg in ("rsa", "ed25519"):
        path = "%s/%s.pem" % (folder, alg)
        rc, out, err = run(zegel, "key", "new", "-d", DOMAIN, "-s", alg,
                           "--algorithm", alg, "--out", path)
        if rc != 0:
            raise SystemExit("zegel key new: " + err)
        zone += out.decode()
        keys[alg] = path
    keys["rsa.dkimpy"] = keys["rsa"]
    with open(keys["ed25519"]) as f:
        lines = [s for s in f.read().split("\n") if s and "-----" not in s]
    import base64
    der = base64.b64decode("".join(lines))
    keys["ed25519.dkimpy"] = folder + "/ed25519.seed"
    with open(keys["ed25519.dkimpy"], "wb") as f:
        f.write(base64.b64encode(der[-32:]))
    return keys, zone


def judge(tap, direction, peer, way, mail, said):
    """A row; or none, but a line that says so, for a known difference."""
    body = way.rsplit("/", 1)[-1]
    known = KNOWN.get((peer, mail, body)) or KNOWN.get((peer, mail, None))
    name = "%s %s %s: %s" % (direction, peer, way, mail)
    judge_is = "zegel" if direction == VERIFIED_BY_ZEGEL else peer
    if not known:
        tap.row(said == "pass", name, said)
    elif SAYS_FAIL[judge_is] in said:
        tap.differ(name, known)
    else:
        tap.row(False, name, "should differ: %s; but: %s" % (known, said))


def one(results):
    """The word of the one result there must be."""
    return results[0].split()[0] if len(results) == 1 else str(results)


def zegel_signs(tap, zegel, folder, mails, keys):
    for selector, canon in ZEGEL_WAYS:
        files = {}
        for i, (mail, octets) in enumerate(mails):
            path = "%s/z%02d.eml" % (folder, i)
            rc, out, err = run(zegel, "sign", "-d", DOMAIN, "-k",
                               "%s:%s" % (selector, keys[selector]), "-c",
                               canon, stdin=octets)
            if rc != 0:
                tap.row(False, "zegel signs: " + mail, err)
                continue
            with open(path, "wb") as f:
                f.write(out)
            files[path] = mail
        way = "%s %s" % (selector, canon)
        own = zegel_results(zegel, list(files))
        for path, mail in files.items():
            judge(tap, SIGNED_BY_ZEGEL, "zegel", way, mail,
                  one(own.get(path, [])))
        for peer, verify, algs in VERIFIERS:
            if selector not in algs:
                continue
            said = verify(list(files))
            for path, mail in files.items():
                judge(tap, SIGNED_BY_ZEGEL, peer, way, mail, said[path])


def peers_sign(tap, zegel, folder, mails, keys):
    signers = [
        ("dkimpy", "rsa relaxed/relaxed",
         dkimpy_sign(keys, "rsa", "relaxed/relaxed")),
        ("dkimpy", "rsa simple/simple",
         dkimpy_sign(keys, "rsa", "simple/simple")),
        ("dkimpy", "ed25519 relaxed/relaxed",
         dkimpy_sign(keys, "ed25519", "relaxed/relaxed")),
        ("Mail::DKIM", "rsa relaxed/relaxed",
         maildkim_sign(keys, "relaxed/relaxed")),
        ("Mail::DKIM", "rsa simple/simple",
         maildkim_sign(keys, "simple/simple")),
        ("opendkim", "rsa-sha1", opendkim_sign(keys)),
    ]
    names = []
    for i, (_, octets) in enumerate(mails):
        names.append("%s/p%02d.eml" % (folder, i))
        with open(names[-1], "wb") as f:
            f.write(octets)
    for peer, way, sign in signers:
        for old in glob.glob(folder + "/*.out"):
            os.unlink(old)
        sign(names)
        outs = [n + ".out" for n in names]
        # opendkim-testmsg knows no other hash; rfc8301#3.1 forbids this one.
        lenient = ["--allow-sha1"] if "sha1" in way else []
        got = zegel_results(zegel, outs, *lenient)
        if lenient:
            strict = zegel_results(zegel, outs)
            tap.row(all(r.startswith("permerror") for n in outs
                        for r in strict[n]),
                    "rsa-sha1 of %s passes by option only" % peer)
        for name, (mail, _) in zip(names, mails):
            results = got.get(name + ".out", ["no answer"])
            judge(tap, VERIFIED_BY_ZEGEL, peer, way, mail, one(results))


def inside(zegel):
    mails = build()
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="interop")
    nsd = None
    try:
        keys, zone = make_keys(zegel, folder)
        nsd = serve(folder, zone)
        wait_for_dns(zegel)
        zegel_signs(tap, zegel, folder, mails, keys)
        peers_sign(tap, zegel, folder, mails, keys)
    finally:
        if nsd is not None:
            nsd.terminate()
            nsd.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    if sys.argv[1] != "--inside":
        apart = ["unshare", "--map-root-user", "--mount", "--net"]
        if subprocess.run([*apart, "true"], check=False).returncode != 0:
            print("1..1\nok 1 - interop # SKIP this machine lets us have no "
                  "network of our own")
            sys.exit(0)
        os.execvp(apart[0], [*apart, sys.executable, os.path.abspath(__file__),
                             "--inside", os.path.abspath(sys.argv[1])])
    sys.exit(inside(sys.argv[2]))
