package dev.narrowgauge.cli.local;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;

/**
 * Checks that need no engine, so that a slip of the finger is answered at once and not when the machine is free. They look
 * at what kind of file it is; whether it is sound, the engine says.
 */
public final class InputFile {
    private static final String ZIP = "PK";
    private static final int IR_VERSION = 1;

    /** Fields of {@code ModelProto} in onnx.proto with their wire types. */
    private static final Map<Integer, Integer> MODEL_FIELDS = Map.ofEntries(
            Map.entry(IR_VERSION, WireFormat.WIRETYPE_VARINT),
            Map.entry(2, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(3, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(4, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(5, WireFormat.WIRETYPE_VARINT),
            Map.entry(6, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(7, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(8, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(14, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(20, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(25, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            Map.entry(26, WireFormat.WIRETYPE_LENGTH_DELIMITED));

    private InputFile() {}

    /** @return the absolute path, which a child with another working directory understands */
    public static String existing(Path file, String what) {
        if (Files.isDirectory(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s is a directory; give the path of the %s".formatted(file, what));
        }
        return readable(file, what);
    }

    /** As {@link #existing}, where a folder will do, too. */
    public static String existingSamples(Path location, String what) {
        return readable(location, what);
    }

    private static String readable(Path file, String what) {
        if (!Files.exists(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "%s: there is no such file; give the path of the %s".formatted(file, what));
        }
        if (!Files.isReadable(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "%s: this user may not read it; check its owner and mode".formatted(file));
        }
        return file.toAbsolutePath().toString();
    }

    /** @throws NarrowgaugeException MODEL_NOT_ONNX where it is neither an ONNX file nor a zip, which may hold one */
    public static void requireModel(Path file) {
        try (InputStream start = Files.newInputStream(file);
                InputStream whole = Files.newInputStream(file)) {
            if (!isZip(start) && !isModel(CodedInputStream.newInstance(whole))) {
                throw new NarrowgaugeException(
                        ErrorCode.MODEL_NOT_ONNX,
                        "%s is not an ONNX model; export the model to ONNX, for example with torch.onnx.export"
                                .formatted(file));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * @throws NarrowgaugeException DATASET_UNREADABLE where it is neither a folder nor a CSV nor a zip, as both an npz and
     *     a set of test data are
     */
    public static void requireDataset(Path file) {
        if (SampleSet.isOfFiles(file)) {
            return;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            // Its directory has been read, which stands at its end.
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.DATASET_UNREADABLE),
                    "%s is not a complete .npz or zip file (%s); save it with numpy.savez(path, <input name>=array), or give a folder of images or WAV files"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** As {@link #requireModel} and {@link #requireDataset}, all faults at once; null stands for no file. */
    public static void requireKinds(List<Path> models, List<Path> datasets) {
        Faults faults = new Faults();
        models.stream().filter(Objects::nonNull).forEach(file -> faults.check(() -> requireModel(file)));
        datasets.stream().filter(Objects::nonNull).forEach(file -> faults.check(() -> requireDataset(file)));
        faults.raise();
    }

    private static boolean isZip(InputStream start) throws IOException {
        byte[] mark = start.readNBytes(ZIP.length());
        return ZIP.equals(new String(mark, StandardCharsets.ISO_8859_1));
    }

    /** Whether the outermost fields are a model's; one that is cut off has to begin as models do, with its version. */
    private static boolean isModel(CodedInputStream input) {
        int first = 0;
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                int field = WireFormat.getTagFieldNumber(tag);
                Integer type = MODEL_FIELDS.get(field);
                if (type == null || type != WireFormat.getTagWireType(tag)) {
                    return false;
                }
                first = first == 0 ? field : first;
                input.skipField(tag);
            }
        } catch (IOException cutOff) {
            return first == IR_VERSION;
        }
        return first != 0;
    }

    static NarrowgaugeException unreadable(Path file, IOException cause) {
        return new NarrowgaugeException(
                HostFault.behind(cause).orElse(ErrorCode.FILE_NOT_FOUND),
                "%s cannot be read: %s".formatted(file, cause.getMessage()),
                cause);
    }
}
