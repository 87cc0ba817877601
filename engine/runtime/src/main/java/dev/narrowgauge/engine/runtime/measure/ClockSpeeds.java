package dev.narrowgauge.engine.runtime.measure;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * How fast processors run, in any one unit.
 *
 * @param speeds by the number of the processor; those that the system does not tell are not there
 */
record ClockSpeeds(Map<Integer, Double> speeds) {
    private static final String PROCESSOR = "processor";
    private static final String SPEED = "cpu MHz";

    ClockSpeeds {
        speeds = Map.copyOf(speeds);
    }

    /**
     * Of the processors asked for.
     *
     * @param cpuInfo text of {@code /proc/cpuinfo}
     */
    static ClockSpeeds ofCpuInfo(String cpuInfo, Set<Integer> processors) {
        Map<Integer, Double> speeds = new TreeMap<>();
        int processor = -1;
        for (String line : cpuInfo.split("\n")) {
            if (line.startsWith(PROCESSOR)) {
                processor = Integer.parseInt(value(line));
            } else if (line.startsWith(SPEED) && processors.contains(processor)) {
                speeds.put(processor, Double.parseDouble(value(line)));
            }
        }
        return new ClockSpeeds(speeds);
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** Of the processor whose clock moved most, as a share of the slower speed; empty where nothing is known. */
    OptionalDouble largestChangeSince(ClockSpeeds before) {
        return speeds.entrySet().stream()
                .filter(entry -> before.speeds.containsKey(entry.getKey()))
                .mapToDouble(entry -> change(before.speeds.get(entry.getKey()), entry.getValue()))
                .max();
    }

    private static double change(double one, double other) {
        return Math.max(one, other) / Math.min(one, other) - 1;
    }
}
