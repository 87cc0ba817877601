package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.EarlyChild;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The installed engine. Where a command will need a child, one starts while the command line is still being read. */
public final class LocalEngine implements Supplier<Engine>, AutoCloseable {
    private static final Set<String> NEED_ONE = Set.of("quantize", "evaluate");
    private static final Set<String> NEED_NONE = Set.of("-h", "--help", "-V", "--version");

    private final Optional<EarlyChild> child;

    private LocalEngine(Optional<EarlyChild> child) {
        this.child = child;
    }

    /** @param arguments of the command line, the command first */
    public static LocalEngine of(List<String> arguments) {
        boolean needed = arguments.size() > 1
                && NEED_ONE.contains(arguments.getFirst())
                && arguments.stream().noneMatch(NEED_NONE::contains);
        return new LocalEngine(needed ? started() : Optional.empty());
    }

    private static Optional<EarlyChild> started() {
        try {
            return Optional.of(Engine.installedChild(EngineLimits.ofThisMachine()));
        } catch (NarrowgaugeException e) {
            // The command finds out for itself, and says so once its arguments are known to be right.
            return Optional.empty();
        }
    }

    @Override
    public Engine get() {
        Engine engine = Engine.installed();
        return child.map(engine::with).orElse(engine);
    }

    @Override
    public void close() {
        child.ifPresent(EarlyChild::close);
    }
}
