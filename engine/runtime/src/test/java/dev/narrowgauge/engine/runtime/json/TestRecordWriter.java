package dev.narrowgauge.engine.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestRecordWriter {
    record Leaf(String text, Double number, Float scale, boolean flag) {}

    record Tree(String name, long count, Leaf first, List<Leaf> leaves, Map<String, Object> rest) {}

    @Test
    void writesWhatDataBinderWrites() throws IOException {
        Leaf leaf = new Leaf("quotes \" and \u2026", 0.1, 1e-30f, true);
        Tree tree = new Tree(
                "oak",
                Long.MAX_VALUE,
                leaf,
                Arrays.asList(leaf, null, new Leaf(null, null, null, false)),
                Map.of("nested", Map.of("list", List.of(1, 2.5, "three"))));
        var out = new ByteArrayOutputStream();
        RecordWriter.write(tree, out);
        var mapper = new ObjectMapper();
        assertThat(mapper.readTree(out.toByteArray())).isEqualTo(mapper.readTree(mapper.writeValueAsBytes(tree)));
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\n").endsWith("}\n");
    }
}
