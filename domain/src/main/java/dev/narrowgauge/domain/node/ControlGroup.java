package dev.narrowgauge.domain.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What its control groups allow this process: the least of its own and of those above it, of both versions (Linux,
 * cgroups(7)). A container sees its own group as the root.
 *
 * @param processors worth of time; empty where that is not limited
 * @param memoryBytes empty where memory is not limited
 */
public record ControlGroup(OptionalDouble processors, OptionalLong memoryBytes) {
    private static final String MOUNT = "sys/fs/cgroup";

    /** Version 2 says "max" where there is no limit, version 1 -1 or, of bytes, a number near 2^63, which has 19 digits. */
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,17}");

    /** The controller of version 2, which has one tree for all. */
    private static final String UNIFIED = "";

    public static ControlGroup of(SystemFiles files) {
        return new ControlGroup(processors(files), memoryBytes(files));
    }

    private static OptionalDouble processors(SystemFiles files) {
        DoubleStream unified = upwards(files, UNIFIED).stream()
                .flatMap(group -> files.line(MOUNT + group + "/cpu.max").stream())
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 2)
                .flatMapToDouble(parts -> quotient(parts[0], parts[1]));
        DoubleStream former = upwards(files, "cpu").stream()
                .map(group -> MOUNT + "/cpu" + group)
                .flatMapToDouble(folder -> quotient(
                        files.line(folder + "/cpu.cfs_quota_us").orElse(""),
                        files.line(folder + "/cpu.cfs_period_us").orElse("")));
        return DoubleStream.concat(unified, former).min();
    }

    private static DoubleStream quotient(String quota, String period) {
        boolean limited =
                LIMIT.matcher(quota).matches() && LIMIT.matcher(period).matches();
        return limited ? DoubleStream.of(Double.parseDouble(quota) / Double.parseDouble(period)) : DoubleStream.empty();
    }

    private static OptionalLong memoryBytes(SystemFiles files) {
        Stream<String> unified = upwards(files, UNIFIED).stream().map(group -> MOUNT + group + "/memory.max");
        Stream<String> former =
                upwards(files, "memory").stream().map(group -> MOUNT + "/memory" + group + "/memory.limit_in_bytes");
        return Stream.concat(unified, former)
                .map(files::line)
                .flatMap(Optional::stream)
                .filter(limit -> LIMIT.matcher(limit).matches())
                .mapToLong(Long::parseLong)
                .min();
    }

    /** The group of this process and those above it, as paths below the mount; the root, which is empty, last. */
    private static List<String> upwards(SystemFiles files, String controller) {
        String group = files.lines("proc/self/cgroup").stream()
                .map(line -> line.split(":", 3))
                .filter(fields ->
                        fields.length == 3 && List.of(fields[1].split(",")).contains(controller))
                .map(fields -> fields[2])
                // A group that is not below the one that the mount shows is none of ours to see.
                .filter(path -> path.startsWith("/") && !path.contains("/.."))
                .findFirst()
                .orElse("/");
        List<String> groups = new ArrayList<>();
        for (String path = group; path.length() > 1; path = path.substring(0, path.lastIndexOf('/'))) {
            groups.add(path);
        }
        groups.add("");
        return groups;
    }
}
