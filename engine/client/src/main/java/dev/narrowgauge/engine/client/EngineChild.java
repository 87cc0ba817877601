package dev.narrowgauge.engine.client;

import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Rehearse;
import java.nio.file.Path;

/** An engine child with the work directory that is its own. Closing it leaves nothing of either. */
record EngineChild(EngineProcess process, WorkDirectory work) implements AutoCloseable {
    static EngineChild start(EngineProgram program, Path workRoot, EngineCall call) {
        WorkDirectory work = WorkDirectory.create(workRoot);
        try {
            return new EngineChild(EngineProcess.start(program, work.path(), call), work);
        } catch (RuntimeException e) {
            work.close();
            throw e;
        }
    }

    /** Answered by the event {@code rehearsed}. */
    void rehearse(Rehearse.Builder how, int threads) {
        process.send(EngineRequest.newBuilder()
                .setRehearse(how.setWorkDirectory(work.path().toString()))
                .setThreads(threads)
                .build());
    }

    @Override
    public void close() {
        try (work) {
            process.close();
        }
    }
}
