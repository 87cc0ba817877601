package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A WAV file: PCM of 8, 16, 24 or 32 bits, or floating-point numbers of 32 or 64. */
final class SoundFile {
    private static final long MOST_BYTES = 1L << 29;

    private SoundFile() {}

    /** @param length points of time */
    record Head(int channels, int length, int sampleRate) {}

    static Head head(SampleFile file) {
        return open(file, SoundFile::head);
    }

    /** Amplitudes from -1 to 1, at every point of time one for each channel. */
    static float[] amplitudes(SampleFile file) {
        return open(file, stream -> {
            Head head = head(stream);
            byte[] bytes = stream.readAllBytes();
            AudioFormat format = stream.getFormat();
            if (bytes.length < (long) head.length() * format.getFrameSize()) {
                throw new IOException("it ends after " + bytes.length / format.getFrameSize() + " of " + head.length()
                        + " points of time");
            }
            return decoded(file, format, bytes, head.length() * head.channels());
        });
    }

    private interface Use<T> {
        T with(AudioInputStream stream) throws IOException;
    }

    private static <T> T open(SampleFile file, Use<T> use) {
        try (AudioInputStream stream =
                AudioSystem.getAudioInputStream(file.path().toFile())) {
            return use.with(stream);
        } catch (NarrowgaugeException e) {
            throw e;
        } catch (FileNotFoundException e) {
            throw file.fault(ErrorCode.FILE_NOT_FOUND, "cannot be read; check its owner and mode", e);
        } catch (IOException | UnsupportedAudioFileException | RuntimeException e) {
            // A reader that stumbles over a damaged file does so in many ways.
            throw file.fault(
                    ErrorCode.DATASET_UNREADABLE,
                    "cannot be decoded as WAV (" + e.getMessage() + "); save it again as WAV with PCM of 16 bits",
                    e);
        }
    }

    private static Head head(AudioInputStream stream) throws IOException {
        AudioFormat format = stream.getFormat();
        long length = stream.getFrameLength();
        if (!isRead(format)) {
            throw new IOException("it holds " + format);
        }
        if (length <= 0) {
            throw new IOException("it holds no sound");
        }
        if (length > MOST_BYTES / format.getFrameSize()) {
            throw new IOException(length + " points of time are more than are read");
        }
        return new Head(format.getChannels(), (int) length, Math.round(format.getSampleRate()));
    }

    private static boolean isRead(AudioFormat format) {
        int bits = format.getSampleSizeInBits();
        if (format.getEncoding().equals(Encoding.PCM_FLOAT)) {
            return bits == Float.SIZE || bits == Double.SIZE;
        }
        boolean unsigned = format.getEncoding().equals(Encoding.PCM_UNSIGNED);
        return unsigned ? bits == 8 : format.getEncoding().equals(Encoding.PCM_SIGNED) && bits % 8 == 0 && bits <= 32;
    }

    private static float[] decoded(SampleFile file, AudioFormat format, byte[] bytes, int count) {
        int width = format.getSampleSizeInBits() / 8;
        boolean isFloat = format.getEncoding().equals(Encoding.PCM_FLOAT);
        boolean unsigned = format.getEncoding().equals(Encoding.PCM_UNSIGNED);
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        double loudest = Math.scalb(1.0, 8 * width - 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int at = i * width;
            if (isFloat) {
                values[i] = width == Float.BYTES ? buffer.getFloat(at) : (float) buffer.getDouble(at);
            } else {
                long code = unsigned ? Byte.toUnsignedInt(bytes[at]) - (1 << 7) : signed(buffer, at, width);
                values[i] = (float) (code / loudest);
            }
            if (!Float.isFinite(values[i])) {
                throw file.fault(
                        ErrorCode.DATASET_NOT_FINITE, "holds " + values[i] + " at place " + i + "; save it without");
            }
        }
        return values;
    }

    private static long signed(ByteBuffer buffer, int at, int width) {
        return switch (width) {
            case 1 -> buffer.get(at);
            case 2 -> buffer.getShort(at);
            case 3 -> {
                boolean big = buffer.order() == ByteOrder.BIG_ENDIAN;
                int high = buffer.get(big ? at : at + 2);
                int low = Byte.toUnsignedInt(buffer.get(big ? at + 2 : at));
                yield (high << 16) | Byte.toUnsignedInt(buffer.get(at + 1)) << 8 | low;
            }
            default -> buffer.getInt(at);
        };
    }
}
