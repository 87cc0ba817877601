package dev.narrowgauge.engine.quantizer.equalization;

import java.util.Arrays;

/** Channels in classes that have to be scaled alike; a class that is fixed keeps its scale of 1. */
final class ScaleClasses {
    private int[] parents = new int[64];
    private boolean[] fixed = new boolean[64];
    private int size;

    /** That many new classes of one channel each. */
    int[] fresh(int count) {
        if (size + count > parents.length) {
            int capacity = Math.max(2 * parents.length, size + count);
            parents = Arrays.copyOf(parents, capacity);
            fixed = Arrays.copyOf(fixed, capacity);
        }
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            parents[size] = size;
            classes[i] = size++;
        }
        return classes;
    }

    /** How many channels there are; classes have lower numbers. */
    int size() {
        return size;
    }

    /** The number by which all members of the class are known at the moment. */
    int find(int member) {
        int root = member;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    void join(int one, int other) {
        int kept = find(one);
        int gone = find(other);
        parents[gone] = kept;
        fixed[kept] |= fixed[gone];
    }

    void fix(int member) {
        fixed[find(member)] = true;
    }

    boolean isFixed(int member) {
        return fixed[find(member)];
    }
}
