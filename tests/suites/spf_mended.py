# SPDX-License-Identifier: ISC
"""Where pyspf is not what RFC 7208 says, and what it says.

Each row of SENTENCES is a sentence of an RFC, and Query is pyspf made to follow
those it is told. What pyspf says with all of them is what zegel must say; a
difference between the two as they are is explained by those sentences without
which pyspf, told all the others, differs still.

A sentence is followed by a change of pyspf's own methods, or of what they are
given: every term is evaluated by pyspf.
"""
import contextlib
import re

import spf

TEXT_MOST = 450  # octets of an explanation that zegel keeps
NAME_MOST = 253

# name: (source, sentence, who is right)
SENTENCES = {
    "order": (
        "rfc7208#4.6.2", "mechanisms are considered in turn from left to right,"
        " up to one that matches: what stands behind it asks nothing and is "
        "not counted, nor does exp= before the result", "zegel"),
    "modifier case": (
        "rfc7208#6.1", "names of modifiers are literals of the ABNF (RFC 5234 "
        "section 2.3): REDIRECT= is redirect=", "zegel"),
    "modifier twice": (
        "rfc7208#6", "Unrecognized modifiers MUST be ignored no matter where, "
        "or how often, they appear in a record", "zegel"),
    "modifier letters": (
        "rfc7208#7.1", "unknown-modifier = name \"=\" macro-string: of "
        "that form c, r and t are macro letters like others; 7.2 allows them "
        "in exp text only", "both"),
    "bare": (
        "rfc7208#4.8", "where there is no domain-spec, <target-name> is "
        "<domain> as it is: no macros in it, no rule for its last label",
        "zegel"),
    "join": (
        "rfc7208#7.3", "the parts are rejoined using \".\" and not the "
        "original splitting characters", "zegel"),
    "macro form": (
        "rfc7208#7.1", "\"%{\" macro-letter transformers *delimiter \"}\": "
        "nothing else may stand in the braces", "zegel"),
    "reverse case": (
        "rfc7208#7.1", "transformers = *DIGIT [ \"r\" ], a literal of the "
        "ABNF: %{dR} is %{dr}", "zegel"),
    "zero": (
        "rfc7208#7.3", "If a DIGIT is specified, the value MUST be nonzero",
        "zegel"),
    "percent": (
        "rfc7208#7.3", "A '%' character not followed by a '{', '%', '-', or "
        "'_' character is a syntax error, after \"%%\", too; and \"%%\" at "
        "the end is none", "zegel"),
    "literal": (
        "rfc7208#7.1", "macro-literal = %x21-24 / %x26-7E: no other octet in a "
        "term", "zegel"),
    "truncate": (
        "rfc7208#7.3", "the left side is truncated by removing successive "
        "domain labels until the total length does not exceed 253 characters; "
        "that is for a domain name query, not for an explanation", "zegel"),
    "ptr failure": (
        "rfc7208#5.5", "If a DNS error occurs while doing the PTR RR lookup, "
        "then this mechanism fails to match; while doing an A RR lookup, that "
        "domain name is skipped; %{p} is \"unknown\" (7.3)", "zegel"),
    "p of the domain": (
        "rfc7208#7.3", "If the <domain> is present in the list of validated "
        "domains, it SHOULD be used, otherwise a subdomain: <domain> is that "
        "of the record, and a name has no case", "zegel"),
    "void terms": (
        "rfc7208#4.6.4", "limit the number of \"terms\" for which DNS queries "
        "return [nothing]: a term counts once, however many hosts of it have "
        "no address, the names of a client are not the domain's, and a term "
        "that matched is no concern", "zegel"),
    "p is asked": (
        "rfc7208#4.6.4", "When evaluating [...] the %{p} macro, the number of "
        "\"PTR\" resource records queried is included in the overall limit of "
        "10", "zegel"),
    "mx failure": (
        "rfc7208#5.4", "If any address matches, the mechanism matches: another "
        "host that could not be asked takes nothing from that", "both"),
    "explanation form": (
        "rfc7208#6.2", "if there are syntax errors in the explanation string, "
        "then proceed as if no \"exp\" modifier was given: control characters "
        "are none of its literals", "zegel"),
    "explanation length": (
        "rfc7208#6.2", "Implementations MAY limit the length of the resulting "
        "explanation string", "both"),
    "explanation octets": (
        "rfc7208#6.2", "the explanation string MUST be limited to [US-ASCII], "
        "whatever a macro in it stands for", "zegel"),
    "no local part": (
        "rfc7208#4.3", "If the <sender> has no local-part, substitute the "
        "string \"postmaster\": in %{s}, too", "zegel"),
    "sender domain": (
        "rfc5321#4.1.2", "the domain of a Mailbox is behind its last \"@\"; a "
        "quoted local part may have others", "zegel"),
    "one label": (
        "rfc7208#4.3", "If the <domain> is malformed or is not a multi-label "
        "domain name, check_host() immediately returns the result \"none\"",
        "zegel"),
    "dot at the end": (
        "rfc7208#4.3", "malformed is a zero-length label not at the end: a dot "
        "at the end is none", "zegel"),
    "U-labels": (
        "rfc8616#4", "All U-labels MUST be converted to A-labels before being "
        "used for an SPF validation", "zegel"),
    "small letters": (
        "rfc4343#3", "names have no case: what an explanation shows of the "
        "domain is in small letters", "both"),
    "local part": (
        "rfc8616#4", "If the local part contains non-ASCII characters, terms "
        "that include %{s} or %{l} do not match anything", "zegel"),
}

MACRO = re.compile(r"(\d*)([rR]?)([-.+,/_=]*)$")
PERCENT = re.compile(r"(?:[^%]|%[%_-]|%\{[^}]*\})*$")
LITERAL = re.compile(r"[!-~]*\Z")
EXPLAIN = re.compile(r"[ -~]*\Z")
LOCAL_PART = re.compile(r"%\{[sl]", re.I)
P_MACRO = re.compile(r"%\{p", re.I)
INCLUDE = re.compile(r"[-+~?]?include", re.I)
BARE = re.compile(r"(a|mx|ptr)(/.*)?$", re.I)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$", re.I)


class Hosts(list):
    """Addresses, and why there may be more."""

    error = None


class Percents:
    """In place of spf.RE_INVALID_MACRO."""

    @staticmethod
    def search(text):
        return PERCENT.match(text) is None


def expander(told):
    """In place of spf.expand_one."""
    def expand_one(value, text, joiner):
        found = MACRO.match(text)
        if found is None and "macro form" in told:
            raise spf.PermError("no macro", text)
        if found is None:
            return plain_expand_one(value, text, joiner)
        digits, turn, delimiters = found.groups()
        if digits and int(digits) == 0 and "zero" in told:
            raise spf.PermError("zero", text)
        if "reverse case" in told:
            text = digits + turn.lower() + delimiters
        return plain_expand_one(value, text,
                                "." if "join" in told else joiner)
    return expand_one


plain_expand_one = spf.expand_one
plain_percents = spf.RE_INVALID_MACRO


@contextlib.contextmanager
def patched(told):
    spf.expand_one = expander(told)
    if "percent" in told:
        spf.RE_INVALID_MACRO = Percents
    try:
        yield
    finally:
        spf.expand_one = plain_expand_one
        spf.RE_INVALID_MACRO = plain_percents


class Query(spf.query):
    told = frozenset()
    quiet = False  # looks at the syntax: nothing is asked, nothing counts
    validating = False  # asks for a name of the client
    is_void = False  # a look-up for the term found nothing

    def __init__(self, **kw):
        super().__init__(**kw)
        if "sender domain" in self.told and self.s.count("@") > 1:
            self.l, self.o = self.s.rsplit("@", 1)
        if "dot at the end" in self.told:
            self.o = self.o.removesuffix(".")
        if "U-labels" in self.told and not self.o.isascii():
            self.o = self.o.encode("idna").decode()
        if "small letters" in self.told:
            self.o = self.o.lower()
        if self.o != self.d or "no local part" in self.told:
            self.s, self.d = self.l + "@" + self.o, self.o

    def check(self):
        labels = self.o.split(".")
        if "one label" in self.told and (
                len(labels) < 2 or not all(map(LABEL.match, labels))):
            self.perm_error = self.mechanism = None
            return "none", 250, ""
        with patched(self.told):
            return super().check()

    # ---- a record ----

    def check0(self, text, recursion):
        if not text or text.split(" ")[0].lower() != "v=spf1":
            return super().check0(text, recursion)
        terms = [self.term(t) for t in text.split(" ")[1:] if t]
        if "modifier twice" in self.told:
            self.rename(terms)
        if "order" in self.told:
            return self.in_order(terms, recursion)
        return super().check0(" ".join(["v=spf1", *terms]), recursion)

    def term(self, text):
        """A term, as pyspf understands what it says."""
        told = self.told
        name = spf.RE_MODIFIER.match(text)
        if "literal" in told and not LITERAL.match(text):
            raise spf.PermError("octets", text)
        if name and "modifier case" in told:
            text = name.group().lower() + text[name.end():]
        if name and "modifier letters" in told and name.group(
                1).lower() not in ("redirect", "exp"):
            text = re.sub(r"%\{[crt]", "%{d", text, flags=re.I)
        if not name and "bare" in told:
            sign = text[0] if text[0] in "+-?~" else ""
            bare = BARE.match(text[len(sign):])
            text = bare.expand(sign + r"\1:%{d}") + (
                bare.group(2) or "") if bare else text
        return text

    @staticmethod
    def rename(terms):
        """No two unknown modifiers of one name."""
        seen = set()
        for i, text in enumerate(terms):
            name = spf.RE_MODIFIER.match(text)
            if not name or name.group().lower() in ("redirect=", "exp="):
                continue
            if name.group() in seen:
                terms[i] = "%s.%d=%s" % (name.group(1), i, text[name.end():])
            seen.add(name.group())

    def in_order(self, terms, recursion):
        self.check_syntax(terms)
        modifiers = {}
        for text in terms:
            name = spf.RE_MODIFIER.match(text)
            if name:
                modifiers[name.group(1)] = text[name.end():]
        for text in terms:
            if not spf.RE_MODIFIER.match(text) and self.matches(
                    text, recursion):
                result = spf.RESULTS.get(text[0], "pass")
                if result == "fail" and recursion == 0 and modifiers.get("exp"):
                    self.explain(modifiers["exp"])
                return result, 250, self.exps[result]
        if "redirect" in modifiers:
            return self.go_on(modifiers["redirect"], recursion)
        return "neutral", 250, self.exps["neutral"]

    def check_syntax(self, terms):
        """The whole record, term by term, without a question."""
        kept = (self.lookups, self.void_lookups, self.p)
        self.quiet = True
        self.lookups = 0
        try:
            for text in terms:
                self.check_term(text)
        finally:
            self.quiet = False
            self.lookups, self.void_lookups, self.p = kept
        names = [m.group(1) for m in map(spf.RE_MODIFIER.match, terms) if m]
        if len(set(names)) < len(names):
            raise spf.PermError("modifier twice")

    def check_term(self, text):
        try:
            super().check0("v=spf1 +all " + text, 1)
        except spf.PermError as error:
            # What a macro comes to is no matter of syntax.
            if not (error.msg == "empty domain:" and "%" in text
                    or error.msg == "include has trivial recursion"
                    and ":" in text):
                raise

    def matches(self, text, recursion):
        """One mechanism in a record of its own."""
        if "p is asked" in self.told and P_MACRO.search(text):
            self.check_lookups()
        self.is_void = False
        matched = self.matches_alone(text, recursion)
        if INCLUDE.match(text):
            self.is_void = False  # what is in it has been counted
        if self.is_void and not matched:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("void terms", text)
        return matched

    def matches_alone(self, text, recursion):
        if self.is_unfit(text):
            self.check_lookups()
            return False
        body = text[1:] if text[0] in "+-?~" else text
        return super().check0("v=spf1 +" + body, recursion)[0] == "pass"

    def is_unfit(self, text):
        return ("local part" in self.told and not self.l.isascii()
                and LOCAL_PART.search(text))

    def go_on(self, target, recursion):
        """redirect="""
        if self.is_unfit(target):
            self.check_lookups()
            return "neutral", 250, self.exps["neutral"]
        return super().check0("v=spf1 redirect=" + target, recursion)

    def explain(self, spec):
        if self.is_unfit(spec):
            return
        with contextlib.suppress(spf.PermError, spf.TempError):
            said = self.get_explanation(self.expand_domain(spec))
            if said:
                self.set_explanation(said)

    # ---- what it asks ----

    def dns(self, name, kind, cnames=None, ignore_void=False):
        if self.quiet:
            return []
        if not {"order", "void terms"} <= self.told:
            return super().dns(name, kind, cnames, ignore_void)
        found = super().dns(name, kind, cnames, ignore_void=True)
        asked = all(0 < len(p) < 64 for p in name.rstrip(".").split("."))
        if asked and kind != "TXT" and not self.validating:
            self.is_void |= not found
        return found

    def validated_ptrs(self):
        if "ptr failure" not in self.told:
            return super().validated_ptrs()
        try:
            names = self.dns_ptr(self.i)[:spf.MAX_PTR]
        except spf.TempError:
            return []
        return [name for name in names if self.is_validated(name)]

    def is_validated(self, name):
        self.validating = True
        try:
            return self.cidrmatch(self.dns_a(name, self.A), self.cidrmax)
        except spf.TempError:
            return False
        finally:
            self.validating = False

    def dns_mx(self, name):
        if "mx failure" not in self.told:
            return super().dns_mx(name)
        hosts = [host for _, host in self.dns(name, "MX")]
        if len(hosts) > spf.MAX_MX:
            raise spf.PermError("more than 10")
        found = Hosts()
        for host in hosts:
            try:
                found += self.dns_a(host, self.A)
            except spf.TempError as error:
                found.error = error
        return found

    def cidrmatch(self, addresses, bits):
        matched = super().cidrmatch(addresses, bits)
        if not matched and getattr(addresses, "error", None):
            raise addresses.error
        return matched

    # ---- macros ----

    def getp(self):
        if self.quiet:
            self.p = "unknown"
        if "p of the domain" not in self.told:
            return super().getp()
        if not self.quiet:
            names = self.validated_ptrs()
            domain = self.d.lower()
            names.sort(key=lambda n: (n.lower() != domain, not n.lower(
            ).endswith("." + domain)))
            self.p = names[0] if names else "unknown"
        return self.p

    def expand(self, s, stripdot=True):
        if "truncate" not in self.told:
            return super().expand(s, stripdot)
        if not stripdot:
            return self.expand_text(s)
        name = super().expand(s)
        while len(name) > NAME_MOST and "." in name:
            name = name.split(".", 1)[1]
        return name

    def expand_text(self, text):
        """Macro by macro, each too short to be taken for a long name."""
        if spf.RE_INVALID_MACRO.search(text):
            raise spf.PermError("no macro", text)
        return "".join(super(Query, self).expand(part, stripdot=False)
                       if part.startswith("%") else part
                       for part in re.split(r"(%[%_-]|%\{[^}]*\})", text))

    def get_explanation(self, spec):
        if self.quiet:
            return None
        if "explanation form" in self.told:
            texts = self.dns_txt(spec, ignore_void=True)
            if len(texts) == 1 and not EXPLAIN.match(
                    texts[0].decode("latin-1")):
                return None
        said = super().get_explanation(spec)
        if said and "explanation octets" in self.told:
            said = "".join(c if c.isascii() else "?" * len(c.encode())
                           for c in said)
        if said and "explanation length" in self.told:
            said = said[:TEXT_MOST]
        return said


def query_told(names):
    """pyspf's query, following these sentences."""
    return type("Told", (Query,), {"told": frozenset(names)})
