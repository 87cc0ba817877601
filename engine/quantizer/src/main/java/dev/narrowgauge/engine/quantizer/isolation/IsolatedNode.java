package dev.narrowgauge.engine.quantizer.isolation;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One quantized node of a variant, with a Relu or Clip that its kernel absorbs.
 *
 * @param name its name in the float model
 * @param results the float values of the float model that it writes
 * @param readers the quantized nodes that read rounded results of it: they round those themselves where it does not
 * @param position of the last of its nodes in the topological order of the float model
 */
public record IsolatedNode(String name, String opType, List<Result> results, List<String> readers, int position) {
    /**
     * @param value name in the float model
     * @param noise name of what the node adds to it: the value that the variant's kernels make of what they read, minus what
     *     the float node makes of the same
     * @param signal name of the sum of the squares of the float value, a scalar
     * @param rounding name of the sum of the squares of what rounding the result alone would add; empty where it is not
     *     rounded
     */
    public record Result(String value, String noise, String signal, String rounding) {}

    public IsolatedNode {
        requireNonNull(name, "name is null");
        requireNonNull(opType, "opType is null");
        results = List.copyOf(results);
        readers = List.copyOf(readers);
    }
}
