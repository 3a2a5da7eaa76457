#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare Kconfig.snippet with the configurations of kernels.

Usage: check-kconfig.py [CONFIG...]

Checks the configurations given (as /boot/config-RELEASE), or else those of the
stock kernels in the cache, and prints KTAP: one result for the form of
Kconfig.snippet, that is that each option has a comment that says why it is
needed, and one for each kernel. Of the options whose comment begins with
"any of", one is enough.
"""

import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SNIPPET = os.path.join(TOP, "Kconfig.snippet")
OPTION = re.compile(r"^(CONFIG_[A-Z0-9_]+)=([ym])$")
KERNELS = ("6.12", "6.1")


def read_snippet():
    """Options as (name, value, whether alternatives do), and complaints."""
    options, wrong, names = [], [], set()
    comment = ""
    with open(SNIPPET, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            option = OPTION.match(line)
            if line.startswith("# "):
                comment = line[2:]
            elif not line or line == "#":
                # A heading or a paragraph is no reason for what follows it.
                comment = ""
            elif not option:
                wrong.append("line %d: neither option nor comment: %s"
                             % (number, line))
            else:
                name, value = option.groups()
                if not comment:
                    wrong.append("line %d: no reason for %s" % (number, name))
                if name in names:
                    wrong.append("line %d: %s again" % (number, name))
                names.add(name)
                options.append((name, value, comment.startswith("any of")))
    if not options:
        wrong.append("no options")
    return options, wrong


def read_config(path):
    with open(path, encoding="utf-8") as file:
        return dict(re.findall(r"^(CONFIG_\w+)=(.*)$", file.read(), re.M))


def compare(options, config):
    """What a kernel lacks."""
    lacks, choice, chosen = [], [], False
    for name, value, alternative in options:
        have = config.get(name, "n")
        good = have == "y" or (value == "m" and have == "m")
        if alternative:
            choice.append(name)
            chosen = chosen or good
        elif not good:
            lacks.append("%s is %s, wanted %s" % (name, have, value))
    if choice and not chosen:
        lacks.append("none of " + ", ".join(choice))
    return lacks


def main():
    args = sys.argv[1:]
    if args and args[0].startswith("-"):
        print(__doc__)
        return 0 if args[0] in ("-h", "--help") else 2

    if args:
        configs = [(os.path.basename(path), path) for path in args]
    else:
        cache = os.environ.get("GATE32_CACHE") or os.path.join(
            os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"),
            "gate32")
        configs = [(kernel, os.path.join(cache, "kernels", kernel, "config"))
                   for kernel in KERNELS]

    options, wrong = read_snippet()
    results = [("snippet", wrong)]
    for name, path in configs:
        try:
            results.append((name, compare(options, read_config(path))))
        except OSError as error:
            results.append((name, [str(error)]))

    print("KTAP version 1\n1..%d" % len(results))
    for number, (name, lines) in enumerate(results, 1):
        for line in lines:
            print("# " + line)
        print("%s %d %s" % ("not ok" if lines else "ok", number, name))
    return 1 if any(lines for _, lines in results) else 0


if __name__ == "__main__":
    sys.exit(main())
