package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_EMPTY;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** ONNX test data: each {@code test_data_set_N} folder is one whole set of inputs, {@code input_M.pb} each. */
final class TestSetDataset implements SampleSet {
    private static final Pattern INPUT =
            Pattern.compile("(?:.*/)?test_data_set_(\\d{1,9})/input_(\\d{1,4})\\.pb", Pattern.DOTALL);
    private static final int MAX_TENSOR_BYTES = 1 << 28;

    private final DatasetArchive archive;
    private final List<Folder> folders;
    private final List<ValueInfo> arrays;
    private List<List<ValueInfo>> descriptions = List.of();

    /** The input files of one folder by their number. */
    record Folder(int number, Map<Integer, ZipEntry> inputs) {}

    private TestSetDataset(DatasetArchive archive, List<Folder> folders) {
        this.archive = archive;
        this.folders = folders;
        this.arrays =
                read(folders.getFirst()).stream().map(TestSetDataset::describe).toList();
    }

    static boolean isTestSetFile(String entryName) {
        return entryName.contains("test_data_set_");
    }

    static TestSetDataset of(DatasetArchive archive) {
        Map<Integer, Folder> folders = new TreeMap<>();
        for (ZipEntry entry : archive.entries()) {
            Matcher matcher = INPUT.matcher(entry.getName());
            if (matcher.matches()) {
                int number = Integer.parseInt(matcher.group(1));
                folders.computeIfAbsent(number, key -> new Folder(key, new TreeMap<>()))
                        .inputs()
                        .put(Integer.parseInt(matcher.group(2)), entry);
            }
        }
        if (folders.isEmpty()) {
            throw new NarrowgaugeException(
                    DATASET_EMPTY,
                    "'" + archive.name()
                            + "' has no test_data_set_<number>/input_<number>.pb file: it holds no samples.");
        }
        return new TestSetDataset(archive, List.copyOf(folders.values()));
    }

    @Override
    public List<ValueInfo> arrays() {
        return arrays;
    }

    @Override
    public long samples() {
        return folders.size();
    }

    @Override
    public boolean hasLabels() {
        return false;
    }

    @Override
    public List<SourceFile> files() {
        return List.of(SourceFile.unlabelled(archive.path()));
    }

    @Override
    public SampleSummary describe() {
        SampleDigests digests = new SampleDigests(archive.name());
        List<ValueInfo> tensors = arrays;
        for (Folder folder : folders) {
            List<TensorProto> inputs = read(folder);
            tensors = merge(folder, tensors, inputs);
            inputs.stream().sorted(Comparator.comparing(TensorProto::getName)).forEach(tensor -> {
                ByteBuffer values = values(tensor);
                byte[] bytes = new byte[values.remaining()];
                values.get(bytes);
                digests.add(tensor.getName(), TensorValues.elementType(tensor), bytes, bytes.length);
            });
            digests.endSample();
        }
        return new SampleSummary(tensors, samples(), false, 0, 0, digests.sorted());
    }

    @Override
    public BoundDataset bind(List<InputSpec> inputs) {
        return TestSetBoundDataset.bind(this, inputs);
    }

    @Override
    public void close() {
        archive.close();
    }

    String name() {
        return archive.name();
    }

    List<Folder> folders() {
        return folders;
    }

    /** The input tensors of a folder in order of their number; one without a name gets that of its file. */
    List<TensorProto> read(Folder folder) {
        List<TensorProto> tensors = new ArrayList<>();
        folder.inputs().forEach((number, entry) -> {
            TensorProto tensor = parse(entry);
            tensors.add(
                    tensor.getName().isEmpty()
                            ? tensor.toBuilder().setName("input_" + number).build()
                            : tensor);
        });
        return tensors;
    }

    /** Of the input tensors of every folder; read once. */
    synchronized List<List<ValueInfo>> descriptions() {
        if (descriptions.isEmpty()) {
            descriptions = folders.stream()
                    .map(folder ->
                            read(folder).stream().map(TestSetDataset::describe).toList())
                    .toList();
        }
        return descriptions;
    }

    /** The values of a tensor that was read from this set. */
    ByteBuffer values(TensorProto tensor) {
        try {
            return TensorValues.bytes(tensor);
        } catch (NarrowgaugeException | ArithmeticException e) {
            throw archive.unreadable("has a damaged tensor '" + tensor.getName() + "' (" + e.getMessage() + ")", e);
        }
    }

    static ValueInfo describe(TensorProto tensor) {
        ElementType type = ElementType.ofNumber(tensor.getDataType()).orElse(ElementType.UNDEFINED);
        return new ValueInfo(tensor.getName(), type, tensor.getDimsList());
    }

    private TensorProto parse(ZipEntry entry) {
        try (InputStream in = archive.stream(entry)) {
            byte[] bytes = in.readNBytes(MAX_TENSOR_BYTES);
            if (bytes.length == MAX_TENSOR_BYTES) {
                throw archive.unreadable(
                        "has a tensor of more than " + MAX_TENSOR_BYTES + " bytes: " + entry.getName());
            }
            TensorProto tensor = TensorProto.parseFrom(bytes);
            checkUsable(entry, tensor);
            return tensor;
        } catch (InvalidProtocolBufferException e) {
            throw archive.unreadable("has '" + entry.getName() + "', which is not an ONNX tensor", e);
        } catch (IOException e) {
            throw archive.unreadable("is damaged in '" + entry.getName() + "' (" + e.getMessage() + ")", e);
        }
    }

    private void checkUsable(ZipEntry entry, TensorProto tensor) {
        boolean fixedWidth = ElementType.ofNumber(tensor.getDataType())
                .filter(ElementType::hasFixedWidth)
                .isPresent();
        boolean negative = tensor.getDimsList().stream().anyMatch(dimension -> dimension < 0);
        if (!fixedWidth || negative) {
            throw archive.unreadable("has '" + entry.getName() + "', a tensor of type number " + tensor.getDataType()
                    + " and shape " + tensor.getDimsList() + ", which cannot be fed to a model");
        }
        if (tensor.getDimsList().contains(0L)) {
            throw new NarrowgaugeException(
                    DATASET_EMPTY,
                    "'" + entry.getName() + "' of '" + archive.name() + "' has shape " + tensor.getDimsList()
                            + ": it holds no values.");
        }
        values(tensor);
    }

    private List<ValueInfo> merge(Folder folder, List<ValueInfo> known, List<TensorProto> inputs) {
        if (known.size() != inputs.size()) {
            throw archive.unreadable("has " + inputs.size() + " inputs in test_data_set_" + folder.number() + " but "
                    + known.size() + " in others");
        }
        List<ValueInfo> merged = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            merged.add(merge(folder, known.get(i), describe(inputs.get(i))));
        }
        return merged;
    }

    private ValueInfo merge(Folder folder, ValueInfo known, ValueInfo found) {
        if (!found.name().equals(known.name())
                || found.elementType() != known.elementType()
                || found.dims().size() != known.dims().size()) {
            throw archive.unreadable(
                    "has " + found + " in test_data_set_" + folder.number() + " where others have " + known);
        }
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < known.dims().size(); i++) {
            long dimension = known.dims().get(i);
            dims.add(dimension == found.dims().get(i) ? dimension : -1);
        }
        return new ValueInfo(known.name(), known.elementType(), dims);
    }
}
