package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.narrowgauge.engine.onnx.model.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Head of an {@code .npy} file, versions 1 to 3.
 *
 * @param length bytes of the head itself, after which the values begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
record NpyHeader(ElementType elementType, List<Long> dims, long length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_RANK = 64;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>=|]?)([a-zA-Z])(\\d{0,9})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    NpyHeader {
        dims = List.copyOf(dims);
    }

    /** A head that cannot be used; the message ends a sentence that begins with the name of the array. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    static NpyHeader read(String array, InputStream in) throws IOException, UnusableException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new UnusableException("is not in the .npy format");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new UnusableException("is of .npy version " + version + "; versions 1 to 3 are known");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long textLength = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            textLength = textLength << 8 | Byte.toUnsignedLong(size[i]);
        }
        if (textLength > MAX_TEXT) {
            throw new UnusableException(
                    "has a header of " + textLength + " bytes; no usable array needs one that long");
        }
        byte[] text = in.readNBytes((int) textLength);
        if (text.length < textLength) {
            throw new UnusableException("ends inside its header");
        }
        return parse(array, new String(text, ISO_8859_1), start.length + size.length + textLength);
    }

    private static NpyHeader parse(String array, String text, long length) throws UnusableException {
        Matcher type = TYPE.matcher(text);
        if (!type.find()) {
            throw new UnusableException("has fields or an unknown type; save each field as an array of its own");
        }
        ElementType elementType = elementType(array, type.group(1), type.group(2) + type.group(3));
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!order.find() || !shape.find()) {
            throw new UnusableException("has a damaged header");
        }
        List<Long> dims = dims(shape.group(1));
        if (order.group(1).equals("True") && dims.size() > 1) {
            throw new UnusableException(
                    "is in Fortran order; save numpy.ascontiguousarray(" + array + ") in its place");
        }
        return new NpyHeader(elementType, dims, length);
    }

    private static ElementType elementType(String array, String byteOrder, String type) throws UnusableException {
        if (type.startsWith("O")) {
            throw new UnusableException(
                    "holds Python objects; save " + array + ".astype('float32') or another number type in its place");
        }
        ElementType elementType = known(type)
                .orElseThrow(() -> new UnusableException("is of numpy type '" + type
                        + "'; save it as a number type, like " + array + ".astype('float32')"));
        if (byteOrder.equals(">") && elementType.bits() > 8) {
            throw new UnusableException("is big-endian; save " + array + ".astype('<" + type + "') in its place");
        }
        return elementType;
    }

    private static Optional<ElementType> known(String type) {
        return switch (type) {
            case "f2" -> Optional.of(ElementType.FLOAT16);
            case "f4" -> Optional.of(ElementType.FLOAT);
            case "f8" -> Optional.of(ElementType.DOUBLE);
            case "i1" -> Optional.of(ElementType.INT8);
            case "i2" -> Optional.of(ElementType.INT16);
            case "i4" -> Optional.of(ElementType.INT32);
            case "i8" -> Optional.of(ElementType.INT64);
            case "u1" -> Optional.of(ElementType.UINT8);
            case "u2" -> Optional.of(ElementType.UINT16);
            case "u4" -> Optional.of(ElementType.UINT32);
            case "u8" -> Optional.of(ElementType.UINT64);
            case "b1" -> Optional.of(ElementType.BOOL);
            default -> Optional.empty();
        };
    }

    private static List<Long> dims(String text) throws UnusableException {
        List<Long> dims = new ArrayList<>();
        for (String part : text.split(",")) {
            String digits = part.strip().replace("L", "");
            if (digits.isEmpty()) {
                continue;
            }
            try {
                dims.add(Long.parseLong(digits));
            } catch (NumberFormatException _) {
                throw new UnusableException("has a damaged shape (" + text + ")");
            }
        }
        if (dims.size() > MAX_RANK) {
            throw new UnusableException("has " + dims.size() + " dimensions; numpy allows " + MAX_RANK);
        }
        return dims;
    }
}
