package dev.narrowgauge.engine.runtime.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.provider.PlacedNodes;
import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as ONNX Runtime 1.29 writes them. */
class TestPlacementRecord {
    @TempDir
    private Path directory;

    @Test
    void nodesAreCountedOnceHoweverOftenTheyRun() throws IOException {
        String convolution = event("conv", 3, "Conv", "CUDAExecutionProvider", 10, "float", "1,16,32,32");

        Placement placement = read(convolution, convolution);

        assertThat(placement.nodes())
                .containsExactly(new PlacedNodes("CUDAExecutionProvider", "Conv", Work.COMPUTE, 1, 10));
        assertThat(placement.fallback()).isEmpty();
    }

    @Test
    void whatComputesOnTheProcessorIsNamed() throws IOException {
        Placement placement = read(
                event("conv", 3, "Conv", "CUDAExecutionProvider", 10, "float", "1,16,32,32"),
                event("bias", 4, "DequantizeLinear", "CPUExecutionProvider", 2, "float", "16"),
                event("copy", 5, "MemcpyFromHost", "CUDAExecutionProvider", 7, "float", "16"));

        assertThat(placement.fallback()).containsExactly("bias");
        assertThat(placement.fallbackOperators()).isEqualTo("DequantizeLinear 1");
        assertThat(placement.fallbackShare()).isEqualTo(0.5);
        assertThat(placement.copies()).isOne();
    }

    /** The runtime keeps them on the processor itself, since a copy would take longer. */
    @Test
    void dimensionsAndIndicesAreNoFallback() throws IOException {
        Placement placement = read(
                event("conv", 3, "Conv", "CUDAExecutionProvider", 10, "float", "1,16,32,32"),
                event("rank", 4, "Shape", "CPUExecutionProvider", 1, "int64", "4"),
                event("first", 5, "Gather", "CPUExecutionProvider", 1, "int64", "1"),
                event("table", 6, "Gather", "CPUExecutionProvider", 1, "int64", "512"));

        assertThat(placement.fallback()).containsExactly("table");
        assertThat(placement.computeNodes()).isEqualTo(2);
    }

    /** It does not escape names. */
    @Test
    void whatCannotBeReadIsNotGuessed() throws IOException {
        Placement placement = read(event("a\"b", 3, "Conv", "CUDAExecutionProvider", 10, "float", "1"));

        assertThat(placement.nodes()).isEmpty();
        assertThat(placement.finding("it", 1)).contains("no record");
    }

    private Placement read(String... events) throws IOException {
        Path file = directory.resolve("profile.json");
        Files.writeString(
                file,
                "[\n{\"cat\" : \"Session\",\"pid\" :1,\"tid\" :1,\"dur\" :9,\"ts\" :1,\"ph\" : \"X\",\"name\" :\"model_run\",\"args\" : {}},\n"
                        + String.join(",\n", List.of(events)) + "\n]\n");
        return PlacementRecord.read(file, Provider.CUDA);
    }

    private static String event(
            String name, int place, String operator, String provider, int micros, String type, String dims) {
        return """
                {"cat" : "Node","pid" :1,"tid" :1,"dur" :%d,"ts" :2,"ph" : "X","name" :"%s_kernel_time","args" : {"thread_scheduling_stats" : "","input_type_shape" : [{"%s":[%s]}],"output_type_shape" : [{"%s":[%s]}],"output_size" : "4","parameter_size" : "0","activation_size" : "4","node_index" : "%d","provider" : "%s","op_name" : "%s"}}""".formatted(micros, name, type, dims, type, dims, place, provider, operator);
    }
}
