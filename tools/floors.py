# SPDX-License-Identifier: ISC
"""floors -- what the referees read from meson.build.

The floors table and the list of installed headers have one home, meson.build;
this reads them there, so that no second copy can drift away.
"""

import re

# ['zegel/sig', ['base', 'crypto'], [crypto, sodium]],
ROW = re.compile(r"\['((?:zegel/|srv/)?\w+)',\s*\[([^\]]*)\],\s*\[[^\]]*\]\]")


def names(text):
    return re.findall(r"'([^']+)'", text)


def table(root):
    """The folder of each module, from the ground up, and what it may include."""
    text = (root / "meson.build").read_text()
    body = text[text.index("\nfloors = [") : text.index("\n]\n")]
    rows = {folder: names(may) for folder, may in ROW.findall(body)}
    if len(rows) != body.count("\n  ['"):
        raise SystemExit("floors: the table in meson.build has a row that "
                         "cannot be read")
    return rows


def module(folder):
    return folder.split("/")[-1]


def installed(root):
    """The headers that meson.build installs."""
    text = (root / "meson.build").read_text()
    call = re.search(r"install_headers\((.*?)preserve_path", text, re.S)
    return set(names(call.group(1)))
