# SPDX-License-Identifier: ISC
"""story_language: a story file read into its sections; see README.md."""
import re

# section: whether it stands on one line, in lines behind it, or either
SECTIONS = {
    "now": "line", "zone": "block", "keys": "block", "config": "block",
    "bare config": "block", "file": "block", "run": "line", "refuses": "block", "fails": "block", "checks": "block",
    "restart": "line",
    "listener": "line", "protocol": "line", "client": "line", "same client": "line", "helo": "line",
    "mail": "line", "rcpt": "line", "login": "line", "macros": "line",
    "queue id": "line", "chunks": "line", "connection": "line",
    "message": "either", "sign": "line", "seal": "line", "change": "block",
    "give up": "line", "hold": "line", "held": "block", "raw": "block", "expect": "block",
}
HEAD = re.compile(r"([a-z][a-z ]*?)(?: ([\w.-]+))?:(?: (.*))?$")
OCTETS = re.compile(r"\{octets ([0-9a-f ]+)\}")
REPEAT = re.compile(r"\{repeat (\d+) (.+?)\}")
LINES = re.compile(r"^\{lines (\d+)\} (.*)\n", re.M)
NO_NEWLINE = "{no newline}\n"


class BadStory(Exception):
    """A story that cannot be read; the text says where."""


class Section:
    def __init__(self, line, name, title, text):
        self.line, self.name, self.title, self.text = line, name, title, text

    def lines(self):
        return [line for line in self.text.split("\n") if line.strip()]


class Story:
    def __init__(self, path):
        lines = path.read_text(encoding="utf-8").split("\n")
        self.path = path
        self.title, self.sections = lines[0].strip(), []
        if not self.title or HEAD.match(self.title):
            raise BadStory(f"{path.name}:1: the first line is no sentence")
        self.read(lines)
        if not any(s.name in ("expect", "held", "refuses") for s in self.sections):
            raise BadStory(f"{path.name}: it expects nothing")

    def read(self, lines):
        number = 1
        while number < len(lines):
            line = lines[number]
            number += 1
            if not line.strip() or line.startswith("#"):
                continue
            section = self.head(number, line)
            block = []
            while number < len(lines) and (lines[number].startswith("    ")
                                           or not lines[number].strip()):
                block.append(lines[number][4:])
                number += 1
            while block and not block[-1]:
                block.pop()
            if block:
                self.take_block(section, block)
            self.sections.append(section)

    def head(self, number, line):
        found = HEAD.match(line)
        name, title, text = found.groups() if found else (None,) * 3
        if found and title and f"{name} {title}" in SECTIONS:
            name, title = f"{name} {title}", None
        if name not in SECTIONS:
            raise BadStory(f"{self.path.name}:{number}: no section of a story: {line}")
        if SECTIONS[name] == "block" and text:
            raise BadStory(f"{self.path.name}:{number}: {name} is told in lines behind it")
        return Section(number, name, title, text or "")

    def take_block(self, section, block):
        if section.text or SECTIONS[section.name] == "line":
            raise BadStory(f"{self.path.name}:{section.line}: {section.name} has one line")
        section.text = "\n".join(block) + "\n"

    def all(self, name):
        return [s for s in self.sections if s.name == name]


def octets(text):
    """The text of a story as octets: UTF-8, CRLF, {octets}, {repeat}, {lines}."""
    text = LINES.sub(lambda m: "".join(m[2].replace("{n}", str(i)) + "\n"
                                       for i in range(1, int(m[1]) + 1)), text)
    text = REPEAT.sub(lambda m: m[2] * int(m[1]), text)
    if text.endswith(NO_NEWLINE):
        text = text[:-len(NO_NEWLINE)]
    out, at = b"", 0
    for found in OCTETS.finditer(text):
        out += crlf(text[at:found.start()]) + bytes.fromhex(found[1])
        at = found.end()
    return out + crlf(text[at:])


def crlf(text):
    return text.replace("\n", "\r\n").encode("utf-8")


def pattern(text):
    """A pattern of an expectation: white space is any, "..." is anything."""
    text = OCTETS.sub(lambda m: bytes.fromhex(m[1]).decode("latin-1"), text)
    parts = [r"\s+".join(re.escape(word) for word in part.split())
             for part in text.split("...")]
    glue = []
    for before, after in zip(text.split("..."), text.split("...")[1:]):
        glue.append((r"\s*" if before[-1:].isspace() else "") + ".*?"
                    + (r"\s*" if after[:1].isspace() else ""))
    whole = parts[0] + "".join(g + p for g, p in zip(glue, parts[1:]))
    return re.compile(whole, re.S)


def matches(text, what):
    """True when all of `what` is as the pattern `text` says."""
    return pattern(text).fullmatch(what.strip()) is not None


def contains(text, what):
    return pattern(text).search(what) is not None
