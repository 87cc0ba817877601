package dev.narrowgauge.engine.onnx.graph;

import java.util.Set;

/**
 * Where a node stands: in the main graph, or in a graph that an attribute of a control-flow node holds.
 *
 * @param outer the scope of that node; null for the main graph
 * @param node the name of that node
 * @param attribute of that node
 * @param repeats whether it may run several times each time that the node runs
 */
record Scope(Scope outer, String node, String attribute, boolean repeats) {
    static final Scope MAIN = new Scope(null, "", "", false);

    boolean isMain() {
        return outer == null;
    }

    /** What the names of its nodes begin with. */
    String path() {
        return isMain() ? "" : node + "/" + attribute + "/";
    }

    int depth() {
        return isMain() ? 0 : outer.depth() + 1;
    }

    /** The scope that is left of it where only those control-flow nodes are. */
    Scope within(Set<String> controls) {
        if (isMain()) {
            return this;
        }
        Scope around = outer.within(controls);
        return controls.contains(node) ? new Scope(around, node, attribute, repeats) : around;
    }

    /** The innermost scope that both are in, or are. */
    Scope common(Scope other) {
        Scope one = this;
        Scope two = other;
        while (one.depth() > two.depth()) {
            one = one.outer;
        }
        while (two.depth() > one.depth()) {
            two = two.outer;
        }
        while (!one.equals(two)) {
            one = one.outer;
            two = two.outer;
        }
        return one;
    }

    /** The innermost scope around this one that what is computed in {@code earliest} need not be computed again in. */
    Scope onceFrom(Scope earliest) {
        Scope once = this;
        for (Scope scope = this; !scope.isMain() && !scope.equals(earliest); scope = scope.outer) {
            if (scope.repeats) {
                once = scope.outer;
            }
        }
        return once;
    }
}
