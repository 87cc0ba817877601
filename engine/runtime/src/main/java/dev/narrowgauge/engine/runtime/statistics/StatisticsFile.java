package dev.narrowgauge.engine.runtime.statistics;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.runtime.files.Publication;
import dev.narrowgauge.proto.engine.CalibrationFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Statistics on disk: a mark with the version, then the compressed message. Equal statistics give equal bytes. */
public final class StatisticsFile {
    private static final byte[] MARK = "NGSTAT1\n".getBytes(StandardCharsets.US_ASCII);

    /** Far more than any model's; a file that unpacks to more is an attack. */
    private static final int MOST_BYTES = 1 << 30;

    private StatisticsFile() {}

    public static void write(ObservedStatistics statistics, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(MARK);
            try (OutputStream compressed = new GZIPOutputStream(out, 1 << 16)) {
                StatisticsMessages.toMessage(statistics).writeTo(compressed);
            }
        }
        Publication.sync(file);
    }

    /** @throws NarrowgaugeException with STATISTICS_UNREADABLE */
    public static ObservedStatistics read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (!Arrays.equals(in.readNBytes(MARK.length), MARK)) {
                throw unreadable(file, "it does not begin with the mark of version 1", null);
            }
            byte[] message = new GZIPInputStream(in).readNBytes(MOST_BYTES);
            return StatisticsMessages.fromMessage(CalibrationFile.parseFrom(message));
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static NarrowgaugeException unreadable(Path file, String reason, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.STATISTICS_UNREADABLE,
                "'" + file + "' is not a file of calibration statistics: " + reason
                        + "; give one that 'quantize --save-statistics' wrote.",
                cause);
    }
}
