package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.provider.Accelerator;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.ProviderEvidence;
import dev.narrowgauge.domain.provider.ProviderRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** On what models ran, where each of their nodes did, and what the times hold. */
final class ProviderText {
    private static final int MOST_NAMES = 8;

    private ProviderText() {}

    /** @param evidence by the name of the variant, at least one */
    static void print(Screen screen, String baseline, Map<String, ProviderEvidence> evidence) {
        ProviderEvidence first = evidence.values().iterator().next();
        screen.blank();
        screen.text("On %s: %s; %s.".formatted(first.provider().word(), card(first.accelerator()), options(first)));
        screen.text(
                "Times are of runs whose inputs and outputs lie on the device, up to its end of the run; copies from and to the host are apart.");
        TextTable table = new TextTable(
                "model",
                "nodes there",
                "on the CPU",
                "copy nodes",
                "off the CPU's outputs",
                "load",
                "first run",
                "run",
                "with copies");
        addRow(table, baseline, first.baseline());
        evidence.forEach((variant, ran) -> addRow(table, variant, ran.variant()));
        screen.table(table);
        name(screen, baseline, first.baseline().placement());
        evidence.forEach((variant, ran) -> name(screen, variant, ran.variant().placement()));
    }

    /** For a person: which it is, and what it did just after runs. */
    static String card(Accelerator card) {
        if (card.equals(Accelerator.unknown())) {
            return "an unknown card, for its driver's library does not tell";
        }
        String state = Stream.of(
                        part(card.smClockMegahertz(), "%d MHz"),
                        part(card.memoryClockMegahertz(), "memory at %d MHz"),
                        part(card.throttleReasons(), "clock event reasons 0x%x"),
                        card.powerMilliwatts() == null ? "" : "%.0f W".formatted(card.powerMilliwatts() / 1e3),
                        processes(card.computeProcesses()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return "%s (%s), driver %s, %s".formatted(card.name(), card.deviceClass(), card.driver(), state);
    }

    private static String part(Number value, String format) {
        return value == null ? "" : format.formatted(value);
    }

    private static String processes(Integer count) {
        return count == null ? "" : count + (count == 1 ? " process on it" : " processes on it");
    }

    private static String options(ProviderEvidence evidence) {
        return evidence.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void addRow(TextTable table, String model, ProviderRun ran) {
        Placement placement = ran.placement();
        table.add(
                model,
                Integer.toString(placement.computeNodes() - placement.fallbackNodes()),
                Integer.toString(placement.fallbackNodes()),
                Integer.toString(placement.copies()),
                "%.1e".formatted(ran.difference().share()),
                Numbers.millis(ran.loadMillis()),
                Numbers.millis(ran.firstMillis()),
                Numbers.millis(ran.transfer().deviceMillis()),
                Numbers.millis(ran.transfer().hostMillis()));
    }

    private static void name(Screen screen, String model, Placement placement) {
        if (placement.fallback().isEmpty()) {
            return;
        }
        List<String> names = placement.fallback();
        String more = names.size() > MOST_NAMES ? " and %d more".formatted(names.size() - MOST_NAMES) : "";
        screen.text("%s on the CPU: %s: %s%s."
                .formatted(
                        model,
                        placement.fallbackOperators(),
                        names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")),
                        more));
    }
}
