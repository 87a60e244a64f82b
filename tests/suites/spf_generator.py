# SPDX-License-Identifier: ISC
"""Random zones, SPF records and senders, the same for a seed and a number.

Most are what owners write, so that an evaluation gets far: all mechanisms,
includes within includes, redirect, exp, macros whose names are in the zone. To
that come counts around the limits, look-ups that find nothing or fail, odd
spacing and case, faults of syntax, and senders as no one should be called.
"""
import ipaddress
import random

from spf_world import Sender, Zone, letters, octets, reverse_name

QUALIFIERS = ("", "", "", "", "+", "-", "?", "~")
LOCALS = ("user", "user", "strong-bad", "jan.de.vries", "a-b+c_d=e", "x/y,z",
          "UPPER.Case", "1234", "jack&jill=up-a_b3.c", "tag+a--b", "it's")
DOMAINS = ("example.com", "mail.example.com", "a.b.c.example.org",
           "xn--bcher-kva.example", "Example.NET", "under_score.example.com",
           "3com.example", "long-label-with-many-hyphens.example.com")
HELOS = ("mx.example.com", "client-7.pool.example.net", "HOST.Example.org",
         "mail.example.com", "localhost", "[192.0.2.1]", "a.b")
IPV4 = ("192.0.2.1", "192.0.2.77", "198.51.100.200", "203.0.113.5")
IPV6 = ("2001:db8::1", "2001:db8:abcd:12::77", "fe80::1:2:3")
DELIMITERS = ".-+,/_="


class Odds:
    """random.Random with the questions that are asked here."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, *options):
        return self.random.choice(options)

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def number(self, low, high):
        return self.random.randint(low, high)


def turn_case(odds, text):
    return "".join(odds.one(c.lower(), c.upper()) for c in text)


class Macro:
    """A macro, and what rfc7208#7.3 says that it comes to."""

    def __init__(self, odds, letters):
        self.letter = odds.one(*letters)
        self.digits = odds.one("", "", "", "1", "2", "3", "9", "128")
        self.turn = odds.one("", "", "r")
        self.delimiters = odds.one("", "", "", "-", ".-", "+", "_-.", "=",
                                   ",", "/")
        if odds.chance(3):
            self.turn = self.turn.upper()
        if odds.chance(8):
            self.letter = self.letter.upper()

    def text(self):
        return "%%{%s%s%s%s}" % (self.letter, self.digits, self.turn,
                                 self.delimiters)

    def expand(self, values):
        value = values[self.letter.lower()]
        parts = [""]
        for c in value:
            if c in (self.delimiters or "."):
                parts.append("")
            else:
                parts[-1] += c
        if self.turn:
            parts.reverse()
        if self.digits:
            parts = parts[-int(self.digits):]
        if self.digits or self.turn or self.delimiters:
            value = ".".join(parts)
        return value


class Case:
    """One zone and its sender."""

    def __init__(self, seed, number):
        self.odds = Odds("%d %d" % (seed, number))
        self.number = number
        self.zone = Zone()
        self.fresh = 0
        self.valid = []  # the names of the client that have its address
        self.sender = self.make_sender()
        self.budget = self.odds.one(3, 6, 12, 12, 24)  # terms that ask
        self.place_client()
        if self.odds.chance(10):
            self.write_limits(self.domain)
        else:
            self.write_record(self.domain, 0)
        if self.odds.chance(6):
            self.spoil_dns()

    # ---- the sender ----

    def make_sender(self):
        odds = self.odds
        ip = odds.one(*IPV4, *IPV4, *IPV6)
        if odds.chance(5):
            ip = "::ffff:" + odds.one(*IPV4)
        self.ip = ipaddress.ip_address(ip)
        self.ip = getattr(self.ip, "ipv4_mapped", None) or self.ip
        self.local = odds.one(*LOCALS)
        self.domain = odds.one(*DOMAINS)
        self.helo = odds.one(*HELOS)
        mail_from = "%s@%s" % (self.local, self.domain)
        if odds.chance(6):
            mail_from = ""
            self.local, self.domain = "postmaster", self.helo
        elif odds.chance(6):
            mail_from = self.odd_mail_from()
        return Sender(ip, self.helo, mail_from, odds.one("unknown",
                                                         "mx.receiver.example"))

    def odd_mail_from(self):
        odds = self.odds
        kind = odds.number(-2, 10)
        if kind <= 0:
            self.local = "jörg"
        elif kind == 1:
            self.local = ""
        elif kind == 2:
            self.local = '"a@b"'
        elif kind == 3:
            self.local = "x" * odds.number(60, 70)
        domain = {4: "bücher.example", 5: "single", 6: "[192.0.2.1]",
                  7: "a..example.com", 8: "l" * odds.one(63, 64) + ".example",
                  9: "example.com.", 10: "b c.example.com"}.get(kind)
        if domain:
            self.domain = domain
        mail_from = "%s@%s" % (self.local, self.domain)
        if kind == 4:
            self.domain = "xn--bcher-kva.example"
        if not self.local:
            self.local = "postmaster"
        return mail_from

    # ---- the zone ----

    def values(self, domain):
        v4 = self.ip.version == 4
        text = str(self.ip) if v4 else ".".join(
            self.ip.exploded.replace(":", ""))
        above = domain.lower()
        valid = sorted(self.valid, key=lambda n: (
            n != above, not n.endswith("." + above)))
        return {"l": self.local, "o": self.domain, "d": domain, "i": text,
                "s": "%s@%s" % (self.local, self.domain), "h": self.helo,
                "v": "in-addr" if v4 else "ip6",
                "p": valid[0] if valid else "unknown"}

    def new_name(self, below=None):
        self.fresh += 1
        return "%s%d.%s" % (self.odds.one("h", "mx", "spf", "_n", "x-"),
                            self.fresh, below or self.odds.one(
                                "example.com", "example.org",
                                self.domain.lower().rstrip(".")))

    def can_be(self, name):
        labels = name.rstrip(".").split(".")
        return len(name) < 254 and all(0 < len(octets(part)) < 64
                                       for part in labels)

    def add(self, name, kind, data):
        other = {"MX": data[-1], "PTR": data, "CNAME": data}.get(kind, b"a")
        if self.can_be(name) and self.can_be(letters(other)):
            self.zone.add(octets(name.rstrip(".")), kind, data)

    def other_address(self, version):
        if version == 4:
            return "10.%d.%d.%d" % tuple(self.odds.number(0, 255)
                                         for _ in range(3))
        return "2001:db8:ffff::%x" % self.odds.number(1, 65000)

    def near_address(self):
        """One in the network of the client, not of a length that says so."""
        bits = self.odds.number(0, 12)
        flip = self.odds.random.getrandbits(bits) if bits else 0
        return str(ipaddress.ip_address(int(self.ip) ^ flip)
                   if self.ip.version == 4 else
                   ipaddress.IPv6Address(int(self.ip) ^ flip))

    def add_host(self, name, matches):
        """Addresses of both kinds, of which one may be the client's."""
        if self.zone.has(octets(name), "CNAME"):
            return
        if self.odds.chance(5):
            target = self.new_name()
            self.add(name, "CNAME", octets(target))
            name = target
        for version, kind in ((4, "A"), (6, "AAAA")):
            for _ in range(self.odds.one(0, 1, 1, 1, 2)):
                self.add(name, kind, self.other_address(version))
            if matches and version == self.ip.version:
                self.add(name, kind, self.odds.one(str(self.ip),
                                                   self.near_address()))

    def add_mx(self, name, count, matches):
        if self.zone.has(octets(name), "CNAME"):
            return
        hit = self.odds.number(0, count - 1) if count else -1
        for i in range(count):
            host = self.new_name()
            self.add(name, "MX", (10 * i, octets(host)))
            if i == hit or not self.odds.chance(10):
                self.add_host(host, matches and i == hit)
            if i != hit and matches and self.odds.chance(2):
                self.zone.fail(octets(host), self.odds.one("A", "AAAA"))

    def place_client(self):
        """PTR records of the client, some of which are true."""
        odds = self.odds
        count = odds.one(0, 0, 1, 1, 2, 3, 10, 11)
        name = reverse_name(str(self.ip)).decode()
        hit = odds.number(0, count - 1) if count else -1
        kind = "A" if self.ip.version == 4 else "AAAA"
        for i in range(count):
            host = self.new_name(odds.one(
                None, self.domain.lower().rstrip(".")))
            if odds.chance(5):
                host = self.domain.lower().rstrip(".")
            self.add(name, "PTR", octets(turn_case(odds, host)
                                         if odds.chance(10) else host))
            if i == hit or odds.chance(60):
                self.add_host(host, i == hit or odds.chance(50))
                if i < 10 and str(self.ip) in (self.zone.look_up(
                        octets(host), kind) or ()):
                    self.valid.append(host)

    def spoil_dns(self):
        names = list(self.zone.names)
        for _ in range(self.odds.number(1, 2)):
            if names:
                self.zone.fail(self.odds.one(*names), self.odds.one(
                    "A", "AAAA", "MX", "PTR", "TXT", "A", "TXT"))

    # ---- domain-specs ----

    def macro_name(self, domain):
        """(domain-spec, name)"""
        odds = self.odds
        spec, name = "", ""
        for _ in range(odds.one(1, 1, 2, 3)):
            kind = odds.number(0, 9)
            if kind < 6:
                macro = Macro(odds, "slodivhsldi" + ("p" if odds.chance(15)
                                                     else ""))
                spec += macro.text() + "."
                name += macro.expand(self.values(domain)) + "."
            elif kind == 6:
                spec, name = spec + "%%.", name + "%."
            elif kind == 7 and odds.chance(40):
                spec, name = spec + "%_.", name + " ."
            elif kind == 8 and odds.chance(40):
                spec, name = spec + "%-.", name + "%20."
            else:
                word = odds.one("_spf", "x", "100/200", "a:b")
                spec, name = spec + word + ".", name + word + "."
        if odds.chance(15):
            macro = Macro(odds, "do")
            return spec + macro.text(), name + macro.expand(
                self.values(domain))
        tail = odds.one("example.com", "example.org", "%{d}", "%{o}")
        end = {"%{d}": domain, "%{o}": self.domain}.get(tail, tail)
        return spec + tail, name + end

    def target(self, domain):
        """(domain-spec, name it comes to)"""
        odds = self.odds
        if odds.chance(22):
            spec, name = self.macro_name(domain)
            if odds.chance(5):
                times = 260 // (len(domain) + 1) + odds.number(0, 3)
                spec = "%{d}." * times + spec
                name = (domain + ".") * times + name
            while len(name) > 253 and "." in name:
                name = name.split(".", 1)[1]
            return spec, name
        name = self.new_name()
        spec = name
        if odds.chance(4):
            spec += "."
        if odds.chance(6):
            spec = turn_case(odds, spec)
        return spec, name

    # ---- terms ----

    def cidr(self):
        odds = self.odds
        text = ""
        if odds.chance(25):
            text += "/%d" % odds.one(0, 8, 16, 24, 24, 28, 30, 31, 32)
        if odds.chance(20):
            text += "//%d" % odds.one(0, 32, 48, 64, 112, 120, 127, 128)
        return text

    def term_ip(self):
        odds = self.odds
        network = odds.one(self.near_address(), self.other_address(4),
                           self.other_address(6))
        kind = "ip6" if ":" in network else "ip4"
        most = 128 if kind == "ip6" else 32
        text = "%s:%s" % (kind, network)
        if odds.chance(50):
            text += "/%d" % odds.one(0, most // 4, most // 2, most - 8,
                                     most - 4, most - 1, most)
        return text

    def term_a(self, domain):
        odds = self.odds
        if odds.chance(25):
            spec, name = "", domain
        else:
            spec, name = self.target(domain)
            spec = ":" + spec
        if not odds.chance(12):
            self.add_host(name, odds.chance(15))
        return "a" + spec + self.cidr()

    def term_mx(self, domain):
        odds = self.odds
        if odds.chance(25):
            spec, name = "", domain
        else:
            spec, name = self.target(domain)
            spec = ":" + spec
        if not self.zone.has(octets(name), "MX"):
            self.add_mx(name, odds.one(0, 1, 1, 2, 3, 3, 9, 10, 11),
                        odds.chance(25))
        return "mx" + spec + self.cidr()

    def term_ptr(self, domain):
        odds = self.odds
        if odds.chance(40):
            return "ptr"
        if odds.chance(60):
            return "ptr:" + odds.one("example.com", "Example.Org", "%{d}",
                                     "%{d2}", "%{o}", "%{h}")
        return "ptr:" + self.target(domain)[0]

    def term_exists(self, domain):
        spec, name = (self.macro_name(domain) if self.odds.chance(60)
                      else self.target(domain))
        if self.odds.chance(35):
            self.add(name, "A", "127.0.0.2")
        elif self.odds.chance(15):
            self.add(name, "AAAA", "2001:db8::53")
        elif self.odds.chance(30):
            self.add(name, "TXT", (b"nothing to see",))
        return "exists:" + spec

    def term_include(self, domain, depth):
        spec, name = self.target(domain)
        if not self.odds.chance(4) and self.can_be(name):
            self.write_record(name, depth + 1)
        return "include:" + spec

    def mechanism(self, domain, depth):
        odds = self.odds
        kind = odds.number(0, 99)
        if kind < 22 or self.budget <= 0:
            return self.term_ip()
        self.budget -= 1
        if kind < 42:
            return self.term_a(domain)
        if kind < 60:
            return self.term_mx(domain)
        if kind < 68:
            return self.term_ptr(domain)
        if kind < 82 or depth > 4:
            return self.term_exists(domain)
        return self.term_include(domain, depth)

    def explanation(self, domain):
        odds = self.odds
        spec, name = self.target(domain)
        text = odds.one("See http://%{o}/why?s=%{S}&ip=%{I}", "%{i} is not %{v}",
                        "%{c} may not, says %{r} at %{t}", "No.", "",
                        "%{d}%_%%%-%{h}", "%{p} of %{dr-}", "%{x}", "50% off",
                        "caf\u00e9", "a\tb\x07c", "y" * odds.number(440, 460),
                        "%{L} %{l-}", "%{s1r+}")
        if not self.local.isascii():
            text = odds.one("%{s} may not", "%{L} of %{o}", "not %{l}")
        if odds.chance(4):
            self.add(name, "TXT", (b"another",))
        if not odds.chance(8):
            self.add(name, "TXT", (octets(text),))
        return odds.one("exp", "exp", "exp", "Exp") + "=" + spec

    def redirect(self, domain, depth):
        spec, name = self.target(domain)
        self.budget -= 1
        if not self.odds.chance(5) and self.can_be(name):
            self.write_record(name, depth + 1)
        return self.odds.one("redirect", "redirect", "redirect",
                             "REDIRECT") + "=" + spec

    def modifiers(self, domain, depth):
        odds = self.odds
        found = []
        if depth == 0 and odds.chance(30 if self.local.isascii() else 70) or (
                odds.chance(4)):
            found.append(self.explanation(domain))
        if depth < 6 and odds.chance(14):
            found.append(self.redirect(domain, depth))
        if odds.chance(6):
            found.append(odds.one("x-y_z.1=%{d}%%", "moo=", "moo=a moo=b",
                                  "ra=postmaster", "op=helo", "t=%{c}",
                                  "default=pass", "rr=all"))
        return found

    # ---- records ----

    def fault(self):
        """What rfc7208#4.6.1 and #7.1 do not allow, and what they just do."""
        odds = self.odds
        return odds.one(
            "ip4:192.0.2", "ip4:192.0.2.1/33", "ip4:192.0.2.1/032",
            "ip4:192.0.02.1", "ip4:", "ip4", "ip4:2001:db8::1",
            "ip6:192.0.2.1", "ip6:2001:db8::/129", "ip6:::1", "ip6:1:2",
            "ip6:2001:DB8::192.0.2.1/96", "ip6:1:2:3:4:5:6:7::",
            "ip6:1::2::3", "ip4:192.0.2.1//64", "a/33", "a//129", "a/24/24",
            "a//64/24", "a/", "a:", "a:/24", "a:foo", "a:foo.", "a:foo..bar.com",
            "a:foo.bar-", "a:foo.12", "a:foo.1a", "a:1.2.3.4", "a:%{d}x",
            "a:%{d}.com.", "a:example.com:80", "a:a.b,", "mx:.", "mx//0/0",
            "ptr/24", "ptr:", "exists", "exists:", "exists:%{i}", "include",
            "include:", "include:%{d}", "all:", "all/8", "all.", "-all:x",
            "++a", "=a", "-", ":", "/24", "=", "=x", "a=", "1a=b", "a_b-c.d=e",
            "prt", "ipv4:192.0.2.1", "v=spf1", "192.0.2.1", "foo", "foo:bar",
            "redirect", "exp", "redirect=", "exp=", "redirect=foo", "exp=a",
            "-exp=a.b", "+redirect=a.b", "redirect:a.b", "a=b redirect=x.y",
            "exists:%(d).com", "exists:%{d.com", "exists:%{z}.com",
            "exists:%{d0}.com", "exists:%{d00}.com", "exists:%{d129}.com",
            "exists:%{d99999999999999999999}.com", "exists:%{d-r}.com",
            "exists:%{d!}.com", "exists:%{}.com", "exists:%{dr.-}.x.com",
            "exists:%a.com", "exists:%%%a.com", "exists:a.%%", "exists:a.%_",
            "exists:a.%", "exists:%{c}.com", "exists:%{r}.com",
            "exists:%{t}.com", "exists:%{D}.com", "exists:%{dR}.x.com",
            "x=%{z}", "x=%", "x=%{d}", "x=\x01", "x=\x7f", "a:a\x01.com",
            "exists:%{d2x}.com", "exists:%{l}..com", "mx:%{h}",
            "exists:" + "y" * 64 + ".com", "exists:" + "z" * 63 + ".com",
            "exists:" + "%{d}." * 30 + "example.com",
            "exists:" + ("w" * 50 + ".") * 5 + "example.com",
            "a:%{o2}", "include:a%.com", "ip4:192.0.2.1,", "a,", "-a mx,")

    def spaced(self, terms):
        odds = self.odds
        text = odds.one(*["v=spf1"] * 12, "V=SPF1", "v=Spf1")
        for term in terms:
            text += " " * odds.one(*[1] * 12, 2, 3) + term
        return text + odds.one(*[""] * 12, " ", "  ")

    def spoil_text(self, text):
        odds = self.odds
        return odds.one(text.replace("v=spf1", "v=spf10", 1),
                        text.replace(" ", "\t", 1), " " + text,
                        text + "\n", text + " \u00e9", text + "\x00",
                        text.replace(" ", "  \t", 2))

    def write_record(self, domain, depth):
        odds = self.odds
        if self.zone.has(octets(domain.rstrip(".")), "TXT"):
            return
        terms = []
        if odds.chance(10):
            count = odds.number(8, 12)
        else:
            count = odds.number(0, 4 if depth else 6)
        for _ in range(count):
            term = odds.one(*QUALIFIERS) + self.mechanism(domain, depth)
            terms.append(turn_case(odds, term) if odds.chance(3)
                         and "%" not in term else term)
        if odds.chance(70):
            terms.append(odds.one("-all", "-all", "-all", "~all", "?all",
                                  "all", "+ALL"))
        for modifier in self.modifiers(domain, depth):
            terms.insert(odds.number(0, len(terms)), modifier)
        if odds.chance(9):
            terms.insert(odds.number(0, len(terms)), self.fault())
        text = self.spaced(terms)
        if odds.chance(2):
            text = self.spoil_text(text)
        self.publish(domain, octets(text))

    def publish(self, domain, raw):
        odds = self.odds
        if odds.chance(8):
            self.add(domain, "TXT", (octets(odds.one(
                "other=text", "v=spf", "v=spf2 a", "\u00e9")),))
        at = odds.number(0, len(raw)) if odds.chance(8) else None
        data = (raw,) if at is None else (raw[:at], raw[at:])
        self.add(domain, "TXT", data)
        if odds.chance(1):
            self.add(domain, "TXT", (odds.one(b"v=spf1 -all", b"v=spf1"),))

    # ---- around the limits of rfc7208#4.6.4 ----

    def idle_term(self, void):
        """A term that asks, for nothing or for what does not match."""
        odds = self.odds
        name = self.new_name()
        kind = odds.one("a", "mx", "exists")
        if void:
            return "%s:%s" % (kind, name)
        if self.valid and odds.chance(15):
            return self.idle_macro("a:%%{p}.%s" % name)
        if kind == "exists":
            self.write_alone(name, "v=spf1 -all")
            return "include:" + name
        host = name
        if kind == "mx":
            host = self.new_name()
            self.add(name, "MX", (10, octets(host)))
        self.add(host, "A", self.other_address(4))
        self.add(host, "AAAA", self.other_address(6))
        return "%s:%s" % (kind, name)

    def idle_macro(self, term):
        name = term[2:].replace("%{p}", self.values(self.domain)["p"])
        self.add(name, "A", self.other_address(4))
        self.add(name, "AAAA", self.other_address(6))
        return term

    def write_alone(self, name, text):
        self.add(name, "TXT", (octets(text),))

    def write_limits(self, domain):
        """9 to 12 terms that ask, 1 to 4 of them for nothing, in a record and
        those it includes; then one that decides."""
        odds = self.odds
        voids = odds.one(0, 0, 1, 2, 2, 3, 3, 4)
        count = odds.one(voids or 10, 9, 10, 11, 12)
        kinds = [i < voids for i in range(count)]
        odds.random.shuffle(kinds)
        terms = []
        inner = []
        for void in kinds:
            term = self.idle_term(void)
            (inner if odds.chance(30) else terms).append(term)
        if inner:
            name = self.new_name()
            self.write_alone(name, " ".join(["v=spf1", *inner, odds.one(
                "", "-all", "?all")]).strip())
            terms.insert(odds.number(0, len(terms)), "include:" + name)
        terms.append(odds.one("-all", "ip4:0.0.0.0/0", "?all", "~all",
                              "redirect=" + self.last_word()))
        if odds.chance(25):
            terms.insert(odds.number(0, len(terms)),
                         "ip4:0.0.0.0/0" if self.ip.version == 4 else
                         "ip6:::/0")
        self.publish(domain, octets(" ".join(["v=spf1", *terms])))

    def last_word(self):
        name = self.new_name()
        self.write_alone(name, self.odds.one("v=spf1 -all", "v=spf1 +all"))
        return name
