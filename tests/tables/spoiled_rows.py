"""Spoilers of the rows of a text file; each gives the bytes of the file.

After those in SAME the table must be read as before; those in TOLD may end in a finding as well.
"""

import csv
import re
from collections.abc import Callable
from io import StringIO
from random import Random

INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060\u200e\u034f"
SPACES = "\u00a0\u2009\u202f\u3000"
CONTROLS = "\u2028\x0b\x0c\x00\x1f\x85\x07"
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#I/T", "#REFERENCE!", "#VÆRDI!", "#NAVN?", "####")
TOTALS = ("I alt", "Hovedtotal", "Total:", "Sum", "Gennemsnit", "Subtotal", "I alt (40)", "ialt")
NOTES = ("Kilde: KMD", "* foreløbige tal", "Udskrevet 01.03.2020", "Note: uden sygedagpenge")

Rows = list[list[str]]
Spoiler = Callable[[Rows, Random], bytes]


def as_csv(rows: Rows) -> str:
    stream = StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def _cell(rows: Rows, random: Random, change: Callable[[str], str], first: int = 0) -> None:
    """Changes one filled cell."""
    filled = [
        (n, m) for n, row in enumerate(rows) if n >= first for m, cell in enumerate(row) if cell
    ]
    n, m = random.choice(filled)
    rows[n][m] = change(rows[n][m])


def _insert(cell: str, sign: str, random: Random) -> str:
    place = random.randint(0, len(cell))
    return cell[:place] + sign + cell[place:]


def an_encoding(rows: Rows, random: Random) -> bytes:
    name = random.choice(["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
    return as_csv(rows).encode(name)


def line_ends(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).replace("\r\n", random.choice(["\n", "\r", "\r\n"])).encode()


def blank_lines(rows: Rows, random: Random) -> bytes:
    for _ in range(3):
        rows.insert(
            random.randint(0, len(rows)), [random.choice(["", " ", "\u00a0"])] * len(rows[0])
        )
    return as_csv(rows).encode()


def unseen_signs(rows: Rows, random: Random) -> bytes:
    for _ in range(5):
        _cell(rows, random, lambda cell: _insert(cell, random.choice(INVISIBLE), random))
    return as_csv(rows).encode()


def odd_spaces(rows: Rows, random: Random) -> bytes:
    for _ in range(5):
        _cell(rows, random, lambda cell: cell.replace(" ", random.choice(SPACES)))
        _cell(rows, random, lambda cell: random.choice(SPACES) + cell + " ")
    return as_csv(rows).encode()


def decomposed(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).replace("å", "a\u030a").replace("Å", "A\u030a").encode()


def kept_as_text(rows: Rows, random: Random) -> bytes:
    _cell(rows, random, lambda cell: f'="{cell}"' if '"' not in cell else cell, first=1)
    _cell(rows, random, lambda cell: f"'{cell}" if cell[0] not in "'=" else cell, first=1)
    return as_csv(rows).encode()


def midnights(rows: Rows, random: Random) -> bytes:
    added = random.choice([" 00:00:00", "T00:00:00", " 00:00:00.000", " 00:00"])
    dates = re.compile(r"\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}")
    changed = [[cell + added * bool(dates.fullmatch(cell)) for cell in row] for row in rows]
    return as_csv(changed).encode()


def titles_above(rows: Rows, random: Random) -> bytes:
    titles = [["Udtræk fra fagsystemet, 1. marts 2020"], []][: random.randint(1, 2)]
    return as_csv([*titles, *rows]).encode()


def headings_again(rows: Rows, random: Random) -> bytes:
    rows.insert(random.randint(2, len(rows)), rows[0])
    return as_csv(rows).encode()


def a_footnote(rows: Rows, random: Random) -> bytes:
    note = [random.choice(NOTES)]
    return as_csv([*rows, *[[]] * random.randint(0, 1), note]).encode()


SAME = (
    an_encoding,
    line_ends,
    blank_lines,
    unseen_signs,
    odd_spaces,
    decomposed,
    kept_as_text,
    midnights,
    titles_above,
    headings_again,
    a_footnote,
)


def a_quote(rows: Rows, random: Random) -> bytes:
    text = as_csv(rows)
    for _ in range(random.randint(1, 2)):
        text = _insert(text, '"', random)
    return text.encode()


def a_quote_at_a_cell(rows: Rows, random: Random) -> bytes:
    text = as_csv(rows)
    for _ in range(random.randint(1, 2)):
        starts = [match.end() for match in re.finditer(r"[;\n]", text)][:-1]
        place = random.choice(starts)
        text = text[:place] + '"' + text[place:]
    return text.encode()


def a_control_sign(rows: Rows, random: Random) -> bytes:
    _cell(rows, random, lambda cell: _insert(cell, random.choice(CONTROLS), random), first=1)
    return as_csv(rows).encode()


def an_error_value(rows: Rows, random: Random) -> bytes:
    _cell(rows, random, lambda _: random.choice(ERRORS), first=1)
    return as_csv(rows).encode()


def a_total(rows: Rows, random: Random) -> bytes:
    label = random.choice(TOTALS)
    rows.append([label, *("100" if random.random() < 0.5 else "" for _ in rows[0][1:])])
    return as_csv(rows).encode()


def cut_off(rows: Rows, random: Random) -> bytes:
    raw = as_csv(rows).encode()
    return raw[: random.randint(len(raw) // 2, len(raw) - 3)].rstrip(b"\r\n")


def broken_letters(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).encode().decode("cp1252", errors="replace").encode()


def lost_letters(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).encode("ascii", errors="replace")


def shortened_ids(rows: Rows, random: Random) -> bytes:
    rows[random.randint(1, len(rows) - 1)][0] = f"2,0{random.randint(100, 999)}E+11"
    return as_csv(rows).encode()


def a_row_of_another_length(rows: Rows, random: Random) -> bytes:
    row = rows[random.randint(1, len(rows) - 1)]
    if random.random() < 0.5:
        row.append("12")
    else:
        del row[random.randint(1, len(row) - 1) :]
    return as_csv(rows).encode()


def an_unknown_column(rows: Rows, random: Random) -> bytes:
    place = random.randint(0, len(rows[0]))
    for number, row in enumerate(rows):
        row.insert(place, "Farve" if number == 0 else "x")
    return as_csv(rows).encode()


TOLD = (
    a_quote,
    a_quote_at_a_cell,
    a_control_sign,
    an_error_value,
    a_total,
    cut_off,
    broken_letters,
    lost_letters,
    shortened_ids,
    a_row_of_another_length,
    an_unknown_column,
)
