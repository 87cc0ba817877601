package dev.narrowgauge.cli.gate;

import dev.narrowgauge.cli.local.PolicyFile;
import dev.narrowgauge.cli.service.GivenRecipes;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a gate, read and found right before anything is sent: what is wrong in one must not cost an upload.
 *
 * @param repair what the evaluation samples are dealt out to; empty where nothing is to be repaired
 */
record GateRequest(
        GivenRecipes files,
        List<Map<String, Object>> recipes,
        Map<String, Object> policy,
        Optional<RepairSamples> repair) {
    /** @throws NarrowgaugeException with every fault of every file */
    static GateRequest of(GateOptions options) {
        GivenRecipes files = new GivenRecipes(options.recipes());
        Faults faults = new Faults();
        List<Map<String, Object>> written = files.read(faults);
        Optional<PolicyFile> policy = options.policy(faults);
        options.checkContent(faults);
        faults.raise();
        if (options.repair() && written.size() > 1) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--repair mends one recipe, and %d are given: run one gate for each, so that none is left out of the verdict."
                            .formatted(written.size()));
        }
        PolicyFile judging = policy.orElseThrow();
        return new GateRequest(
                files,
                written.isEmpty() ? List.of(Map.of()) : written,
                judging.written(),
                options.repair()
                        ? Optional.of(RepairSamples.of(options.evaluation(), judging.policy()))
                        : Optional.empty());
    }

    /** What the service refuses the request for, by the files. */
    NarrowgaugeException named(NarrowgaugeException refusal) {
        return files.named(refusal);
    }
}
