"""`make bench-documents`: what reading résumés costs, and how many of their words are found.

The files are invented: PDFs of one to six pages with the fonts of every viewer and with an embedded one, and Word files with
tables and no-break spaces. What counts is the processor time of the child that reads each, and its memory.
"""

from __future__ import annotations

import io
import random
import re
import resource
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from careercenter.profiles import reading
from careercenter.profiles.models import ResumeKind, ResumeText
from tests.factories.profiles import docx

SEED = 20261126
WORDS = (
    "certified professional coder with years of experience in oncology infusion radiology cardiology surgery "
    "inpatient outpatient hospital physician group charts audit accuracy denials appeals modifiers query "
    "documentation compliance Epic Cerner encoder education associate degree health information management "
    "references skills summary team training remote quality review".split()
)
SPACES = (" ", " ", " ", " ", "\u00a0", "\u2009")


def texts(count: int) -> Iterator[tuple[random.Random, list[str]]]:
    for number in range(count):
        rng = random.Random(f"{SEED} {number}")
        lines = [" ".join(rng.choices(WORDS, k=rng.randrange(5, 13))).capitalize() for _ in range(rng.randrange(25, 260))]
        yield rng, ["Rosalind Ferry, CPC, CHONC", "512 555 0134", *lines]


def pdf(rng: random.Random, lines: list[str]) -> bytes:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    font = rng.choice(("Helvetica", "Times-Roman", "Vera"))
    for start in range(0, len(lines), 45):
        canvas.setFont(font, 10)
        for place, line in enumerate(lines[start : start + 45]):
            canvas.drawString(60, 780 - 16 * place, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word(rng: random.Random, lines: list[str]) -> bytes:
    def run(line: str) -> str:
        return f"<w:r><w:t>{re.sub(' ', lambda _: rng.choice(SPACES), line)}</w:t></w:r>"

    body = []
    for line in lines:
        kind = rng.random()
        if kind < 0.1:
            body.append(f"<w:tbl><w:tr><w:tc><w:p>{run(line)}</w:p></w:tc></w:tr></w:tbl>")
        else:
            body.append(f"<w:p>{run(line)}</w:p>")
    return docx(body="".join(body))


KINDS: tuple[tuple[ResumeKind, Callable[[random.Random, list[str]], bytes]], ...] = (
    (ResumeKind.PDF, pdf),
    (ResumeKind.DOCX, word),
)


def main(count: int) -> None:
    print("kind   files  read  seconds of processor p50    p95    p99    max   memory MB   words found, median  5th percentile")
    for kind, make in KINDS:
        seconds, shares, read = [], [], 0
        for rng, lines in texts(count):
            content = make(rng, lines)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            found = reading.read(content, kind)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            read += found.state is ResumeText.READ
            wanted, held = " ".join(lines).split(), set(found.text.split())
            shares.append(sum(one in held for one in wanted) / len(wanted))
        cuts = statistics.quantiles(seconds, n=100)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of the largest so far
        print(
            f"{kind.value:<6} {count:5} {read:5}  {cuts[49]:25.2f} {cuts[94]:6.2f} {cuts[98]:6.2f} {max(seconds):6.2f} "
            f"{memory:11.0f} {statistics.median(shares):21.3f} {statistics.quantiles(shares, n=20)[0]:15.3f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else 100)
