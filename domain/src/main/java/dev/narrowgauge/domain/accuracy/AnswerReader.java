package dev.narrowgauge.domain.accuracy;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads answers as {@link AnswerWriter} writes them. Fails with an IllegalArgumentException where they are none. */
final class AnswerReader implements AutoCloseable {
    private static final int BITS = 7;
    private static final int MOST_BITS = 35;

    private final DataInputStream in;
    private int numbers;

    AnswerReader(DataInputStream in) {
        this.in = in;
    }

    AnswerSet read() throws IOException {
        int version = in.readUnsignedByte();
        if (version != AnswerArchive.VERSION) {
            throw new IllegalArgumentException("their version " + version + " is not known");
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
        if (kind >= AnswerKind.values().length) {
            throw new IllegalArgumentException("their kind " + kind + " is not known");
        }
        return switch (AnswerKind.values()[kind]) {
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

    /** Of what follows, which is bounded before memory is taken for it. */
    private int length() throws IOException {
        int length = number();
        if (length < 0 || length > AnswerArchive.MOST_NUMBERS - numbers) {
            throw new IllegalArgumentException("they have more than " + AnswerArchive.MOST_NUMBERS + " numbers");
        }
        numbers += length;
        return length;
    }

    private int number() throws IOException {
        int value = 0;
        int read;
        int shift = 0;
        do {
            read = in.readUnsignedByte();
            value |= (read & 0x7F) << shift;
            shift += BITS;
        } while ((read & 0x80) != 0 && shift < MOST_BITS);
        return value >>> 1 ^ -(value & 1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
