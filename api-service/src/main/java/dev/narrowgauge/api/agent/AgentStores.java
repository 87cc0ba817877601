package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.gateway.BenchmarkInputs;

/** Where what agents read and write is kept. */
public record AgentStores(
        NodeTokenStore tokens,
        NodeStore nodes,
        PresenceStore presences,
        JobStore jobs,
        RunStore runs,
        VariantStore variants,
        ControlStore controls) {
    BenchmarkInputs.Stores ofJobs() {
        return new BenchmarkInputs.Stores(runs, jobs, variants);
    }
}
