package dev.narrowgauge.cli.gate;

import dev.narrowgauge.domain.decision.Numbers;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How much a repair may try.
 *
 * @param tries at most so many recipes
 * @param time after which none is begun; null where it does not matter
 */
record RepairBudget(int tries, Duration time) {
    static final String USUAL = "4";

    /** Of a repair that has a time: it ends by that, or because nothing is left to try. */
    private static final int ANY = 1_000;

    boolean allows(int made, Duration spent) {
        return made < tries && (time == null || spent.compareTo(time) < 0);
    }

    String text() {
        return time == null ? Numbers.counted(tries, "recipe") : "%d s".formatted(time.toSeconds());
    }

    /** {@code 4}, or a time such as {@code 30m}. */
    static final class Converter implements ITypeConverter<RepairBudget> {
        @Override
        public RepairBudget convert(String text) {
            if (text.matches("[1-9][0-9]{0,2}")) {
                return new RepairBudget(Integer.parseInt(text), null);
            }
            try {
                return new RepairBudget(ANY, new TimeConverter().convert(text));
            } catch (TypeConversionException _) {
                throw new TypeConversionException(
                        "'%s' is no budget; give a number of tries from 1 to 999 or a time, such as 4 or 30m"
                                .formatted(text));
            }
        }
    }
}
