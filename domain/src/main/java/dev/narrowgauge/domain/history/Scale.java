package dev.narrowgauge.domain.history;

/** On which values of a metric are averaged and compared. */
public enum Scale {
    /** Of ratios, times and sizes, which differ by factors. */
    LOG {
        @Override
        double of(double value) {
            return Math.log(value);
        }

        @Override
        double back(double scaled) {
            return Math.exp(scaled);
        }

        @Override
        double magnitude(double difference) {
            return Math.expm1(Math.abs(difference));
        }
    },
    /** Of shares, which may be 0 or negative and differ by points. */
    LINEAR {
        @Override
        double of(double value) {
            return value;
        }

        @Override
        double back(double scaled) {
            return scaled;
        }

        @Override
        double magnitude(double difference) {
            return Math.abs(difference);
        }
    };

    /** The value on this scale. */
    abstract double of(double value);

    /** The value that {@link #of} made this of. */
    abstract double back(double scaled);

    /** How large a difference on this scale is: by which share the larger value exceeds the smaller one, or in points of 1. */
    abstract double magnitude(double difference);
}
