package dev.narrowgauge.engine.quantizer.equalization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Values that share classes of channels with one another and with no other value, so that their scales can be chosen by
 * themselves.
 *
 * @param values in the order of computation
 * @param readers the layers that sum channels of those values
 * @param classes those that can be scaled, in ascending order
 */
record Region(List<String> values, List<Step.Weighted> readers, SortedSet<Integer> classes) {

    /** All regions with a channel that can be scaled. */
    static List<Region> of(ChannelFlow flow) {
        var together = new ScaleClasses();
        together.fresh(flow.classes().size());
        for (Channels channels : flow.channels().values()) {
            int[] free = free(flow, channels);
            for (int member : free) {
                together.join(free[0], member);
            }
        }
        Map<Integer, Region> regions = new LinkedHashMap<>();
        flow.channels().forEach((value, channels) -> {
            int[] free = free(flow, channels);
            if (free.length > 0) {
                Region region = regions.computeIfAbsent(together.find(free[0]), _ -> empty());
                region.values.add(value);
                Arrays.stream(free).forEach(region.classes::add);
            }
        });
        for (Step step : flow.steps()) {
            if (step instanceof Step.Weighted weighted && flow.isFollowed(weighted.input())) {
                int[] free = free(flow, flow.channels().get(weighted.input()));
                if (free.length > 0) {
                    regions.get(together.find(free[0])).readers.add(weighted);
                }
            }
        }
        return List.copyOf(regions.values());
    }

    private static Region empty() {
        return new Region(new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
    }

    private static int[] free(ChannelFlow flow, Channels channels) {
        return Arrays.stream(channels.classes())
                .filter(member -> !flow.classes().isFixed(member))
                .map(flow.classes()::find)
                .toArray();
    }
}
