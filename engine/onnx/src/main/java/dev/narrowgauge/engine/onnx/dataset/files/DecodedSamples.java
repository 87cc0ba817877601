package dev.narrowgauge.engine.onnx.dataset.files;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.ModelInputs;
import dev.narrowgauge.engine.onnx.dataset.SourceFile;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The samples of a folder or of a CSV as numbers. Each file is decoded once, when it is first asked for, into a temporary
 * file: passes over many samples then cost what reading arrays costs, and no memory. Several threads may read.
 */
public final class DecodedSamples implements AutoCloseable {
    private final SampleFiles files;
    private final FedInput input;
    private final Decoder decoder;
    private final Optional<List<Long>> commonDims;
    private final Path spool;
    private final FileChannel channel;
    private final List<Place> places = new ArrayList<>();

    /** Where a sample stands in the temporary file. */
    private record Place(List<Long> dims, long offset, int values) {}

    private DecodedSamples(SampleFiles files, FedInput input, Decoder decoder) {
        this.files = files;
        this.input = input;
        this.decoder = decoder;
        this.commonDims = decoder.fixedDims().or(() -> common(files, decoder));
        try {
            this.spool = Files.createTempFile("narrowgauge-samples-", ".bin");
            this.channel = FileChannel.open(
                    spool, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Finds the files. What one of them is, and whether it fits, shows when it is read.
     *
     * @throws NarrowgaugeException with a DATASET_* or DATA_SETTINGS_* code, or FILE_NOT_FOUND
     */
    public static DecodedSamples open(Path location, DataSettings settings, ModelInputs model) {
        SampleFiles files = SampleFiles.of(location, settings);
        FedInput input = FedInput.of(model, settings);
        Decoder decoder = switch (files.kind()) {
            case IMAGE -> new ImageDecoder(ImagePlan.of(input, settings.image()));
            case SOUND ->
                SoundDecoder.of(input, settings.audio(), files.samples().getFirst());
        };
        return new DecodedSamples(files, input, decoder);
    }

    public String name() {
        return files.name();
    }

    public int count() {
        return files.samples().size();
    }

    public boolean hasLabels() {
        return files.hasLabels();
    }

    /** How many classes have their numbers by the order of their folders' names alone; 0 where they are told. */
    public long classesByName() {
        return files.classesByName();
    }

    public OptionalLong label(int sample) {
        return files.samples().get(sample).label();
    }

    /** That the CSV puts the sample in; empty without one. */
    public String group(int sample) {
        return files.samples().get(sample).group();
    }

    /** Of samples that belong together, as the CSV says; empty without one. */
    public String cluster(int sample) {
        return files.samples().get(sample).cluster();
    }

    /** What people know the sample by. */
    public String nameOf(int sample) {
        return files.samples().get(sample).name();
    }

    /** What the samples are read from: the CSV, if there is one, and every file in order. */
    public List<SourceFile> files() {
        List<SourceFile> all = new ArrayList<>();
        files.table().ifPresent(table -> all.add(new SourceFile(table, OptionalLong.empty())));
        files.samples().forEach(sample -> all.add(new SourceFile(sample.path(), sample.label())));
        return all;
    }

    /** Whether the input has an axis, its outermost, that counts samples. */
    public boolean hasBatch() {
        return decoder.hasBatch();
    }

    /** The input that they feed; the first dimension counts the samples, and -1 stands for one that differs. */
    public ValueInfo description() {
        List<Long> dims = new ArrayList<>(List.of((long) count()));
        dims.addAll(commonDims.orElseGet(() ->
                decoder.dims(files.samples().getFirst()).stream().map(_ -> -1L).toList()));
        return new ValueInfo(input.spec().name(), input.givenType(), dims);
    }

    /** Of every sample, without the axis that counts them; empty where they differ. */
    public Optional<List<Long>> commonDims() {
        return commonDims;
    }

    /** Of one sample, without the axis that counts them. */
    public List<Long> dims(int sample) {
        return commonDims.orElseGet(() -> place(sample).dims());
    }

    /** Writes the values of a sample into the buffer from its position on, as that type. */
    public void read(int sample, ElementType type, ByteBuffer target) {
        Place place = place(sample);
        try {
            if (type == ElementType.FLOAT) {
                int end = target.position() + Float.BYTES * place.values();
                readFully(target.duplicate().limit(end), place.offset());
                target.position(end);
                return;
            }
            ByteBuffer floats =
                    ByteBuffer.allocate(Float.BYTES * place.values()).order(LITTLE_ENDIAN);
            readFully(floats, place.offset());
            floats.flip();
            while (floats.hasRemaining()) {
                Numbers.put(type, floats.getFloat(), target);
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_UNREADABLE,
                    "The decoded samples of '" + name() + "' cannot be read again: " + e.getMessage() + ".",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Decodes up to that sample: passes go through them in order. */
    private synchronized Place place(int sample) {
        while (places.size() <= sample) {
            places.add(decode(places.size()));
        }
        return places.get(sample);
    }

    private Place decode(int sample) {
        Decoded decoded = decoder.decode(files.samples().get(sample));
        long offset = places.isEmpty()
                ? 0
                : places.getLast().offset()
                        + (long) Float.BYTES * places.getLast().values();
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * decoded.values().length).order(LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(decoded.values());
        try {
            for (long at = offset; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return new Place(decoded.dims(), offset, decoded.values().length);
    }

    private void readFully(ByteBuffer target, long offset) throws IOException {
        for (long at = offset; target.hasRemaining(); ) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new IOException("they end early");
            }
            at += read;
        }
    }

    private static Optional<List<Long>> common(SampleFiles files, Decoder decoder) {
        List<Long> first = decoder.dims(files.samples().getFirst());
        boolean all =
                files.samples().stream().allMatch(file -> decoder.dims(file).equals(first));
        return all ? Optional.of(first) : Optional.empty();
    }

    private static NarrowgaugeException unwritable(IOException cause) {
        String folder = System.getProperty("java.io.tmpdir");
        return new NarrowgaugeException(
                HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                "The decoded samples cannot be kept in '" + folder + "': "
                        + (DiskFull.isBehind(cause) ? DiskFull.phrase(Path.of(folder)) : cause.getMessage()) + ".",
                cause);
    }
}
