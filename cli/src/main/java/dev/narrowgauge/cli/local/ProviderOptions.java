package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.error.WordConverter;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** On what models run, where that is not this machine's CPU. */
public final class ProviderOptions {
    /** Of {@code --provider}. */
    static final class Word extends WordConverter<Provider> {
        Word() {
            super(List.of(Provider.values()), Provider::word);
        }
    }

    @Option(
            names = "--provider",
            paramLabel = "WHAT",
            converter = Word.class,
            description = "What models run on: cpu, which is the default, or cuda.")
    private Provider provider = Provider.CPU;

    @Option(
            names = "--device",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of the graphics processor, from 0, which is the default.")
    private int device;

    @Option(
            names = "--provider-option",
            paramLabel = "KEY=VALUE",
            description =
                    "Of the provider, by ONNX Runtime's names, as your deployment sets it; may be given more than once.")
    private Map<String, String> options = Map.of();

    @Option(
            names = "--max-fallback",
            paramLabel = "SHARE",
            description =
                    "INVALID where more of the nodes that compute ran on another provider; a share, 0.2 by default.")
    private double mostFallback = Placement.MOST_FALLBACK;

    /** @throws NarrowgaugeException REQUEST_INVALID where the options do not go together */
    Execution execution() {
        if (device < 0) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--device is %d; give the number of a graphics processor, from 0".formatted(device));
        }
        if (provider == Provider.CPU && (device != 0 || !options.isEmpty())) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--device and --provider-option are for graphics processors; add --provider cuda");
        }
        return new Execution(provider, device, new TreeMap<>(options));
    }

    /** @throws NarrowgaugeException REQUEST_INVALID where it is no share */
    double mostFallback() {
        if (!(mostFallback >= 0 && mostFallback <= 1)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--max-fallback is %s; give a share, 0 to 1".formatted(mostFallback));
        }
        return mostFallback;
    }
}
