package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.proto.engine.EndBlock;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineEvent.EventCase;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import dev.narrowgauge.proto.engine.Finish;
import dev.narrowgauge.proto.engine.LoadRan;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.RepeatCheck;
import dev.narrowgauge.proto.engine.RepeatChecked;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RunLoad;
import dev.narrowgauge.proto.engine.RunTurn;
import dev.narrowgauge.proto.engine.Started;
import dev.narrowgauge.proto.engine.Turn;
import dev.narrowgauge.proto.engine.WarmUp;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A child that has one model loaded and times runs of it on command, while its rivals sit beside it. */
final class MeasuringEngine implements AutoCloseable {
    private final String model;
    private final EngineProcess child;
    private final ChildListener ends;
    private final EngineCall call;
    private Started started = Started.getDefaultInstance();
    private boolean ended;
    private Duration startedAfter = Duration.ZERO;

    /** @param model name of its file */
    private MeasuringEngine(String model, EngineProcess child, ChildListener ends, EngineCall call) {
        this.model = model;
        this.child = child;
        this.ends = ends;
        this.call = call;
    }

    static MeasuringEngine start(
            EngineProgram program,
            Path workDirectory,
            Measure task,
            Map<String, String> environment,
            ChildListener ends,
            EngineCall call) {
        EngineProcess child = EngineProcess.start(program, workDirectory, environment, call);
        child.send(EngineRequest.newBuilder()
                .setMeasure(task.toBuilder().setWorkDirectory(workDirectory.toString()))
                .setThreads(call.limits().threads())
                .build());
        return new MeasuringEngine(Path.of(task.getModelPath()).getFileName().toString(), child, ends, call);
    }

    WarmedUp warmUp(WarmUp warmUp) {
        child.send(EngineCommand.newBuilder().setWarmUp(warmUp).build());
        return await(EventCase.WARMED_UP).getWarmedUp();
    }

    TimedTurn runTurn(RunTurn command) {
        child.send(EngineCommand.newBuilder().setRunTurn(command).build());
        Turn turn = await(EventCase.TURN).getTurn();
        long[] nanos =
                turn.getLatencyNanosList().stream().mapToLong(Long::longValue).toArray();
        if (nanos.length == 0) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "the engine measured a turn without runs");
        }
        return new TimedTurn(nanos, turn.getCheckedRuns(), turn.getDifferingRuns());
    }

    /** What was seen of the machine in the turns since the last block. */
    BlockConditions endBlock() {
        child.send(EngineCommand.newBuilder()
                .setEndBlock(EndBlock.getDefaultInstance())
                .build());
        return EngineEvidence.of(await(EventCase.BLOCK).getBlock().getConditions());
    }

    /** Time of one batch again and again / of different ones; empty without two of one shape. */
    OptionalDouble checkRepeats(RepeatCheck command) {
        child.send(EngineCommand.newBuilder().setRepeatCheck(command).build());
        RepeatChecked checked = await(EventCase.REPEAT_CHECKED).getRepeatChecked();
        return checked.hasRatio() ? OptionalDouble.of(checked.getRatio()) : OptionalDouble.empty();
    }

    LoadRan runLoad(RunLoad command) {
        child.send(EngineCommand.newBuilder().setRunLoad(command).build());
        LoadRan ran = await(EventCase.LOAD_RAN).getLoadRan();
        if (ran.getLatencyNanosCount() == 0) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "the engine measured a load without runs");
        }
        return ran;
    }

    /** How long its process took to be there, once it has answered anything. */
    Duration startedAfter() {
        return startedAfter;
    }

    Result finish() {
        child.send(EngineCommand.newBuilder()
                .setFinish(Finish.getDefaultInstance())
                .build());
        Result result = await(EventCase.RESULT).getResult();
        end(ChildEnd.Outcome.FINISHED);
        return result;
    }

    Started started() {
        return started;
    }

    @Override
    public void close() {
        end(ChildEnd.Outcome.CANCELLED);
        child.close();
    }

    /** What is told first is what became of it. */
    private void end(ChildEnd.Outcome outcome) {
        if (!ended) {
            ended = true;
            ends.ended(child.end(TaskCase.MEASURE, outcome));
        }
    }

    private EngineEvent await(EventCase wanted) {
        for (Optional<EngineEvent> next = child.receive(); next.isPresent(); next = child.receive()) {
            EngineEvent event = next.get();
            if (event.getEventCase() == wanted) {
                return event;
            }
            switch (event.getEventCase()) {
                case STARTED -> {
                    started = event.getStarted();
                    startedAfter = child.elapsed();
                }
                // The caller reports warm-up and pairs, which a child cannot know.
                case PROGRESS -> {}
                case FAILURE -> throw named(EngineRunner.failed(event.getFailure(), call.limits()));
                case WARMED_UP, REHEARSED, TURN, BLOCK, REPEAT_CHECKED, LOAD_RAN, RESULT, EVENT_NOT_SET ->
                    throw new NarrowgaugeException(
                            ErrorCode.ENGINE_CRASHED,
                            "the engine sent %s where %s was expected".formatted(event.getEventCase(), wanted));
            }
        }
        throw named(EngineRunner.ending(child, started));
    }

    /** Where it says itself what is wrong, it names what it is about; of one that died nobody else knows which it was. */
    private RuntimeException named(EngineOutcome.Unfinished ending) {
        end(ChildEnd.Outcome.of(ending));
        RuntimeException failure = ending.toException();
        return ending instanceof EngineOutcome.Failed || !(failure instanceof NarrowgaugeException known)
                ? failure
                : new NarrowgaugeException(known.code(), "%s: %s".formatted(model, known.getMessage()), known);
    }
}
