"""Writes the files beside it and what they must decode to, with numpy and the standard library alone.

    python make.py

Every expected value is computed from the arrays that were written, by formulas of its own: a scaled image is the product
of two matrices with the image, each row of which is a sampled triangle.
"""

import struct
import wave
import zlib
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
rng = np.random.default_rng(8)
expected = {}


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def filtered(rows, step):
    """PNG's five filters in turn, one for each row."""
    previous = np.zeros(rows.shape[1], int)
    out = b""
    for number, row in enumerate(rows.astype(int)):
        left = np.concatenate([np.zeros(step, int), row[:-step]])
        corner = np.concatenate([np.zeros(step, int), previous[:-step]])
        kind = number % 5
        if kind == 4:
            base = left + previous - corner
            near = [abs(base - left), abs(base - previous), abs(base - corner)]
            guess = np.where(
                (near[0] <= near[1]) & (near[0] <= near[2]), left, np.where(near[1] <= near[2], previous, corner)
            )
        else:
            guess = [0, left, previous, (left + previous) // 2][kind]
        out += bytes([kind]) + ((row - guess) % 256).astype(np.uint8).tobytes()
        previous = row
    return out


def png(name, colour, bits, rows, step, width, height, palette=b""):
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    data = chunk(b"IHDR", head) + (chunk(b"PLTE", palette) if palette else b"")
    data += chunk(b"IDAT", zlib.compress(filtered(rows, step))) + chunk(b"IEND", b"")
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + data)


def bmp(name, image):
    height, width, _ = image.shape
    line = (3 * width + 3) // 4 * 4
    rows = np.zeros((height, line), np.uint8)
    rows[:, : 3 * width] = image[::-1, :, ::-1].reshape(height, -1)
    head = struct.pack("<2sIHHI", b"BM", 54 + rows.size, 0, 0, 54)
    head += struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, rows.size, 2835, 2835, 0, 0)
    (HERE / name).write_bytes(head + rows.tobytes())


def bmp565(name, codes):
    """Two bytes a pixel: five bits of red, six of green, five of blue."""
    height, width, _ = codes.shape
    rows = np.zeros((height, (width + 1) // 2 * 2), "<u2")
    rows[:, :width] = (codes[..., 0] << 11 | codes[..., 1] << 5 | codes[..., 2])[::-1]
    head = struct.pack("<2sIHHI", b"BM", 66 + rows.nbytes, 0, 0, 66)
    head += struct.pack("<IiiHHIIiiII", 40, width, height, 1, 16, 3, rows.nbytes, 2835, 2835, 0, 0)
    (HERE / name).write_bytes(head + struct.pack("<III", 0xF800, 0x07E0, 0x001F) + rows.tobytes())


def images():
    height, width = 9, 13
    rgb = rng.integers(0, 256, (height, width, 3))
    png("rgb.png", 2, 8, rgb.reshape(height, -1), 3, width, height)
    bmp("rgb.bmp", rgb.astype(np.uint8))
    expected["rgb"] = rgb
    alpha = rng.integers(0, 256, (height, width, 1))
    png("rgba.png", 6, 8, np.concatenate([rgb, alpha], 2).reshape(height, -1), 4, width, height)
    gray = rng.integers(0, 256, (height, width))
    png("gray.png", 0, 8, gray, 1, width, height)
    png("gray-alpha.png", 4, 8, np.stack([gray, alpha[:, :, 0]], 2).reshape(height, -1), 2, width, height)
    expected["gray"] = np.repeat(gray[:, :, None], 3, 2)
    deep = rng.integers(0, 65536, (height, width, 3))
    png("rgb16.png", 2, 16, deep.astype(">u2").view(np.uint8).reshape(height, -1), 6, width, height)
    expected["rgb16"] = deep / 257
    deep = rng.integers(0, 65536, (height, width))
    png("gray16.png", 0, 16, deep.astype(">u2").view(np.uint8).reshape(height, -1), 2, width, height)
    expected["gray16"] = np.repeat(deep[:, :, None] / 257, 3, 2)
    bits = rng.integers(0, 2, (height, width))
    png("black-white.png", 0, 1, np.packbits(bits, 1), 1, width, height)
    expected["black-white"] = np.repeat(255 * bits[:, :, None], 3, 2)
    palette = rng.integers(0, 256, (16, 3)).astype(np.uint8)
    indices = rng.integers(0, 16, (height, width))
    padded = np.pad(indices, ((0, 0), (0, 1)))
    png("palette.png", 3, 4, padded[:, 0::2] * 16 + padded[:, 1::2], 1, width, height, palette.tobytes())
    expected["palette"] = palette[indices]
    return rgb.astype(float)


def scaling(size, scaled, antialias):
    """The matrix that scales a line: triangles on the centres of its places, each row divided by its sum."""
    ratio = size / scaled
    reach = max(1.0, ratio) if antialias else 1.0
    inputs = np.arange(size) + 0.5
    outputs = (np.arange(scaled) + 0.5) * ratio
    weights = np.maximum(0, 1 - np.abs(inputs[None, :] - outputs[:, None]) / reach)
    return weights / weights.sum(1, keepdims=True)


def scaled(image, height, width, antialias=True):
    down = scaling(image.shape[0], height, antialias)
    across = scaling(image.shape[1], width, antialias)
    return np.einsum("yh,xw,hwc->yxc", down, across, image)


def fitted(image):
    expected["smaller"] = scaled(image, 5, 7)
    expected["smaller-without-antialias"] = scaled(image, 5, 7, antialias=False)
    expected["larger"] = scaled(image, 18, 20)
    expected["line"] = scaled(image, 6, round(13 * 6 / 9))
    # The shorter side, 9, becomes 7 and the longer 13 * 7 / 9 = 10.1, of which the middle 5 by 6 are kept.
    expected["cut"] = scaled(image, 7, 10)[1:6, 2:8]
    expected["covered"] = scaled(image, 8, 12)[:, 2:10]
    # Within 12 by 10 the image becomes 7 high and 10 wide; 2.5 rows are left at the top, rounded to even.
    padded = np.full((12, 10, 3), 114.0)
    padded[2:9] = scaled(image, 7, 10)
    expected["padded"] = padded
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    expected["normalized-nchw"] = ((image / 255 - mean) / std).transpose(2, 0, 1)
    expected["bgr-signed"] = image[:, :, ::-1] / 127.5 - 1
    expected["luma"] = (image @ [0.299, 0.587, 0.114])[None]


def sound(name, width, codes, channels=1, rate=16000):
    """codes: integers as signed PCM, one row for each channel."""
    with wave.open(str(HERE / name), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        frames = np.ascontiguousarray(codes.T).reshape(-1)
        if width == 1:
            file.writeframes((frames + 128).astype(np.uint8).tobytes())
        else:
            raw = frames.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :width]
            file.writeframes(raw.tobytes())
    with wave.open(str(HERE / name), "rb") as file:
        assert file.getnframes() == codes.shape[-1] and file.getsampwidth() == width


def float_sound(name, values, kind):
    data = values.astype(kind).tobytes()
    size = np.dtype(kind).itemsize
    form = struct.pack("<HHIIHH", 3, 1, 16000, 16000 * size, size, 8 * size)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"fact" + struct.pack("<II", 4, len(values))
    body += b"data" + struct.pack("<I", len(data)) + data
    (HERE / name).write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def extensible_sound(name, codes):
    """As programs with more than two channels or 24 bits write: the real format stands in an extension."""
    data = codes.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    pcm = bytes.fromhex("0100000000001000800000aa00389b71")
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 16000, 48000, 3, 24, 22, 24, 4) + pcm
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    (HERE / name).write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def sounds():
    count = 50
    for width in (1, 2, 3, 4):
        top = 1 << (8 * width - 1)
        codes = rng.integers(-top, top, (1, count))
        codes[0, :2] = -top, top - 1
        sound(f"pcm{8 * width}.wav", width, codes)
        expected[f"pcm{8 * width}"] = codes[0] / top
    both = rng.integers(-32768, 32768, (2, count))
    sound("stereo.wav", 2, both, channels=2)
    expected["stereo-mix"] = (both[0] / 32768 + both[1] / 32768) / 2
    expected["stereo-first"] = both[0] / 32768
    expected["stereo-nct"] = both / 32768
    expected["stereo-ntc"] = (both / 32768).T
    values = rng.normal(0, 0.5, count)
    float_sound("float32.wav", values, "<f4")
    float_sound("float64.wav", values, "<f8")
    expected["float32"] = expected["float64"] = values
    codes = rng.integers(-(1 << 23), 1 << 23, count)
    extensible_sound("extensible.wav", codes)
    expected["extensible"] = codes / (1 << 23)
    expected["cut-sound"] = codes[:20] / (1 << 23)
    expected["padded-sound"] = np.concatenate([codes / (1 << 23), np.zeros(14)])


def narrow():
    most = np.array([31, 63, 31])
    codes = rng.integers(0, most + 1, (9, 13, 3))
    codes[0, 0], codes[0, 1] = 0, most
    bmp565("rgb565.bmp", codes)
    expected["rgb565"] = codes * 255 / most


fitted(images())
sounds()
narrow()
np.savez(HERE / "expected.npz", **{name: np.ascontiguousarray(value, np.float32)[None] for name, value in expected.items()})
