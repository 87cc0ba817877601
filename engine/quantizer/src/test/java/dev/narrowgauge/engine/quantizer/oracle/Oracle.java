package dev.narrowgauge.engine.quantizer.oracle;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** ONNX Runtime as the judge of what the quantizer writes. */
final class Oracle {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment("quantizer-tests");

    private Oracle() {}

    /** The graph as ONNX Runtime saves it after optimizing that far; this also proves that it loads. */
    static ModelProto optimized(ModelProto model, OptLevel level) {
        try {
            Path saved = Files.createTempFile("optimized", ".onnx");
            try (SessionOptions options = options(level)) {
                options.setOptimizedModelFilePath(saved.toString());
                ENVIRONMENT.createSession(model.toByteArray(), options).close();
                return ModelProto.parseFrom(Files.readAllBytes(saved));
            } finally {
                Files.delete(saved);
            }
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime does not load the model", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many nodes of each operator the fully optimized graph has, branches and bodies included. */
    static Map<String, Integer> fusedOperators(ModelProto model) {
        Map<String, Integer> counts = new TreeMap<>();
        Subgraphs.visitNodes(
                optimized(model, OptLevel.ALL_OPT).getGraph(), node -> counts.merge(node.getOpType(), 1, Integer::sum));
        return counts;
    }

    static Map<String, float[]> run(ModelProto model, Map<String, OnnxTensor> inputs, OptLevel level) {
        return results(new Running(model, level), inputs);
    }

    /** As ONNX Runtime does on ARM, where int8 activations stay what they are. */
    static Map<String, float[]> runAsOnArm(ModelProto model, Map<String, OnnxTensor> inputs, OptLevel level) {
        return results(new Running(model, level, Map.of("session.qdqisint8allowed", "1")), inputs);
    }

    private static Map<String, float[]> results(Running loaded, Map<String, OnnxTensor> inputs) {
        Map<String, float[]> results = new LinkedHashMap<>();
        try (Running running = loaded) {
            running.run(inputs, (name, values) -> {
                float[] copy = new float[values.remaining()];
                values.get(copy);
                results.put(name, copy);
            });
        }
        return results;
    }

    static OnnxTensor tensor(float[] values, long... dims) {
        try {
            return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), dims);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    static OnnxTensor tensor(BatchTensor batch) {
        OnnxJavaType type = batch.elementType() == ElementType.INT64 ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT;
        try {
            ByteBuffer data = batch.data().duplicate().order(ByteOrder.nativeOrder());
            return OnnxTensor.createTensor(ENVIRONMENT, data, batch.shape(), type);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /** 0, 1, 0, 1 …, or words that differ like that. */
    static OnnxTensor alternating(ElementType type, int size, long... dims) {
        try {
            if (type == ElementType.STRING) {
                String[] words = new String[size];
                Arrays.setAll(words, i -> i % 2 == 0 ? "a b" : "c");
                return OnnxTensor.createTensor(ENVIRONMENT, words, dims);
            }
            ByteBuffer values = ByteBuffer.allocateDirect((int) type.byteCount(size));
            for (int i = 0; i < size; i++) {
                values.put((int) type.byteCount(i), (byte) (i % 2));
            }
            return OnnxTensor.createTensor(ENVIRONMENT, values, dims, OnnxJavaType.valueOf(type.name()));
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static SessionOptions options(OptLevel level) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setOptimizationLevel(level);
        options.setIntraOpNumThreads(1);
        options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        return options;
    }

    /** A loaded model. */
    static final class Running implements AutoCloseable {
        private final OrtSession session;

        Running(ModelProto model, OptLevel level) {
            this(model, level, Map.of());
        }

        Running(ModelProto model, OptLevel level, Map<String, String> settings) {
            try (SessionOptions options = options(level)) {
                for (Map.Entry<String, String> setting : settings.entrySet()) {
                    options.addConfigEntry(setting.getKey(), setting.getValue());
                }
                session = ENVIRONMENT.createSession(model.toByteArray(), options);
            } catch (OrtException e) {
                throw new AssertionError("ONNX Runtime does not load the model", e);
            }
        }

        /** Hands every float result to the reader, and closes the inputs. */
        void run(Map<String, OnnxTensor> inputs, BiConsumer<String, FloatBuffer> reader) {
            Map<String, OnnxTensor> fed = new HashMap<>(inputs);
            fed.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(fed)) {
                result.forEach(entry -> {
                    OnnxTensor value = (OnnxTensor) entry.getValue();
                    if (((TensorInfo) value.getInfo()).type == OnnxJavaType.FLOAT) {
                        reader.accept(entry.getKey(), value.getFloatBuffer());
                    }
                });
            } catch (OrtException e) {
                throw new AssertionError("ONNX Runtime does not run the model", e);
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }

        /** Runs and gives the shape of every result that is a tensor; closes the inputs. */
        Map<String, List<Long>> shapes(Map<String, OnnxTensor> inputs) {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            Map<String, OnnxTensor> fed = new HashMap<>(inputs);
            fed.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(fed)) {
                result.forEach(entry -> {
                    if (entry.getValue() instanceof OnnxTensor value) {
                        shapes.put(
                                entry.getKey(),
                                Arrays.stream(value.getInfo().getShape())
                                        .boxed()
                                        .toList());
                    }
                });
                return shapes;
            } catch (OrtException e) {
                throw new AssertionError("ONNX Runtime does not run the model", e);
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }

        List<String> inputs() {
            return List.copyOf(session.getInputNames());
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new AssertionError(e);
            }
        }
    }
}
