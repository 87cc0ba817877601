package dev.narrowgauge.engine.client;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Rehearse;
import java.nio.file.Path;
import java.util.Optional;

/** An engine child with the work directory that is its own. Closing it leaves nothing of either. */
record EngineChild(EngineProcess process, WorkDirectory work) implements AutoCloseable {
    static EngineChild start(EngineProgram program, Path workRoot, EngineCall call) {
        WorkDirectory work = WorkDirectory.create(workRoot);
        try {
            return new EngineChild(EngineProcess.start(program, work.path(), call), work);
        } catch (RuntimeException | Error e) {
            work.close();
            throw e;
        }
    }

    /**
     * Starts a child and waits until it has rehearsed; nobody watches it then. What goes wrong is thrown as for any task.
     *
     * @param brief as long as a parent takes to read its own arguments
     */
    static EngineChild rehearsed(EngineProgram program, Path workRoot, EngineCall call, boolean brief) {
        EngineChild child = start(program, workRoot, call);
        try {
            child.rehearse(call.limits(), brief);
            return child;
        } catch (RuntimeException | Error e) {
            child.close();
            throw e;
        }
    }

    private void rehearse(EngineLimits limits, boolean brief) {
        process.send(EngineRequest.newBuilder()
                .setRehearse(Rehearse.newBuilder()
                        .setBrief(brief)
                        .setWorkDirectory(work.path().toString()))
                .setThreads(limits.threads())
                .build());
        Optional<EngineEvent> answer = process.receive();
        if (answer.filter(EngineEvent::hasRehearsed).isEmpty()) {
            throw answer.filter(EngineEvent::hasFailure)
                    .map(event -> EngineRunner.failed(event.getFailure(), limits))
                    .orElseGet(process::ending)
                    .toException();
        }
        process.rest();
    }

    /** Hands it to a task; false where it has ended while it waited. */
    boolean workFor(EngineCall call) {
        if (!process.isAlive()) {
            return false;
        }
        process.workFor(call);
        return true;
    }

    @Override
    public void close() {
        try (work) {
            process.close();
        }
    }
}
