#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the manual pages.

mandoc finds nothing to complain about, lines are at most 75 columns, the
example compiles without warnings, every constant and error of the interface's
header is in PR_GATE32(2const), and every parameter and message of the module
is in gate32(7). Prints what is wrong; the exit status is 1 if anything is.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, "../.."))
MAIN = "PR_GATE32.2const"
MODULE = "gate32.7"
CALLS = "gate32-calls.7"
PROGRAMS = ("uapi/man/gate32-check.1", "selftests/translator/gate32-run.1")
WIDTH = 75

complaints = []


def complain(where, what):
    complaints.append(f"{os.path.relpath(where, TOP)}: {what}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def rendered(path):
    """The page as a reader sees it, in one line."""
    text = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=1000", path],
                          capture_output=True, text=True, check=True).stdout
    text = re.sub(".\b", "", text)
    return " ".join(text.split())


def check_source(path):
    for number, line in enumerate(read(path).splitlines(), 1):
        if len(line.expandtabs()) > WIDTH:
            complain(path, f"{number}: more than {WIDTH} columns")
        if line != line.rstrip():
            complain(path, f"{number}: blank at the end")


def check_lint(path):
    lint = subprocess.run(["mandoc", "-T", "lint", path],
                          capture_output=True, text=True, check=False)
    for line in (lint.stdout + lint.stderr).splitlines():
        complain(path, line)


def check_example(path, keep):
    """Build what is between the SRC marks, as the page shows it."""
    source = re.search(r'^\.\\" SRC BEGIN \((\S+)\)\n(.*?)^\.\\" SRC END',
                       read(path), re.M | re.S)
    if not source:
        complain(path, "no example between SRC BEGIN and SRC END")
        return
    # Let mandoc undo the escapes.
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "example.7")
        with open(page, "w", encoding="utf-8") as out:
            out.write(".TH X 7 2000-01-01\n.SH X\n.nf\n")
            out.write(re.sub(r"^\.(EX|EE)\n", "", source[2], flags=re.M))
        text = subprocess.run(
            ["mandoc", "-T", "ascii", "-O", "width=240", page],
            capture_output=True, text=True, check=True).stdout
        text = re.sub(".\b", "", text)
        # Header and footer of the page are not part of it.
        code = "\n".join(line[7:] if line.startswith("       ") else line
                         for line in text.splitlines()[3:-1]) + "\n"
        program = os.path.join(keep or folder, source[1].removesuffix(".c"))
        with open(program + ".c", "w", encoding="ascii") as out:
            out.write(code)
        build = subprocess.run(
            [os.environ.get("CROSS_COMPILE", "aarch64-linux-gnu-") + "gcc",
             "-Wall", "-Wextra", "-Werror", "-O2",
             "-static", f"-I{TOP}/uapi", "-o", program, program + ".c"],
            capture_output=True, text=True, check=False)
        if build.returncode:
            complain(path, "the example does not compile:\n" + build.stderr)


def check_interface(path):
    header = read(os.path.join(TOP, "uapi/linux/gate32.h"))
    page = rendered(path)
    names = set(re.findall(r"^\t(GATE32_\w+)\s*=|^#define\s+(GATE32_\w+)\s",
                           header, re.M))
    # The version is what GATE32_GET_VERSION returns.
    for name in sorted({a or b for a, b in names} - {"GATE32_ABI_VERSION"}):
        if not re.search(rf"\b{name}\b", page):
            complain(path, f"{name} is missing")
    for name, value in re.findall(r"^#define\s+(GATE32_BASE_\w+)\s+(0x\w+?)U?$",
                                  header, re.M):
        if f"{name} ({int(value, 16):#x})" not in page:
            complain(path, f"{name} has another value")

    # Each cause in the header has an entry of its own under ERRORS.
    wanted = re.findall(r"^ \*\s+- (E[A-Z]+):", header, re.M)
    section = re.search(r"^\.SH ERRORS\n(.*?)^\.SH ", read(path), re.M | re.S)
    entries = re.findall(r"^\.TP\n\.B (E\w+)$", section[1], re.M)
    if entries != sorted(entries):
        complain(path, "ERRORS are not in the order of the alphabet")
    for error in sorted(set(wanted) - set(entries)):
        complain(path, f"error {error} is missing")
    for error in sorted(set(entries) - set(wanted)):
        complain(path, f"error {error} is not in the header")


def check_module(path):
    page = rendered(path)
    folder = os.path.join(TOP, "module")
    for root, _, files in os.walk(folder):
        for name in files:
            if not name.endswith(".c"):
                continue
            source = read(os.path.join(root, name))
            for text in re.findall(
                    r'\bpr_(?:err|warn|info)\w*\(\s*"(.*?)\\n"', source):
                # Words in the place of the conversions may be anything.
                pattern = r"\S+".join(map(
                    re.escape, re.sub(r"%\w+", "%", text).split("%")))
                if not re.search(pattern.replace(r"\ ", " "), page):
                    complain(path, f'message "{text}" is missing')
            for parameter in re.findall(r"MODULE_PARM_DESC\((\w+)", source):
                if not re.search(rf"\b{parameter}=", page):
                    complain(path, f"parameter {parameter} is missing")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--keep", metavar="FOLDER",
                        help="leave the example and its program there")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        calls = os.path.join(folder, CALLS)
        with open(calls, "w", encoding="utf-8") as out:
            made = subprocess.run([os.path.join(HERE, "gen-calls.sh")],
                                  stdout=out, check=False)
        if made.returncode:
            complain(os.path.join(HERE, "gen-calls.sh"), "failed")
        pages = [os.path.join(HERE, MAIN), os.path.join(HERE, MODULE), calls]
        programs = [os.path.join(TOP, page) for page in PROGRAMS]
        for page in pages + programs:
            check_lint(page)
        for source in (pages[:2] + programs +
                       [os.path.join(HERE, "gate32-calls.in")]):
            check_source(source)
        check_example(pages[0], args.keep)
        check_interface(pages[0])
        check_module(pages[1])

    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
