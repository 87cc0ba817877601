package dev.narrowgauge.engine.runtime.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of one sample lie in an output of a batch.
 *
 * @param outer how many pieces a sample has
 * @param samples that the output tells apart; 1 where it has no axis of samples
 * @param inner values of one piece; pieces of one number follow each other, sample after sample
 * @param dims of the values of one sample
 */
record OutputLayout(int outer, int samples, int inner, List<Long> dims) {
    OutputLayout {
        dims = List.copyOf(dims);
    }

    /**
     * The axis that is named like the batch, else the first with as many elements as samples were fed: the first axis of
     * most outputs, the second of recurrent states and of sequences that begin with time. A first axis that holds several
     * rows for each sample is split among them.
     *
     * @param namedAxis the axis that has the name of the batch's; negative where none has
     */
    static OutputLayout of(List<Long> dims, int fed, int namedAxis) {
        int axis = namedAxis >= 0 && namedAxis < dims.size() && dims.get(namedAxis) == fed
                ? namedAxis
                : dims.indexOf((long) fed);
        if (axis >= 0 && axis <= 1) {
            List<Long> rest = new ArrayList<>(dims);
            rest.remove(axis);
            return new OutputLayout(
                    product(dims.subList(0, axis)), fed, product(rest.subList(axis, rest.size())), rest);
        }
        if (!dims.isEmpty() && dims.getFirst() % fed == 0) {
            List<Long> rest = new ArrayList<>(dims);
            rest.set(0, dims.getFirst() / fed);
            return new OutputLayout(1, fed, product(rest), rest);
        }
        return new OutputLayout(1, 1, product(dims), dims);
    }

    /** Values of one sample. */
    int size() {
        return outer * inner;
    }

    /** Place of a sample's value in the whole tensor. */
    int index(int sample, int value) {
        return outer == 1 ? sample * inner + value : (value / inner * samples + sample) * inner + value % inner;
    }

    /** Of the last axis that is longer than 1; 1 where there is none. */
    int classes() {
        for (int i = dims.size() - 1; i >= 0; i--) {
            if (dims.get(i) > 1) {
                return Math.toIntExact(dims.get(i));
            }
        }
        return 1;
    }

    private static int product(List<Long> dims) {
        return Math.toIntExact(dims.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
    }
}
