# SPDX-License-Identifier: ISC
"""cmd_desk: the folder that the tests of the command work in.

Everything in it is made here: keys with `zegel key new` and, of odd kinds,
with openssl; messages, zones, signatures that zegel itself would not make.
"""
import base64
import hashlib
import os
import pathlib
import stat
import subprocess

CRLF = b"\r\n"
NOW = 1795284000  # 2026-11-21 18:00:00 UTC
DOMAIN = "example.nl"

PLAIN = (b"From: Jan <jan@example.nl>\r\nTo: piet@example.org\r\n"
         b"Subject: proef\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
         b"Message-ID: <1@example.nl>\r\n\r\nHallo Piet,\r\n\r\ntot morgen.\r\n")


class Ran:
    """What a call of zegel came to."""

    def __init__(self, code, out, err):
        self.code, self.out = code, out
        self.err = err.decode("utf-8", "backslashreplace")

    def __repr__(self):
        return f"exit {self.code}, out {self.out[:400]!r}, err {self.err[-1500:]!r}"


class Desk:
    def __init__(self, zegel, folder):
        self.zegel = str(pathlib.Path(zegel).resolve())
        self.folder = pathlib.Path(folder)
        self.sanitized = b"__asan_init" in pathlib.Path(self.zegel).read_bytes()

    def run(self, *words, stdin=b"", env=None, **how):
        done = subprocess.run(
            [self.zegel, *words], cwd=self.folder, timeout=120, check=False,
            env=dict(os.environ, **(env or {})), input=stdin, **how,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *words, env=None, **how):
        how.setdefault("stdin", subprocess.PIPE)
        how.setdefault("stdout", subprocess.PIPE)
        how.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([self.zegel, *words], cwd=self.folder,
                                env=dict(os.environ, **(env or {})), **how)

    def path(self, name):
        return self.folder / name

    def write(self, name, octets, mode=0o644):
        path = self.path(name)
        path.write_bytes(octets)
        path.chmod(mode)
        return path

    def read(self, name):
        return self.path(name).read_bytes()

    def mode(self, name):
        return stat.S_IMODE(self.path(name).stat().st_mode)

    def openssl(self, *words, octets=b""):
        return subprocess.run(["openssl", *words], cwd=self.folder, input=octets,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              check=True).stdout

    # --- keys and zones ---------------------------------------------------

    def make_keys(self):
        records = b"$TTL 300\n"
        for algorithm in ("rsa", "ed25519"):
            ran = self.run("key", "new", "-d", DOMAIN, "-s", algorithm,
                           "--algorithm", algorithm, "--out", algorithm + ".pem")
            if ran.code != 0:
                raise SystemExit(f"Bail out! no key: {ran!r}")
            records += ran.out
        records += (b"$FAULT slow._domainkey.example.nl. timeout\n"
                    b"$FAULT bogus._domainkey.example.nl. bogus\n"
                    b"away.example. A 192.0.2.1\n")
        self.odd_rsa("small", 512)
        self.odd_rsa("huge", 5120)
        for name in ("small", "huge"):
            records += self.record(name)
        self.write("zone.db", records)
        self.write("empty.db", b"www.example.nl. A 192.0.2.1\n")
        return records

    def odd_rsa(self, name, bits):
        self.openssl("genpkey", "-algorithm", "RSA", "-pkeyopt",
                     f"rsa_keygen_bits:{bits}", "-out", name + ".pem")
        self.path(name + ".pem").chmod(0o600)

    def record(self, name):
        der = self.openssl("pkey", "-in", name + ".pem", "-pubout", "-outform", "DER")
        text = b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
        strings = b" ".join(b'"%s"' % text[i:i + 200] for i in range(0, len(text), 200))
        return b"%s._domainkey.example.nl. TXT ( %s )\n" % (name.encode(), strings)

    def make_odd_keys(self):
        good = self.read("rsa.pem")
        self.write("open.pem", good, 0o644)
        self.write("group.pem", good, 0o640)
        self.write("writable.pem", good, 0o620)
        self.write("half.pem", good[:len(good) // 2], 0o600)
        self.write("empty.pem", b"", 0o600)
        self.write("text.pem", b"this is no key\n", 0o600)
        for name, label in (("hollow", "PRIVATE KEY"), ("cert", "CERTIFICATE"),
                            ("sec1", "EC PRIVATE KEY"),
                            ("ssh", "OPENSSH PRIVATE KEY")):
            self.write(name + ".pem", b"-----BEGIN %s-----\nAAAA\n-----END %s-----\n"
                       % ((label.encode(),) * 2), 0o600)
        self.write("long.pem", good + b"\n" * 65536, 0o600)
        self.path("linked.pem").symlink_to("rsa.pem")
        os.mkfifo(self.path("pipe.pem"), 0o600)
        self.path("folder").mkdir()
        self.openssl("pkey", "-in", "rsa.pem", "-aes128", "-passout", "pass:geheim",
                     "-out", "locked.pem")
        self.openssl("pkey", "-in", "rsa.pem", "-pubout", "-out", "public.pem")
        self.openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
                     "ec_paramgen_curve:P-256", "-out", "ec.pem")
        for name in ("locked", "public", "ec"):
            self.path(name + ".pem").chmod(0o600)

    # --- messages ---------------------------------------------------------

    def sign(self, message, *options, keys=("rsa",)):
        words = ["sign", "-d", DOMAIN, "--now", str(NOW)]
        for key in keys:
            words += ["-k", f"{key}:{key}.pem"]
        ran = self.run(*words, *options, stdin=message)
        if ran.code != 0:
            raise AssertionError(f"not signed: {ran!r}")
        return ran.out

    def seal(self, message, selector="rsa", algorithm="rsa-sha256", **tags):
        """Signs as told, also what zegel would not: simple/simple, RSA only."""
        header, _, body = message.partition(CRLF + CRLF)
        name = "sha1" if algorithm == "rsa-sha1" else "sha256"
        canon = body
        while canon.endswith(CRLF):
            canon = canon[:-2]
        canon += CRLF
        if "l" in tags:
            canon = canon[:int(tags["l"])]
        bh = base64.b64encode(hashlib.new(name, canon).digest()).decode()
        all_tags = {"v": "1", "a": algorithm, "d": DOMAIN, "s": selector,
                    "h": "From", "bh": bh, **tags, "b": ""}
        field = "DKIM-Signature: " + "; ".join(f"{k}={v}" for k, v in all_tags.items())
        fields = (header + CRLF).split(CRLF)
        signed = [f for f in fields if f.lower().startswith(b"from:")][0]
        text = signed + CRLF + field.encode()
        made = self.openssl("dgst", "-" + name, "-sign", selector + ".pem", octets=text)
        return field.encode() + base64.b64encode(made) + CRLF + message


def crlf(octets):
    """Every LF without a CR before it becomes CRLF."""
    out = bytearray()
    for i, octet in enumerate(octets):
        if octet == 10 and (i == 0 or octets[i - 1] != 13):
            out += b"\r"
        out.append(octet)
    return bytes(out)


def mbox(*messages, end=b"\n"):
    """An mboxrd of messages that have CRLF lines."""
    out = b""
    for message in messages:
        out += b"From jan@example.nl Sat Nov 21 10:00:00 2026" + end
        for line in message.split(CRLF)[:-1]:
            quoted = line.lstrip(b">").startswith(b"From ")
            out += (b">" if quoted else b"") + line + end
        out += end
    return out
