package dev.narrowgauge.engine.runtime.ranking;

import java.util.List;

/**
 * The quantized nodes of a variant by the damage that each does alone.
 *
 * @param nodes the worst first
 * @param quantized how many nodes of the variant are quantized
 * @param others how many are not
 * @param samples that were looked at
 * @param runs what it cost, in runs of one sample through the whole float model
 */
public record Ranking(List<NodeDamage> nodes, int quantized, int others, int samples, double runs) {
    public Ranking {
        nodes = List.copyOf(nodes);
    }

    public int measured() {
        return (int) nodes.stream().filter(NodeDamage::measured).count();
    }

    /** What all nodes together are expected to do to the outputs, noise power per signal power. */
    public double total() {
        return nodes.stream().mapToDouble(NodeDamage::total).sum();
    }
}
