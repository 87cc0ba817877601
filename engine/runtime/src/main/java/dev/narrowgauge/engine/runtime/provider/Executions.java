package dev.narrowgauge.engine.runtime.provider;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Provider;
import java.util.TreeMap;

/** On what a model is run, as a parent asks for it. */
public final class Executions {
    private Executions() {}

    /** @throws NarrowgaugeException REQUEST_INVALID for a provider that nobody knows */
    public static Execution of(dev.narrowgauge.proto.engine.Execution asked) {
        Provider provider = Provider.ofWord(asked.getProvider())
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID, "There is no provider %s.".formatted(asked.getProvider())));
        return new Execution(provider, asked.getDevice(), new TreeMap<>(asked.getOptionsMap()));
    }
}
