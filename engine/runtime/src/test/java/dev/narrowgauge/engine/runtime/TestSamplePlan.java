package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestSamplePlan {
    @Test
    void lookIsThoroughAtSmallModels() {
        assertThat(SamplePlan.of(weights(64 << 20))).isEqualTo(SamplePlan.USUAL);
        assertThat(SamplePlan.of(nodes(2000))).isEqualTo(SamplePlan.USUAL);
    }

    @Test
    void lookIsShortAtModelsWithManyWeightsOrNodes() {
        assertThat(SamplePlan.of(weights((64 << 20) + 1))).isEqualTo(SamplePlan.LARGE);
        assertThat(SamplePlan.of(nodes(2001))).isEqualTo(SamplePlan.LARGE);
    }

    @ParameterizedTest
    @CsvSource({"USUAL,1,48", "USUAL,512,1024", "LARGE,1,24", "LARGE,32,32", "LARGE,4096,32"})
    void rankingOfALargeModelTakesOnePassOverFewSamples(SamplePlan plan, long samples, double runs) {
        assertThat(plan.rankingRuns(samples)).isEqualTo(runs);
    }

    private static GraphProto weights(int bytes) {
        return GraphProto.newBuilder()
                .addInitializer(TensorProto.newBuilder().setRawData(ByteString.copyFrom(new byte[bytes])))
                .build();
    }

    private static GraphProto nodes(int count) {
        return GraphProto.newBuilder()
                .addAllNode(Collections.nCopies(count, NodeProto.getDefaultInstance()))
                .build();
    }
}
