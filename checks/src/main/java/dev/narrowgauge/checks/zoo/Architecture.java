package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.Map;

/** A network of published topology that is built here, with seeded weights and data to go with it. */
public interface Architecture {
    String name();

    /** Whose design it is, in a few words. */
    String topology();

    /** The outputs of floats, with what they mean. */
    Map<String, OutputKind> outputs();

    ModelProto build();

    /** @param set of samples; sets share no sample */
    Samples samples(int set, int count);
}
