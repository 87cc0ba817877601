package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.quantizer.equalization.ChannelEqualizer;
import java.util.List;

/** Channels of like magnitudes, where one grid for all of them would lose the small ones. */
final class ChannelEqualization implements Rewriting {
    @Override
    public String step() {
        return "channel-equalization";
    }

    @Override
    public long opset() {
        return 1;
    }

    @Override
    public List<String> apply(Graph graph) {
        return ChannelEqualizer.apply(graph);
    }
}
