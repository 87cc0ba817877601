package dev.narrowgauge.engine.onnx.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The length of one dimension, or one number of a shape that a model computes while it runs. */
public sealed interface Dimension {
    Dimension UNKNOWN = new Unknown();
    Dimension ONE = of(1);

    /** A number times lengths that have names only, each as often as it is a factor: {@code 12·batch}. */
    record Product(long factor, List<String> symbols) implements Dimension {
        public Product {
            symbols = symbols.stream().sorted().toList();
        }
    }

    /** Nothing is known. */
    record Unknown() implements Dimension {}

    static Dimension of(long number) {
        return new Product(number, List.of());
    }

    static Dimension named(String symbol) {
        return new Product(1, List.of(symbol));
    }

    /** The number that it is, if it is one. */
    default OptionalLong number() {
        return this instanceof Product(long factor, List<String> symbols) && symbols.isEmpty()
                ? OptionalLong.of(factor)
                : OptionalLong.empty();
    }

    default boolean is(long number) {
        return equals(of(number));
    }

    default Dimension times(Dimension other) {
        if (!(this instanceof Product(long a, List<String> left)
                && other instanceof Product(long b, List<String> right))) {
            return is(0) || other.is(0) ? of(0) : UNKNOWN;
        }
        if (Math.multiplyHigh(a, b) != (a * b) >> 63) {
            return UNKNOWN;
        }
        List<String> symbols = new ArrayList<>(left);
        symbols.addAll(right);
        return new Product(a * b, symbols);
    }

    /** The quotient, where it is whole whatever the names stand for. */
    default Dimension dividedBy(Dimension other) {
        if (!(this instanceof Product(long a, List<String> left)
                        && other instanceof Product(long b, List<String> right))
                || b == 0
                || a % b != 0) {
            return UNKNOWN;
        }
        List<String> symbols = new ArrayList<>(left);
        return right.stream().allMatch(symbols::remove) ? new Product(a / b, symbols) : UNKNOWN;
    }

    default Dimension plus(Dimension other) {
        if (is(0)) {
            return other;
        }
        if (other.is(0)) {
            return this;
        }
        boolean numbers = number().isPresent() && other.number().isPresent();
        return numbers ? of(number().getAsLong() + other.number().getAsLong()) : UNKNOWN;
    }
}
