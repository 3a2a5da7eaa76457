#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the guide as its readers get it.

Renders it to a folder that is removed again, and looks whether the pages are
whole, every link leads somewhere, nothing is loaded from elsewhere, all code
is cut out of programs, and these programs compile for arm64 without a warning
(that they work is tested in the guests: selftests/guide/). The links of the
project's other Markdown files are followed, too. Prints KTAP; nothing is
fetched, so of links to elsewhere only the form is checked.
"""
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import render

TOP = render.TOP
# Elements without an end.
VOID = {"br", "col", "hr", "img", "link", "meta", "wbr"}
# What would make a page more than text, or load something.
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "form", "base"}


class Page(html.parser.HTMLParser):
    """What a page has: anchors, links, and what is wrong with it."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.wrong, self.open = [], [], [], []
        self.feed(render.read(path))
        self.close()
        self.wrong += [f"<{tag}> is not ended" for tag in self.open]
        self.wrong += [f"two anchors {name}" for name in sorted(set(self.ids))
                       if self.ids.count(name) > 1]

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        if tag in FORBIDDEN:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("href", "src") and value != "style.css":
                self.wrong.append(f"<{tag}> loads {value}")
            elif name.startswith("on"):
                self.wrong.append(f"<{tag} {name}>")

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()[0]} ends nothing")
            self.open = []


def pages_of(folder):
    return {name: Page(os.path.join(folder, name))
            for name in sorted(os.listdir(folder)) if name.endswith(".html")}


def check_pages(folder):
    for name, page in pages_of(folder).items():
        for text in page.wrong:
            yield f"{name}: {text}"


def elsewhere(link):
    return "://" in link or link.startswith("mailto:")


def check_links(folder):
    """Inside the folder: files, anchors, and nothing that nobody leads to."""
    pages = pages_of(folder)
    reached = {"index.html", "style.css"}
    for name, page in pages.items():
        for link in filter(lambda link: not elsewhere(link), page.links):
            target, _, anchor = link.partition("#")
            target = urllib.parse.unquote(target) or name
            reached.add(target)
            if not os.path.isfile(os.path.join(folder, target)) or \
                    target.startswith(("/", "../")):
                yield f"{name}: dead link {link}"
            elif anchor and (target not in pages or
                             anchor not in pages[target].ids):
                yield f"{name}: dead anchor {link}"
    for where, _, files in os.walk(folder):
        for name in files:
            path = os.path.relpath(os.path.join(where, name), folder)
            if path not in reached:
                yield f"no page leads to {path}"


def check_elsewhere(folder):
    for name, page in pages_of(folder).items():
        for link in filter(elsewhere, page.links):
            url = urllib.parse.urlsplit(link)
            if url.scheme != "https" or url.username or url.port or \
                    not re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", url.netloc) or \
                    not re.fullmatch(r"[\w.~/%+=&?#:@,;!$'()*-]*",
                                     link[len("https://"):]):
                yield f"{name}: {link}"


def sources():
    return {page: render.read(f"{render.HERE}/{page}.md") for page in render.PAGES}


def check_code(_):
    """Code comes from samples, and all that is marked in them is shown."""
    shown = set()
    for page, text in sources().items():
        if re.search(r"^```", text, re.M):
            yield f"{page}.md: code that is not cut out of a sample"
        for file, name in render.SAMPLE.findall(text):
            shown.add((os.path.basename(file), name))
    for file in render.sample_files():
        text = render.read(os.path.join(TOP, render.SAMPLES, file))
        begins = re.findall(render.BEGIN % r"(\S+)", text, re.M)
        if len(begins) != len(re.findall(render.END, text, re.M)):
            yield f"{file}: begins and ends do not match"
        for name in begins:
            if (file, name) not in shown:
                yield f"{file}: {name} is not in the guide"


def check_compiles(folder):
    made = subprocess.run(
        ["make", "-s", "-C", os.path.join(TOP, "selftests"), "TARGETS=guide",
         f"OUTPUT={folder}/programs", "all"],
        capture_output=True, text=True, check=False)
    output = made.stdout + made.stderr
    for line in output.splitlines():
        if made.returncode or re.search("warning|error", line):
            yield line
    programs = set(os.listdir(f"{folder}/programs/guide")) if \
        os.path.isdir(f"{folder}/programs/guide") else set()
    for file in render.sample_files():
        if file.endswith(".c") and file.removesuffix(".c") not in programs:
            yield f"{file}: no program"
    shutil.rmtree(f"{folder}/programs", ignore_errors=True)


def targets_of(makefile):
    text = render.read(os.path.join(TOP, makefile))
    names = " ".join(re.findall(r"^\.PHONY: (.*)$", text, re.M)).split()
    return set(names)


def check_commands(_):
    """What readers are to type to make is there, and the scripts are."""
    for page, text in sources().items():
        for line in re.findall(r"^    (.*)$", text, re.M):
            line = line.partition("#")[0]
            for script in re.findall(r"\bscripts/[\w.-]+", line):
                if not os.path.exists(os.path.join(TOP, script)):
                    yield f"{page}.md: no {script}"
            found = re.match(r"(?:sudo )?make\b(.*)", line)
            if not found:
                continue
            words = [word for word in found[1].split() if "=" not in word]
            folder = ""
            if words[:1] == ["-C"]:
                folder = "selftests/"
                words = words[2:]
            for word in words:
                if word not in targets_of(folder + "Makefile"):
                    yield f"{page}.md: make has no {word}: {line}"


def heading_ids(text):
    """Anchors of Markdown's headings, as forges make them."""
    for heading in re.findall(r"^#+ (.*)$", text, re.M):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check_markdown(_):
    """Links of what is read in the sources: README.md and the like."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={TOP}", "ls-files", "--cached",
         "--others", "--exclude-standard", "--", "*.md"],
        cwd=TOP, capture_output=True, text=True, check=True).stdout.split()
    if "README.md" not in listed:
        yield "no README.md among the files"
    for path in filter(lambda path: os.path.exists(os.path.join(TOP, path)),
                       listed):
        text = render.read(os.path.join(TOP, path))
        plain = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
        for link in re.findall(r"\]\(([^)\s]+)\)", plain):
            if elsewhere(link):
                continue
            target, _, anchor = link.partition("#")
            file = os.path.normpath(os.path.join(
                TOP, os.path.dirname(path), target)) if target else \
                os.path.join(TOP, path)
            if not os.path.exists(file):
                yield f"{path}: dead link {link}"
            elif anchor and file.endswith(".md") and \
                    anchor not in heading_ids(render.read(file)):
                yield f"{path}: dead anchor {link}"


PLANTED = (
    (check_links, '<a href="nothing.html">x</a>', "dead link nothing.html"),
    (check_links, '<a href="gate32.7.html#nothing">x</a>', "dead anchor"),
    (check_links, '<a href="#nothing">x</a>', "dead anchor #nothing"),
    (check_links, '<a href="../guide/index.md">x</a>', "dead link"),
    (check_elsewhere, '<a href="http://example.org/">x</a>', "http://"),
    (check_elsewhere, '<a href="https://exam ple.org/">x</a>', "exam ple"),
    (check_elsewhere, '<a href="https://localhost/">x</a>', "localhost"),
    (check_pages, "<p>x<i></p>", "ends nothing"),
    (check_pages, "<script>x</script>", "<script>"),
    (check_pages, '<img src="https://example.org/x.png" alt="x">', "loads"),
    (check_pages, '<p id="x"><i id="x"></i></p>', "two anchors x"),
)


def check_finds_mistakes(folder):
    """Each of the checks above finds what it is there for."""
    path = os.path.join(folder, "index.html")
    good = render.read(path)
    for check, text, complaint in PLANTED:
        render.write(path, good.replace("</main>", text + "</main>"))
        if not any(complaint in line for line in check(folder)):
            yield f"{check.__name__}: does not find {text}"
    render.write(path, good)
    for file, name in (("selftests/guide/ioctl_test.c", "nothing"),
                       ("uapi/guide/index.md", None)):
        try:
            render.cut_out(os.path.join(TOP, file), name)
            yield f"{file}: has a sample {name}"
        except ValueError:
            pass


CHECKS = (check_pages, check_links, check_elsewhere, check_code,
          check_compiles, check_commands, check_markdown,
          check_finds_mistakes)


def main():
    if len(sys.argv) > 1:
        print(__doc__.strip())
        sys.exit(0 if sys.argv[1] in ("-h", "--help") else 2)
    print(f"KTAP version 1\n1..{len(CHECKS)}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["make", "-s", "man"], cwd=TOP, check=True)
        render.render(folder)
        for number, check in enumerate(CHECKS, 1):
            complaints = list(check(folder))
            for text in complaints:
                print(f"# {text}")
            failed += bool(complaints)
            print("not ok" if complaints else "ok", number,
                  check.__name__.removeprefix("check_"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
