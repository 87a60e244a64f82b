# SPDX-License-Identifier: ISC
"""story_seal: signatures of others, with tags that zegel itself never writes.

Canonicalization is that of the hostile bank, which has a signer of its own;
the key's part is done by the command openssl.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "hostile"))
import hostile_seal  # noqa: E402

DEFAULTS = (("v", "1"), ("a", ""), ("c", "relaxed/relaxed"), ("d", "example.org"),
            ("s", "s1"), ("h", "From:To:Subject:Date"))
NOW = re.compile(r"now([+-]\d+)?$")


class Key:
    """A private key in a file, used by openssl."""

    def __init__(self, path, ed25519, digest):
        self.path, self.ed25519, self.digest = str(path), ed25519, digest

    def sign(self, octets):
        words = ["openssl", "pkeyutl", "-sign", "-inkey", self.path]
        words += ["-rawin"] if self.ed25519 else \
            ["-pkeyopt", "digest:" + self.digest]
        source = pathlib.Path(self.path + ".digest")
        source.write_bytes(octets)  # -rawin wants a file of known size
        return subprocess.run(words + ["-in", str(source)], check=True,
                              stdout=subprocess.PIPE).stdout


def seal(octets, folder, words, now):
    """The message with a DKIM-Signature on top: "KEYFILE tag=value ...". A tag
    whose value is `none` is left out; `now-5` is five seconds ago."""
    path = folder / words[0]
    given = dict(word.split("=", 1) for word in words[1:])
    ed25519 = path.stat().st_size < 200
    tags = dict(DEFAULTS, a="ed25519-sha256" if ed25519 else "rsa-sha256")
    tags.update({name: moment(value, now) for name, value in given.items()})
    digest = "sha1" if tags["a"].endswith("sha1") else "sha256"
    canon = tags["c"] if tags["c"] in ("simple/simple", "simple/relaxed",
                                       "relaxed/simple") else "relaxed/relaxed"
    header, _, body = octets.partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", header)
    length = tags.get("l", "")
    form = hostile_seal.tag_text([(name, value) for name, value in tags.items()
                                  if value != "none"]
                                 + [("bh", b"%BH"), ("b", b"%B")])
    return hostile_seal.seal(
        hostile_seal.Message(fields, body), Key(path, ed25519, digest), canon,
        names=tags["h"].split(":"), digest=digest, form=form,
        length=int(length) if length.isdigit() else None).eml()


def moment(value, now):
    found = NOW.match(value)
    return str(now + int(found[1] or 0)) if found else value
