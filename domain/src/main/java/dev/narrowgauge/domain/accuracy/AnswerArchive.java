package dev.narrowgauge.domain.accuracy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Answers as text, from which everything that was said of them can be computed again: a version, then columns of whole numbers
 * (7 bits a byte, the lowest first, signs in the lowest bit) and of 32-bit floats, deflated (RFC 1950), in Base64.
 */
public final class AnswerArchive {
    private static final int VERSION = 1;

    /** Of text; what is longer would make a measurement too large to keep beside others. */
    private static final int MOST_CHARACTERS = 1 << 19;

    /** More than any text of the allowed length needs unless it was made to exhaust memory. */
    private static final int MOST_NUMBERS = 1 << 22;

    private AnswerArchive() {}

    /** Empty where it is too long to be kept. */
    public static Optional<String> write(AnswerSet set) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            write(out, set.groups());
            writeInt(out, set.groupNames().size());
            for (String name : set.groupNames()) {
                out.writeUTF(name);
            }
            write(out, set.clusters());
            writeInt(out, set.answers().size());
            for (PairedAnswers answers : set.answers()) {
                write(out, answers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
        return text.length() > MOST_CHARACTERS ? Optional.empty() : Optional.of(text);
    }

    /** Fails with an IllegalArgumentException, whose message says what is wrong, where the text is not one that was written. */
    public static AnswerSet read(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("it is longer than " + MOST_CHARACTERS + " characters");
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        try (var in = new Reader(new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes))))) {
            return in.set();
        } catch (IOException e) {
            throw new IllegalArgumentException("it is cut short or damaged", e);
        }
    }

    private static void write(DataOutputStream out, PairedAnswers answers) throws IOException {
        out.writeByte(Kind.of(answers).ordinal());
        switch (answers) {
            case AgreementAnswers agreement -> {
                out.writeUTF(agreement.output());
                write(out, agreement.answers(), agreement.changed());
                write(out, agreement.signal());
                write(out, agreement.noise());
                write(out, agreement.cosine());
            }
            case ClassAnswers classes -> {
                writeInt(out, classes.perSample());
                write(
                        out,
                        classes.labels(),
                        classes.baseline(),
                        classes.baselineRanks(),
                        classes.variant(),
                        classes.variantRanks());
            }
            case DetectionAnswers detection -> {
                writeInt(out, detection.samples());
                write(out, detection.truth());
                write(out, detection.crowds());
                write(out, detection.baseline());
                write(out, detection.variant());
            }
            case NeighbourAnswers neighbours -> write(out, neighbours.baselineRanks(), neighbours.variantRanks());
            case SequenceAnswers sequences ->
                write(
                        out,
                        sequences.symbols(),
                        sequences.baselineEdits(),
                        sequences.variantEdits(),
                        sequences.words(),
                        sequences.baselineWordEdits(),
                        sequences.variantWordEdits());
            case ValueAnswers values -> {
                writeInt(out, values.perSample());
                write(out, values.truth());
                write(out, values.baseline());
                write(out, values.variant());
            }
        }
    }

    /** Their order is written. */
    private enum Kind {
        AGREEMENT,
        CLASSES,
        DETECTION,
        NEIGHBOURS,
        SEQUENCES,
        VALUES;

        static Kind of(PairedAnswers answers) {
            return switch (answers) {
                case AgreementAnswers _ -> AGREEMENT;
                case ClassAnswers _ -> CLASSES;
                case DetectionAnswers _ -> DETECTION;
                case NeighbourAnswers _ -> NEIGHBOURS;
                case SequenceAnswers _ -> SEQUENCES;
                case ValueAnswers _ -> VALUES;
            };
        }
    }

    private static void write(DataOutputStream out, Boxes boxes) throws IOException {
        write(out, boxes.images(), boxes.categories());
        write(out, boxes.places());
        write(out, boxes.values());
    }

    private static void write(DataOutputStream out, int[]... columns) throws IOException {
        for (int[] column : columns) {
            writeInt(out, column.length);
            for (int value : column) {
                writeInt(out, value);
            }
        }
    }

    private static void write(DataOutputStream out, float[] column) throws IOException {
        writeInt(out, column.length);
        for (float value : column) {
            out.writeFloat(value);
        }
    }

    private static void writeInt(DataOutputStream out, int value) throws IOException {
        int left = value << 1 ^ value >> 31;
        while ((left & ~0x7F) != 0) {
            out.writeByte(left & 0x7F | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    /** What was written, in the same order. */
    private static final class Reader implements AutoCloseable {
        private final DataInputStream in;
        private int numbers;

        Reader(DataInputStream in) {
            this.in = in;
        }

        AnswerSet set() throws IOException {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("its version " + version + " is not known");
            }
            int[] groups = ints();
            List<String> names = new ArrayList<>();
            for (int left = length(); left > 0; left--) {
                names.add(in.readUTF());
            }
            int[] clusters = ints();
            List<PairedAnswers> answers = new ArrayList<>();
            for (int left = length(); left > 0; left--) {
                answers.add(answers());
            }
            return new AnswerSet(answers, groups, names, clusters);
        }

        private PairedAnswers answers() throws IOException {
            int kind = in.readUnsignedByte();
            if (kind >= Kind.values().length) {
                throw new IllegalArgumentException("its kind of answers " + kind + " is not known");
            }
            return switch (Kind.values()[kind]) {
                case AGREEMENT -> new AgreementAnswers(in.readUTF(), ints(), ints(), floats(), floats(), floats());
                case CLASSES -> new ClassAnswers(number(), ints(), ints(), ints(), ints(), ints());
                case DETECTION -> new DetectionAnswers(length(), boxes(), ints(), boxes(), boxes());
                case NEIGHBOURS -> new NeighbourAnswers(ints(), ints());
                case SEQUENCES -> new SequenceAnswers(ints(), ints(), ints(), ints(), ints(), ints());
                case VALUES -> new ValueAnswers(number(), floats(), floats(), floats());
            };
        }

        private Boxes boxes() throws IOException {
            return new Boxes(ints(), ints(), floats(), floats());
        }

        private int[] ints() throws IOException {
            int[] values = new int[length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = number();
            }
            return values;
        }

        private float[] floats() throws IOException {
            float[] values = new float[length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readFloat();
            }
            return values;
        }

        private int length() throws IOException {
            int length = number();
            numbers += Math.clamp(length, 0, MOST_NUMBERS);
            if (length < 0 || length > MOST_NUMBERS || numbers > MOST_NUMBERS) {
                throw new IllegalArgumentException("it has more than " + MOST_NUMBERS + " numbers");
            }
            return length;
        }

        private int number() throws IOException {
            int value = 0;
            int read;
            int shift = 0;
            do {
                read = in.readUnsignedByte();
                value |= (read & 0x7F) << shift;
                shift += 7;
            } while ((read & 0x80) != 0 && shift < 35);
            return value >>> 1 ^ -(value & 1);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
