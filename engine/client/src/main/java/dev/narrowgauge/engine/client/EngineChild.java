package dev.narrowgauge.engine.client;

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

    @Override
    public void close() {
        try (work) {
            process.close();
        }
    }
}
