package dev.narrowgauge.domain.node;

import java.util.List;

/**
 * Where the runs of a measurement are computed. The first core is left to the agent, the command line and whatever else there
 * is, where there is another one: beside one busy neighbour, two threads on two cores wait for each other's interruptions,
 * one thread on the core that is left hardly notices.
 *
 * @param threads of ONNX Runtime
 * @param processors logical processors to bind them to, in order
 */
public record MeasuringProcessors(int threads, List<Integer> processors) {
    public MeasuringProcessors {
        processors = List.copyOf(processors);
        if (threads < 1) {
            throw new IllegalArgumentException("threads is not positive: " + threads);
        }
    }

    /** @param threads that were asked for; 0 takes as many as there are cores to measure on */
    public static MeasuringProcessors onThisMachine(int threads) {
        return of(PhysicalCores.available(), threads);
    }

    /** More threads than cores are left have the first core as well; more than there are cores, every logical processor. */
    static MeasuringProcessors of(PhysicalCores cores, int threads) {
        int all = cores.processors().size();
        int wanted = threads > 0 ? threads : Math.max(1, cores.usable() - 1);
        if (wanted > all) {
            return new MeasuringProcessors(
                    wanted,
                    cores.processors().stream().flatMap(List::stream).sorted().toList());
        }
        return new MeasuringProcessors(
                wanted,
                cores.processors().stream()
                        .skip(wanted < all ? 1 : 0)
                        .limit(wanted)
                        .map(List::getFirst)
                        .toList());
    }
}
