#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Render the guide and the manual pages as HTML.

Usage: render.py <folder>

Writes *.md of this folder (by lowdown) and the manual pages (by mandoc) to the
folder, with the samples and headers that they link to. A line

	@sample FILE NAME

stands for what FILE has between "guide: begin NAME" and "guide: end"; without
a NAME, for the first piece of C in a Markdown file. Links are those of the
sources, so that they can be followed there as well; here they are turned to
what becomes of their targets. build/man/gate32-calls.7 has to be there.
"""
import html
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, "../.."))

PAGES = ("index", "start", "ioctl", "placement", "robust", "raspberry-pi",
         "kernel-ci")
# Source, for links, and what is rendered.
MANUALS = (("uapi/man/PR_GATE32.2const", "uapi/man/PR_GATE32.2const"),
           ("uapi/man/gate32.7", "uapi/man/gate32.7"),
           ("uapi/man/gate32-calls.in", "build/man/gate32-calls.7"),
           ("uapi/man/gate32-check.1", "uapi/man/gate32-check.1"),
           ("selftests/translator/gate32-run.1",
            "selftests/translator/gate32-run.1"))
# What is copied as it is.
SAMPLES = "selftests/guide"
HEADERS = ("linux/gate32.h", "gate32/client.h")

SAMPLE = re.compile(r"^@sample (\S+)(?: (\S+))?$", re.M)
BEGIN = r"^[ \t]*/\* guide: begin %s \*/\n"
END = r"^[ \t]*/\* guide: end \*/\n"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def sample_files():
    return sorted(name for name in os.listdir(os.path.join(TOP, SAMPLES))
                  if name.endswith((".c", ".h")))


def targets():
    """Where in the rendered guide each file of the sources is."""
    where = {f"uapi/guide/{page}.md": f"{page}.html" for page in PAGES}
    for source, made in MANUALS:
        where[source] = os.path.basename(made) + ".html"
    for name in sample_files():
        where[f"{SAMPLES}/{name}"] = f"samples/{name}"
    for name in HEADERS:
        where[f"uapi/{name}"] = f"include/{name}"
    return where


def unindent(lines):
    """Without the tabs that all lines have in common."""
    tabs = min((len(line) - len(line.lstrip("\t"))
                for line in lines if line.strip()), default=0)
    return [line[tabs:].expandtabs(8) for line in lines]


def cut_out(path, name):
    """The lines of a sample."""
    text = read(path)
    if name:
        found = re.findall(BEGIN % re.escape(name) + "(.*?)" + END, text,
                           re.M | re.S)
    else:
        found = re.findall(r"^```c\n(.*?)^```\n", text, re.M | re.S)[:1]
    if len(found) != 1:
        raise ValueError(f"{os.path.relpath(path, TOP)}: {len(found)} times "
                         f"a sample {name or 'in C'}")
    # What separates it from other code is no part of it.
    return unindent(found[0].strip("\n").split("\n"))


def include(match):
    path = os.path.normpath(os.path.join(HERE, match[1]))
    lines = cut_out(path, match[2])
    note = f"\n[{os.path.basename(path)}]({match[1]})" if match[2] else \
        "\n(README.md)"
    # Underscores are not emphasis.
    return "```c\n" + "\n".join(lines) + "\n```\n" + note.replace("_", r"\_")


def relink(text, source):
    """Let links of a source lead to what has been rendered."""
    where = targets()

    def link(match):
        target, _, anchor = html.unescape(match[1]).partition("#")
        if "://" in target or not target:
            return match[0]
        path = os.path.normpath(os.path.join(os.path.dirname(source), target))
        if path not in where:
            raise ValueError(f"{source}: {target} is no part of the guide")
        return f'href="{where[path]}{"#" + anchor if anchor else ""}"'

    return re.sub(r'href="([^"]*)"', link, text)


def man_links(text):
    """A page's name and section in bold and roman, as a link to our page."""
    for _, made in MANUALS:
        name, _, section = os.path.basename(made).rpartition(".")
        text = text.replace(f"<b>{name}</b>({section})",
                            f'<a href="{name}.{section}.html"><b>{name}</b>'
                            f"({section})</a>")
    return text


def title_of(text):
    return re.search(r"^# (.*)$", text, re.M)[1].replace("\\", "")


def page(title, body, name):
    """A whole page, with links to the others."""
    links = [("index.html", "gate32")]
    links += [(f"{p}.html", title_of(read(f"{HERE}/{p}.md")))
              for p in PAGES if p != "index"]
    links += [(os.path.basename(made) + ".html",
               re.sub(r"\.([^.]*)$", r"(\1)", os.path.basename(made)))
              for _, made in MANUALS]
    nav = "\n".join(f"<b>{html.escape(text)}</b>" if to == name else
                    f'<a href="{to}">{html.escape(text)}</a>'
                    for to, text in links)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<nav>
{nav}
</nav>
<main>
{body}
</main>
</body>
</html>
"""


def render_page(name, folder):
    source = f"uapi/guide/{name}.md"
    text = read(os.path.join(TOP, source))
    body = subprocess.run(
        ["lowdown", "-Thtml", "--parse-no-metadata", "--out-no-smarty"],
        input=SAMPLE.sub(include, text), capture_output=True, text=True,
        check=True).stdout
    # Where code is from stands below it, small.
    body = re.sub(r"(</code></pre>\n\n)<p>((?:<a [^>]*>[\w.]+</a>|"
                  r"\(README\.md\)))</p>", r'\1<p class="from">\2</p>', body)
    write(os.path.join(folder, f"{name}.html"),
          page(title_of(text), relink(body, source), f"{name}.html"))


def render_manual(made, folder):
    name = os.path.basename(made) + ".html"
    body = subprocess.run(
        ["mandoc", "-T", "html", "-O", "fragment", os.path.join(TOP, made)],
        capture_output=True, text=True, check=True).stdout
    title = re.sub(r"\.([^.]*)\.html$", r"(\1)", name)
    write(os.path.join(folder, name), page(title, man_links(body), name))


def render(folder):
    for name in PAGES:
        render_page(name, folder)
    for _, made in MANUALS:
        render_manual(made, folder)
    write(os.path.join(folder, "style.css"), read(os.path.join(HERE, "style.css")))
    for source, made in targets().items():
        if made.endswith(".html"):
            continue
        os.makedirs(os.path.dirname(os.path.join(folder, made)), exist_ok=True)
        shutil.copyfile(os.path.join(TOP, source), os.path.join(folder, made))


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__.strip())
        sys.exit(0 if sys.argv[1:] in (["-h"], ["--help"]) else 2)
    try:
        render(sys.argv[1])
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"render.py: {error}")


if __name__ == "__main__":
    main()
