package dev.narrowgauge.checks.scale;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a cost grows: {@code cost = start + c · size^exponent}, by least squares on logarithms, with the cost of the smallest
 * size as the start.
 */
final class Exponent {
    /** Less than that beyond the start is noise. */
    private static final double LEAST_SHARE = 0.25;

    private Exponent() {}

    record Point(double size, double cost) {}

    /**
     * @param points from the smallest size on
     * @return 0 where nothing grows by more than noise; empty where it does at one size alone, through which any curve goes
     */
    static OptionalDouble of(List<Point> points) {
        Point start = points.getFirst();
        List<Point> grown = points.stream()
                .skip(1)
                .filter(point -> point.cost() > (1 + LEAST_SHARE) * start.cost())
                .map(point -> new Point(Math.log(point.size() - start.size()), Math.log(point.cost() - start.cost())))
                .toList();
        if (grown.isEmpty()) {
            return OptionalDouble.of(0);
        }
        if (grown.size() < 2) {
            return OptionalDouble.empty();
        }
        double meanSize = grown.stream().mapToDouble(Point::size).average().orElseThrow();
        double meanCost = grown.stream().mapToDouble(Point::cost).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Point point : grown) {
            covariance += (point.size() - meanSize) * (point.cost() - meanCost);
            variance += (point.size() - meanSize) * (point.size() - meanSize);
        }
        return OptionalDouble.of(covariance / variance);
    }
}
