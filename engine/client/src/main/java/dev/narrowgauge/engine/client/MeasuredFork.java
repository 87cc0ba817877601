package dev.narrowgauge.engine.client;

import static dev.narrowgauge.domain.latency.Role.BASELINE;
import static dev.narrowgauge.domain.latency.Role.CONTROL;
import static dev.narrowgauge.domain.latency.Role.VARIANT;

import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.latency.VoidCause;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What one fork gave of a baseline, its control and several variants.
 *
 * @param startOrder members in the order of their start
 * @param paddingBytes of each, same order
 * @param sides by member
 */
record MeasuredFork(
        List<Integer> startOrder,
        List<Integer> paddingBytes,
        List<MeasuredRound> rounds,
        Map<Integer, MeasuringSide.Ended> sides) {
    static final int BASELINE_MEMBER = 0;
    static final int CONTROL_MEMBER = 1;
    static final int FIRST_VARIANT = 2;

    /**
     * @param order of the members' first turns
     * @param blocks by member, all of as many turns
     * @param beganMillis when each began, since the measurement did, by member
     */
    record MeasuredRound(List<Integer> order, Map<Integer, TimedBlock> blocks, Map<Integer, Long> beganMillis) {
        /** With the blocks of one variant. */
        Round of(int variant) {
            return new Round(order.stream()
                    .filter(member -> concerns(member, variant))
                    .map(this::block)
                    .toList());
        }

        /** Of each turn, ln(time of the member / of the baseline). */
        DoubleStream logRatios(int member) {
            return of(member).logRatios(role(member));
        }

        int turns() {
            return blocks.get(BASELINE_MEMBER).turns().size();
        }

        boolean counts() {
            return order.stream()
                    .map(this::block)
                    .allMatch(block -> block.voided().isEmpty());
        }

        private Block block(int member) {
            TimedBlock timed = blocks.get(member);
            return new Block(
                    role(member),
                    timed.medianMillis(),
                    timed.conditions().voidCauses().stream()
                            .map(VoidCause::phrase)
                            .toList(),
                    beganMillis.get(member),
                    timed.histogram(),
                    timed.turns());
        }
    }

    /** As evidence about one variant. */
    Fork of(int variant) {
        List<Integer> places = Stream.iterate(0, place -> place + 1)
                .limit(startOrder.size())
                .filter(place -> concerns(startOrder.get(place), variant))
                .toList();
        return new Fork(
                places.stream().map(startOrder::get).map(MeasuredFork::role).toList(),
                places.stream().map(paddingBytes::get).toList(),
                rounds.stream().map(round -> round.of(variant)).toList());
    }

    private static boolean concerns(int member, int variant) {
        return member < FIRST_VARIANT || member == variant;
    }

    private static Role role(int member) {
        return switch (member) {
            case BASELINE_MEMBER -> BASELINE;
            case CONTROL_MEMBER -> CONTROL;
            default -> VARIANT;
        };
    }
}
