package dev.narrowgauge.domain.accuracy;

import java.io.DataOutputStream;
import java.io.IOException;

/** Writes answers as {@link AnswerReader} reads them. Columns beyond {@link AnswerArchive#MOST_NUMBERS} are left out. */
final class AnswerWriter implements AutoCloseable {
    private final DataOutputStream out;
    private long numbers;

    AnswerWriter(DataOutputStream out) {
        this.out = out;
    }

    void write(AnswerSet set) throws IOException {
        out.writeByte(AnswerArchive.VERSION);
        write(set.groups());
        writeInt(set.groupNames().size());
        for (String name : set.groupNames()) {
            out.writeUTF(name);
        }
        write(set.clusters());
        writeInt(set.answers().size());
        for (PairedAnswers answers : set.answers()) {
            write(answers);
        }
    }

    /** Whether columns were left out, so that what was written is of no use. */
    boolean isTooMuch() {
        return numbers > AnswerArchive.MOST_NUMBERS;
    }

    private void write(PairedAnswers answers) throws IOException {
        out.writeByte(AnswerKind.of(answers).ordinal());
        switch (answers) {
            case AgreementAnswers agreement -> {
                out.writeUTF(agreement.output());
                write(agreement.answers(), agreement.changed());
                write(agreement.signal());
                write(agreement.noise());
                write(agreement.cosine());
            }
            case ClassAnswers classes -> {
                writeInt(classes.perSample());
                write(
                        classes.labels(),
                        classes.baseline(),
                        classes.baselineRanks(),
                        classes.variant(),
                        classes.variantRanks());
            }
            case DetectionAnswers detection -> {
                writeInt(detection.samples());
                write(detection.truth());
                write(detection.crowds());
                write(detection.baseline());
                write(detection.variant());
            }
            case NeighbourAnswers neighbours -> write(neighbours.baselineRanks(), neighbours.variantRanks());
            case SequenceAnswers sequences ->
                write(
                        sequences.symbols(),
                        sequences.baselineEdits(),
                        sequences.variantEdits(),
                        sequences.words(),
                        sequences.baselineWordEdits(),
                        sequences.variantWordEdits());
            case ValueAnswers values -> {
                writeInt(values.perSample());
                write(values.truth());
                write(values.baseline());
                write(values.variant());
            }
        }
    }

    private void write(Boxes boxes) throws IOException {
        write(boxes.images(), boxes.categories());
        write(boxes.places());
        write(boxes.values());
    }

    private void write(int[]... columns) throws IOException {
        for (int[] column : columns) {
            numbers += column.length;
            if (isTooMuch()) {
                return;
            }
            writeInt(column.length);
            for (int value : column) {
                writeInt(value);
            }
        }
    }

    private void write(float[] column) throws IOException {
        numbers += column.length;
        if (isTooMuch()) {
            return;
        }
        writeInt(column.length);
        for (float value : column) {
            out.writeFloat(value);
        }
    }

    private void writeInt(int value) throws IOException {
        int left = value << 1 ^ value >> 31;
        while ((left & ~0x7F) != 0) {
            out.writeByte(left & 0x7F | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
