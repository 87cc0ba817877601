package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.engine.client.EngineOutcome.Crashed;
import dev.narrowgauge.engine.client.EngineOutcome.Failed;
import dev.narrowgauge.engine.client.EngineOutcome.Finished;
import dev.narrowgauge.engine.client.EngineOutcome.OutOfMemory;
import dev.narrowgauge.engine.client.EngineOutcome.Unfinished;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Failure;
import dev.narrowgauge.proto.engine.Progress;
import dev.narrowgauge.proto.engine.Started;
import java.util.Optional;

/** Runs one request in one engine child, until its exit. */
final class EngineRunner {
    private EngineRunner() {}

    /** @param child has been started, and waits for its request */
    static EngineOutcome run(EngineRequest request, EngineProcess child, EngineCall call) {
        child.send(request);
        Started started = Started.getDefaultInstance();
        for (Optional<EngineEvent> next = child.receive(); next.isPresent(); next = child.receive()) {
            EngineEvent event = next.get();
            switch (event.getEventCase()) {
                case STARTED -> started = event.getStarted();
                case PROGRESS -> report(event, call.progress());
                case RESULT -> {
                    child.awaitExit();
                    return new Finished(event.getResult(), started, child.elapsed());
                }
                case FAILURE -> {
                    return failed(event.getFailure(), call.limits());
                }
                case WARMED_UP, REHEARSED, BLOCK, REPEAT_CHECKED, LOAD_RAN, EVENT_NOT_SET -> {}
            }
        }
        return ending(child, started);
    }

    /** Nothing of the request can have ended a child that had not read it yet. */
    static Unfinished ending(EngineProcess child, Started started) {
        Unfinished ending = child.ending();
        return started.getPid() == 0 && ending instanceof Crashed crashed
                ? new Failed(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the engine could not be started: "
                                + crashed.toException().getMessage())
                : ending;
    }

    static void report(EngineEvent event, ProgressListener listener) {
        Progress progress = event.getProgress();
        if (progress.getWaitsFor().isEmpty()) {
            listener.progress(progress.getStage(), progress.getDone(), progress.getTotal());
        } else {
            listener.waitsFor(progress.getWaitsFor());
        }
    }

    static Unfinished failed(Failure failure, EngineLimits limits) {
        ErrorCode code = ErrorCode.ofName(failure.getCode());
        if (code == ErrorCode.ENGINE_OUT_OF_MEMORY) {
            return new OutOfMemory(limits.memoryBytes());
        }
        if (failure.getFaultsCount() == 0) {
            return new Failed(code, failure.getMessage());
        }
        return new Failed(
                failure.getFaultsList().stream().map(EngineRunner::fault).toList(), failure.getUntoldFaults());
    }

    private static Fault fault(dev.narrowgauge.proto.engine.Fault told) {
        Optional<String> pointer = told.hasPointer() ? Optional.of(told.getPointer()) : Optional.empty();
        return new Fault(ErrorCode.ofName(told.getCode()), told.getSentence(), pointer);
    }
}
