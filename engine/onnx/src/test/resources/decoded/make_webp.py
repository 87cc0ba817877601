"""Writes rgb.webp and ramp.webp beside it, with Pillow, whose encoder is that of libwebp.

    python make_webp.py

The first is rgb.png without loss; the second is of slow ramps, of which lossy compression changes little.
"""

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent

Image.open(HERE / "rgb.png").save(HERE / "rgb.webp", lossless=True, exact=True)
ramp = Image.new("RGB", (32, 24))
for y in range(24):
    for x in range(32):
        ramp.putpixel((x, y), (60 + 4 * x, 200 - 5 * y, 100 + x + y))
ramp.save(HERE / "ramp.webp", quality=90)
