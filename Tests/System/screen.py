"""What a window of 80 columns and 24 rows shows at last of a program's output, and the QR code in it."""

import subprocess

COLUMNS, ROWS = 80, 24
# The cell of a character in pixels.
WIDTH, HEIGHT = 8, 16
UPPER, LOWER = ((0, HEIGHT // 2),), ((HEIGHT // 2, HEIGHT),)
# What is light of a cell on a dark terminal; of a letter not all, as in any font.
LIGHT = {"█": UPPER + LOWER, "▀": UPPER, "▄": LOWER, "@": ((1, HEIGHT - 1),)}


def rows_of(shown: str) -> list[str]:
    """All rows, long lines being wrapped; a program that does not move the cursor needs no more of a terminal."""
    rows = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        line = line.rsplit("\r", 1)[-1]
        rows += [line[start:start + COLUMNS] for start in range(0, max(len(line), 1), COLUMNS)]
    return rows


def picture_of(rows: list[str]) -> bytes:
    """The rows as a picture (portable grey map), light on dark."""
    lines = []
    for row in rows:
        cells = [LIGHT.get(character, ()) for character in row.ljust(COLUMNS)]
        for y in range(HEIGHT):
            lines.append(b"".join(
                (b"\xff" if any(top <= y < bottom for top, bottom in cell) else b"\0") * WIDTH for cell in cells))
    return b"P5 %d %d 255\n" % (COLUMNS * WIDTH, len(lines)) + b"".join(lines)


def read_code(shown: str, rows: int = ROWS) -> str | None:
    """What a phone reads from the last rows of the screen."""
    picture = picture_of(rows_of(shown)[-rows:])
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Stest-inverted", "-"], input=picture, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL)
    text = done.stdout.decode().strip()
    return text or None
