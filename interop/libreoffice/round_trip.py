"""Edits our Word export in LibreOffice and checks that the edits come back as what they were.

Usage: round_trip.py <program> <instrument> <folder> <entente> <demonstration>. The program is the
example `docx` of entente-paper; the folder takes the files and a LibreOffice profile that is thrown
away; a node of the demonstration is copied there, to make a turn of what LibreOffice saved.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

PROGRAM, INSTRUMENT, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
ENTENTE, DEMO = sys.argv[4], pathlib.Path(sys.argv[5])
# A line end: the paragraph's end is part of the text.
BREAK = 0
failed = False


def check(ok, name, detail=""):
    global failed
    failed = failed or not ok
    print("PASS" if ok else "FAIL", name, "" if ok else detail, flush=True)


def run(*args):
    done = subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True)
    if done.returncode != 0:
        print("FAIL", *args, done.stderr.strip())
        sys.exit(1)
    return done.stdout


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # Not up yet.
            time.sleep(0.5)
    print("FAIL LibreOffice does not answer")
    sys.exit(1)


def load(desktop, path):
    hidden = prop("Hidden", True)
    return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (hidden,))


def store(document, path):
    document.storeToURL(path.as_uri(), (prop("FilterName", "MS Word 2007 XML"),))


def each(collection):
    walk = collection.createEnumeration()
    while walk.hasMoreElements():
        yield walk.nextElement()


def find(document, text):
    search = document.createSearchDescriptor()
    search.SearchString = text
    search.SearchCaseSensitive = True
    return document.findFirst(search)


def replace(document, old, new):
    """Replaces the first occurrence, as somebody selecting and typing would."""
    found = find(document, old)
    check(found is not None, f"`{old}` is there")
    found.setString(new)


def insert(document, after, new, paragraph=False):
    """Types something after the first occurrence of a text."""
    found = find(document, after)
    check(found is not None, f"`{after}` is there")
    text, cursor = found.getText(), found.getText().createTextCursorByRange(found.getEnd())
    if paragraph:
        text.insertControlCharacter(cursor, BREAK, False)
    text.insertString(cursor, new, False)


def texts(path):
    edited = json.loads(run("read", path))
    return {(t["provision"], t["lang"], t["part"]): t for t in edited["texts"]}, edited


def same(key, got, want, what):
    check(got == want, f"{' '.join(key)}: {what}", f"\n  got  {got!r}\n  want {want!r}")


def unedited(desktop, layout):
    """Opened and saved without an edit, every text is as it was exported."""
    ours, theirs = FOLDER / f"{layout}.docx", FOLDER / f"{layout}-saved.docx"
    run("export", INSTRUMENT, layout, ours)
    document = load(desktop, ours)
    redlines = [(r.RedlineAuthor, r.RedlineType) for r in each(document.Redlines)]
    check(len(redlines) > 0, f"{layout}: {len(redlines)} tracked changes are there")
    check({a for a, _ in redlines} == {"JPN", "NZL"}, f"{layout}: their authors are the parties")
    kinds = {k for _, k in redlines}
    check({"Insert", "Delete"} <= kinds, f"{layout}: insertions and deletions", kinds)
    names = [n for n in document.Bookmarks.ElementNames if n.startswith("b_")]
    check(len(names) > 0, f"{layout}: brackets are bookmarks")
    store(document, theirs)
    document.close(True)
    expected = {
        (t["provision"], t["lang"], t["part"]): t
        for t in json.loads(run("expect", INSTRUMENT, layout))
    }
    saved, edited = texts(theirs)
    same((layout,), sorted(saved), sorted(expected), "no text is lost")
    sides = lambda text: (text.get("before"), text.get("after"))
    unlike = [k for k, want in expected.items() if sides(saved.get(k, {})) != sides(want)]
    same((layout,), unlike, [], f"{len(expected)} texts are as they were exported")
    same((layout,), edited["untracked"], 0, "nothing counts as untracked")
    same((layout,), edited["ignored"], [], "nothing is outside")
    return expected


def footnote(document, at):
    note = document.createInstance("com.sun.star.text.Footnote")
    found = find(document, at)
    found.getText().insertTextContent(found.getEnd(), note, False)
    note.setString("Why?")


def delete_paragraph(document, text):
    """Deletes a last paragraph as somebody would: from the end of the one before it."""
    found = find(document, text)
    check(found is not None, f"`{text}` is there")
    cursor = found.getText().createTextCursorByRange(found.getStart())
    cursor.goLeft(1, False)
    cursor.gotoRange(found.getEnd(), True)
    cursor.setString("")


def in_columns(desktop, expected):
    """In the table the last column is read back; an edit of another one is said to be one."""
    theirs = FOLDER / "columns-edited.docx"
    document = load(desktop, FOLDER / "columns.docx")
    word = "search and rescue"
    search = document.createSearchDescriptor()
    search.SearchString = word
    found = document.findAll(search)
    check(found.getCount() > 2, f"`{word}` is in several columns", found.getCount())
    found.getByIndex(found.getCount() - 1).setString("rescue at sea")
    found.getByIndex(0).setString("rescue")
    store(document, theirs)
    document.close(True)
    saved, said = texts(theirs)
    key = ("3.2", "en", "body")
    same(key, saved[key]["after"], expected[key]["after"].replace(word, "rescue at sea"), "last column")
    same(key, saved[key]["before"], expected[key]["before"], "last column, rejected")
    others = all(saved[k]["after"] == t["after"] for k, t in expected.items() if k != key)
    check(others, "columns: no other text changed")
    kinds = [what for what, _ in said["ignored"]]
    same(("columns",), kinds, ["lines"], "the edit of another column is counted")


# Provision, language, which text changes ("after", or both), and what becomes of it.
EDITS = [
    ("7.2", "en", "after", lambda t: t.replace("seven days after an item", "ten days after an item")),
    ("8.3", "ja", "after", lambda t: t.replace("廃棄は、", "廃棄は、立会人の下で、")),
    ("6.1", "en", "after", lambda t: t.replace(" and who have been instructed in their responsibilities", "")),
    ("9.2", "en", "after", lambda t: t + "\n\nIt shall be closed in writing."),
    ("13.1", "en", "after", lambda t: t[: t.rindex("\n\n")]),
    ("1.2", "en", "after", lambda t: t.replace("{{bracket:b1}}", " soon {{bracket:b1}}")),
    ("1.2", "ja", "after", lambda t: t.replace("{{bracket:b1}}", "{{bracket:b1|[四十八時間以内に (JPN) / — (NZL)]}}")),
    ("1.1", "en", "after", lambda t: t.replace("{{date}}", "1 May 2027")),
    ("1.1", "ja", "after", lambda t: t.replace("{{date}}", "{{date|[二千二十七年五月一日]}}")),
    ("13.2", "en", "both", lambda t: t.replace("indefinitely", "for ten years")),
    ("13.2", "ja", "both", lambda t: t.replace("無期限に", "十年間")),
]


def make_edits(document):
    check(document.RecordChanges, "changes are tracked from the start")
    document.RecordChanges = True
    replace(document, "seven days after an item", "ten days after an item")
    insert(document, "廃棄は、", "立会人の下で、")
    replace(document, " and who have been instructed in their responsibilities", "")
    insert(document, "only with the agreement of the Providing Party.", "It shall be closed in writing.", True)
    delete_paragraph(document, "Dates under Articles 13.1 and 13.2 shall be reckoned in Japan Standard Time.")
    insert(document, "individual, includi", " soon ")
    replace(document, "二十四時間以内に", "四十八時間以内に")
    replace(document, "[____ date]", "1 May 2027")
    replace(document, "____ 日付", "二千二十七年五月一日")
    footnote(document, "the term of each appointment")
    document.RecordChanges = False
    replace(document, "indefinitely", "for ten years")
    replace(document, "無期限に", "十年間")


def edited(desktop, expected):
    """Edits by a person, tracked and not, come back as what they were; nothing else changes."""
    theirs = FOLDER / "running-edited.docx"
    document = load(desktop, FOLDER / "running.docx")
    make_edits(document)
    store(document, theirs)
    document.close(True)
    want = {key: dict(text) for key, text in expected.items()}
    for provision, lang, which, change in EDITS:
        text = want[(provision, lang, "body")]
        sides = ["after"] if which == "after" else ["before", "after"]
        for side in sides:
            changed = change(text[side])
            check(changed != text[side], f"{provision} {lang}: the edit is one")
            text[side] = changed
    saved, said = texts(theirs)
    same(("edited",), sorted(saved), sorted(want), "no text is lost")
    changed = {(p, l, "body") for p, l, _, _ in EDITS}
    untracked = {(p, l, "body") for p, l, which, _ in EDITS if which == "both"}
    others = True
    for key, text in want.items():
        got = saved.get(key, {"before": None, "after": None})
        if key in changed:
            same(key, got["after"], text["after"], "accepted")
            same(key, got["before"], text["before"], "rejected")
        else:
            others = others and (got["before"], got["after"]) == (text["before"], text["after"])
    check(others, "no other text changed")
    same(("edited",), {k for k, t in saved.items() if t["untracked"]}, untracked, "untracked edits are said to be")
    authors = {a for k in changed - untracked for a in saved[k]["authors"]}
    check(len(authors - {"JPN", "NZL"}) == 1, "the edits have their author", authors)
    same(("edited",), said["ignored"], [["footnotes", 1]], "the footnote is counted")


def entente(*args):
    """A command on the copied node; gives its answer."""
    node = ["--json", "--no-input", "--node", str(FOLDER / "node"), "--key-file", str(FOLDER / "node.key")]
    done = subprocess.run([ENTENTE, *node, *args], capture_output=True, text=True)
    check(done.returncode == 0, f"entente {' '.join(args[:2])}", done.stdout + done.stderr)
    return json.loads(done.stdout or "{}")


# Provision, language (by its place), what LibreOffice replaces and by what, tracked or typed over.
TURN = [
    ("9.2", 0, "Within thirty days after the discovery", "Within sixty days after the discovery", True),
    ("9.2", 1, "発見の後三十日以内に", "発見の後六十日以内に", True),
    ("12.3", 0, "which may fill in or narrow", "which may explain or narrow", False),
]


def as_operations(desktop):
    """What LibreOffice saved becomes a turn: one bracket an edit, with both wordings, and nothing else."""
    shutil.copytree(DEMO / "tokyo", FOLDER / "node", ignore=shutil.ignore_patterns("*.sock", "lock"))
    shutil.copy2(DEMO / "tokyo.key", FOLDER / "node.key")
    agreement = entente("agree", "list")["agreements"][0]["agreement"]
    entente("agree", "amend", agreement)
    ours, theirs = FOLDER / "amend.docx", FOLDER / "amend-edited.docx"
    entente("agree", "compare", agreement, "--view", "inline", "--all", "-o", str(ours))
    document = load(desktop, ours)
    for _, _, old, new, tracked in TURN:
        document.RecordChanges = tracked
        replace(document, old, new)
    store(document, theirs)
    document.close(True)
    drafted = entente("agree", "redline", agreement, str(theirs))
    same(("turn",), drafted["operations"], len(TURN), "one operation an edit")
    shown = entente("agree", "send", agreement)
    same(("turn",), shown["counts"]["brackets"], len(TURN), "one bracket an edit")
    for provision, lang, old, new, _ in TURN:
        article = entente("agree", "article", agreement, provision)["provision"]
        body = article["texts"][lang]["body"]
        (bracket,) = body["brackets"]
        mark = "{{bracket:" + bracket["name"] + "}}"
        wordings = [a["text"] for a in bracket["alternatives"]]
        read = [body["text"].replace(mark, w) for w in wordings]
        check(len(read) == 2 and old in read[0] and new in read[1], f"{provision}: both wordings", read)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    pipe = f"entente{FOLDER.stat().st_ino}"
    office = subprocess.Popen(
        [
            shutil.which("soffice"),
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={(FOLDER / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        start_new_session=True,
    )
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        in_columns(desktop, unedited(desktop, "columns"))
        edited(desktop, unedited(desktop, "running"))
        as_operations(desktop)
        desktop.terminate()
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            # The program is a script around the office: its own process group, nobody else's.
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()


main()
sys.exit(1 if failed else 0)
