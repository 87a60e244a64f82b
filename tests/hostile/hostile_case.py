# SPDX-License-Identifier: ISC
"""hostile_case: the bank of cases, the keys that sign them, and the zone they live in."""
import json

from hostile_crypto import Ed25519, Rsa, load_rsa_primes
from hostile_seal import DOMAIN, NOW, b64, octets, seal

PRIMES = load_rsa_primes()


def named(key, selector):
    key.selector = octets(selector)
    return key


RSA = named(Rsa(PRIMES["rsa2048"]), "rsa")
ED = named(Ed25519(b"zegel hostile bank"), "ed")
OTHER_RSA = named(Rsa(PRIMES["other2048"]), "rsa")
OTHER_ED = named(Ed25519(b"another key"), "ed")


def p_of(key):
    return b64(key.public())


def record(key, before=b"v=DKIM1; ", after=b"", p=None):
    """A key record: v=, k=, p=, with tags before and after."""
    kind = b"" if key.alg == b"rsa" else b"k=ed25519; "
    return octets(before) + kind + b"p=" + (p_of(key) if p is None else octets(p)) + octets(after)


# --- master-file text ----------------------------------------------------

def zone_name(labels):
    """Labels of any octets, divided by dots, as a master file writes them."""
    keep = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*"
    return "".join(chr(c) if c in keep else "\\%03d" % c for c in labels) + "."


def zone_string(raw):
    assert len(raw) <= 255
    text = "".join(chr(c) if 32 <= c < 127 and c not in b'"\\' else "\\%03d" % c for c in raw)
    return '"%s"' % text


def strings_of(text, most=255):
    return [text[i:i + most] for i in range(0, len(text), most)] or [b""]


def zone_txt(owner, strings):
    parts = [zone_string(s) for s in strings]
    lines, line = [], ""
    for part in parts:
        if len(line) + len(part) > 4000:
            lines, line = lines + [line], ""
        line += " " + part
    return "%s TXT (%s )" % (zone_name(owner), "\n ".join(lines + [line]))


# --- the bank ------------------------------------------------------------

def result_of(text):
    """"permerror syntax|version" as bank.json has it: a result, and reasons that are right.

    "fail|permerror ..." where the RFCs leave two results open, the better one first.
    """
    results, _, reasons = text.partition(" ")
    words = results.split("|")
    want = {"result": words[0]}
    if words[1:]:
        want["also"] = words[1:]
    if reasons:
        want["reason"] = reasons.split("|")
    return want


def exit_of(results):
    words = [r["result"] for r in results]
    return 0 if "pass" in words else 2 if "temperror" in words else 1


class Bank:
    """Cases and the records that they need, in the order they were added."""

    def __init__(self):
        self.cases, self.emls, self.zones = [], {}, {"zone": ["$TTL 300"]}
        self.family = ""
        self.publish(b"rsa", record(RSA))
        self.publish(b"ed", record(ED))

    def line(self, text, zone="zone"):
        self.zones.setdefault(zone, []).append(text)

    def publish(self, selector, text, domain=DOMAIN, zone="zone", most=255):
        """A key record; `text` may be a list: its strings as they shall be split."""
        strings = text if isinstance(text, list) else strings_of(octets(text), most)
        owner = octets(selector) + b"._domainkey." + octets(domain)
        self.line(zone_txt(owner, strings), zone)

    def add(self, name, message, expect, rfc, sentence, options=(), zone=None, exit=None,
            library=None):
        """One case. `expect`: a result for each signature, or None when zegel refuses the message.

        library     what the library makes of the octets as they are, where that is
                    not what the command says (which turns bare LF into CRLF)
        """
        name = self.family + "-" + name
        assert name not in self.emls, name
        expect = [expect] if isinstance(expect, str) else expect
        results = None if expect is None else [result_of(e) for e in expect]
        self.emls[name] = message if isinstance(message, bytes) else message.eml()
        case = {"name": name, "eml": name + ".eml", "zone": ["zone"] + ([zone] if zone else []),
                "now": NOW, "options": list(options), "rfc": rfc, "sentence": sentence,
                "expect": results, "exit": exit_of(results or []) if exit is None else exit}
        if library is not None:
            case["library"] = None if library == "refused" else [result_of(e) for e in library]
        self.cases.append(case)

    def key_case(self, name, message, key, text, expect, rfc, sentence, options=(), zone=None,
                 **how):
        """One case with a key record of its own, at a selector of the case's name."""
        selector = octets(self.family + "-" + name)
        if text is not None:
            self.publish(selector, text, zone=zone or "zone")
        sealed = seal(message, key, selector=selector, **how)
        self.add(name, sealed, expect, rfc, sentence, options, zone)

    def write(self, folder):
        for name, eml in self.emls.items():
            (folder / (name + ".eml")).write_bytes(eml)
        for name, lines in self.zones.items():
            (folder / name).write_text("\n".join(lines) + "\n")
        (folder / "bank.json").write_text(json.dumps(self.cases, indent=1) + "\n")
