#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
coverage.py - what of gate32.ko has been reached, by KCOV's account

Usage: coverage.py MODULE PLACES MISSED

PLACES has a section and an offset a line, where a call of
__sanitizer_cov_trace_pc() returned to. Prints "reached/all" of those calls in
MODULE, and writes to MISSED, by function, those that were not reached: with
file and line, if the module has debugging information.

Code that runs when the module is loaded or unloaded (.init.text, .exit.text)
is left out: nothing that a program does can get there.
"""
import collections
import re
import subprocess
import sys

TOOLS = "aarch64-linux-gnu-"
TRACE = "__sanitizer_cov_trace_pc"


def calls(module):
    """(section, offset of return) -> function, of each call of TRACE."""
    text = subprocess.run([TOOLS + "objdump", "-dr", module], check=True,
                          capture_output=True, text=True).stdout
    found, section, function = {}, "", ""
    for line in text.splitlines():
        match = re.match(r"Disassembly of section (\S+):", line)
        if match:
            section = match[1]
        match = re.match(r"[0-9a-f]+ <(.+)>:", line)
        if match:
            function = match[1]
        match = re.match(r"\s*([0-9a-f]+): R_AARCH64_(?:CALL26|JUMP26)\s+(\S+)",
                         line)
        if match and match[2].split("+")[0] == TRACE and \
                not re.match(r"\.(init|exit)", section):
            found[section, int(match[1], 16) + 4] = function
    return found


def lines(module, places):
    """file:line of places, which are all of one section."""
    section = places[0][0]
    output = subprocess.run(
        [TOOLS + "addr2line", "-e", module, "-j", section] +
        [hex(offset - 4) for _, offset in places],
        check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split("/")[-1] for line in output]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    module, places, missed_file = sys.argv[1:]
    known = calls(module)
    reached = set()
    with open(places) as f:
        for line in f:
            section, offset = line.split()
            reached.add((section, int(offset, 0)))
    missed = collections.defaultdict(list)
    for place in sorted(set(known) - reached):
        missed[place[0], known[place]].append(place)
    with open(missed_file, "w") as f:
        for (section, function), some in sorted(missed.items()):
            whole = sum(name == function for name in known.values())
            print(f"{section} {function}: {len(some)} of {whole}", file=f)
            for place, line in zip(some, lines(module, some)):
                print(f"\t{place[1]:#x} {line}", file=f)
    print(f"{len(reached & set(known))}/{len(known)}")


if __name__ == "__main__":
    main()
