"""The papers that people of a demonstration attach: one sheet that looks like a scanned, sealed page."""

import zlib


def paper(subject: str) -> bytes:
    """A PDF of one A4 page, drawn without words; another subject gives other lines."""
    number = zlib.crc32(subject.encode())
    lines = ["0.35 g", "70 770 170 7 re f", "330 770 200 7 re f", "360 757 140 5 re f", "150 705 300 10 re f"]
    height = 670
    for row in range(24):
        width = 455 if row % 6 else 180 + (number >> row) % 240
        lines += [f"70 {height} {width} 5 re f"]
        height -= 26 if row % 6 == 5 else 17
    lines += ["0.8 0.15 0.15 RG 2.5 w", _circle(430, 150, 42), _circle(430, 150, 34), "0.15 0.2 0.6 RG 2 w",
              f"395 {140 + number % 20} m 430 200 440 110 {470 + number % 30} 160 c S"]
    content = "\n".join(lines).encode()
    return _document([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)])


def _circle(x: int, y: int, radius: int) -> str:
    k = radius * 0.5523
    return (f"{x + radius} {y} m {x + radius} {y + k} {x + k} {y + radius} {x} {y + radius} c "
            f"{x - k} {y + radius} {x - radius} {y + k} {x - radius} {y} c "
            f"{x - radius} {y - k} {x - k} {y - radius} {x} {y - radius} c "
            f"{x + k} {y - radius} {x + radius} {y - k} {x + radius} {y} c S")


def _document(objects: list[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
            + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made)))
