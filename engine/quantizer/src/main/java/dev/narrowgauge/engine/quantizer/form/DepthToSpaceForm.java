package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.OptionalLong;

/** DepthToSpace as moves of whole blocks. */
final class DepthToSpaceForm implements Form {
    private static final int CHANNELS = 1;

    @Override
    public void write(GraphNode node, Expansion expansion) {
        long k = node.intAttribute("blocksize", 1);
        OptionalLong channels = expansion.length(node.input(0), CHANNELS);
        if (channels.isEmpty() || channels.getAsLong() % (k * k) != 0) {
            return;
        }
        long kept = channels.getAsLong() / (k * k);
        boolean blocksFirst = node.stringAttribute("mode", "DCR").equals("DCR");
        // Block (i, j) of channel c comes from c·k² + i·k + j; put into that order it is the other mode.
        if (!blocksFirst && !ResultChannels.reorder(node.input(0), expansion, to -> to % kept * k * k + to / kept)) {
            return;
        }
        expansion.remove(node);
        PixelBlocks.spread(expansion, node.name(), node.input(0), node.output(0), k, kept);
    }
}
