package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.ProcessorList;
import dev.narrowgauge.engine.client.MachineLock.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class TestMachineLock {
    private static final String HELD = "held";

    @TempDir
    private Path directory;

    @Test
    void sharesWithSharers() {
        MachineLock lock = MachineLock.in(directory);
        try (Hold first = share(lock);
                Hold second = share(lock)) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void aloneExcludesAll() throws InterruptedException {
        MachineLock lock = MachineLock.in(directory);
        AtomicInteger inside = new AtomicInteger();
        List<String> violations = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean alone = i % 3 == 0;
            threads.add(Thread.startVirtualThread(() -> {
                for (int round = 0; round < 10; round++) {
                    enter(lock, alone, inside, violations);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(violations).isEmpty();
        assertThat(inside).hasValue(0);
    }

    private static void enter(MachineLock lock, boolean alone, AtomicInteger inside, List<String> violations) {
        int weight = alone ? 100 : 1;
        try (Hold hold = alone ? alone(lock) : share(lock)) {
            int now = inside.addAndGet(weight);
            if (alone ? now != weight : now >= 100) {
                violations.add("%s with %d inside".formatted(alone, now));
            }
            Thread.yield();
            inside.addAndGet(-weight);
        }
    }

    @Test
    void whoWaitsToBeAloneIsNotOvertaken() throws InterruptedException {
        MachineLock lock = MachineLock.in(directory);
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch laterWaiting = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread timing;
        Thread later;
        try (Hold running = share(lock)) {
            timing = Thread.startVirtualThread(() -> {
                try (Hold hold = lock.alone("times", call(waiting::countDown, new CancelToken()))) {
                    order.add("alone");
                }
            });
            assertThat(waiting.await(180, TimeUnit.SECONDS)).isTrue();
            later = Thread.startVirtualThread(() -> {
                try (Hold hold = lock.share("works", call(laterWaiting::countDown, new CancelToken()))) {
                    order.add("share");
                }
            });
            assertThat(laterWaiting.await(180, TimeUnit.SECONDS)).isTrue();
        }
        timing.join();
        later.join();
        assertThat(order).containsExactly("alone", "share");
    }

    @Test
    void cancelEndsWaitAndLeavesNothing() {
        MachineLock lock = MachineLock.in(directory);
        CancelToken cancel = new CancelToken();
        try (Hold hold = alone(lock)) {
            assertThatThrownBy(() -> lock.share("works", call(cancel::cancel, cancel)))
                    .isInstanceOf(CancellationException.class);
        }
        alone(lock).close();
    }

    @Test
    void holdsBetweenProcessesUntilTheHolderDies() throws IOException, InterruptedException {
        MachineLock lock = MachineLock.in(directory);
        CancelToken cancel = new CancelToken();
        Process other = OtherProcess.start(directory);
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(HELD);
            assertThatThrownBy(() -> lock.alone("times", call(cancel::cancel, cancel)))
                    .isInstanceOf(CancellationException.class);
            share(lock).close();
        } finally {
            other.destroyForcibly().waitFor();
        }
        alone(lock).close();
    }

    /** Two agents of one machine, each in a cpuset of its own. */
    @Test
    void measurementsWithoutACommonProcessorAreTakenAtTheSameTime() throws IOException, InterruptedException {
        MachineLock lock = MachineLock.in(directory);
        Process other = OtherProcess.start(directory, "0-1,8");
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(HELD);
            alone(lock, 2, 3).close();
            assertWaits(cancel -> alone(lock, cancel, 1, 2));
            assertWaits(cancel -> alone(lock, cancel, 3, 8));
            assertWaits(cancel -> lock.share("works", call(cancel::cancel, cancel)));
        } finally {
            other.destroyForcibly().waitFor();
        }
        alone(lock, 1, 2).close();
    }

    /** Who waits for a measurement that has a processor of his keeps those out who want one of his, and no others. */
    @Test
    void whoWaitsForSomeProcessorsKeepsNobodyFromOthers() throws IOException, InterruptedException {
        MachineLock lock = MachineLock.in(directory);
        CountDownLatch waiting = new CountDownLatch(1);
        CancelToken cancel = new CancelToken();
        Process first = OtherProcess.start(directory, "0-1");
        try {
            assertThat(first.inputReader().readLine()).isEqualTo(HELD);
            Thread timing = Thread.startVirtualThread(() -> assertThatThrownBy(
                            () -> lock.alone("times", new TreeSet<>(List.of(1, 2)), call(waiting::countDown, cancel)))
                    .isInstanceOf(CancellationException.class));
            assertThat(waiting.await(180, TimeUnit.SECONDS)).isTrue();
            Process second = OtherProcess.start(directory, "4-5");
            try {
                assertThat(second.inputReader().readLine()).isEqualTo(HELD);
            } finally {
                second.destroyForcibly().waitFor();
            }
            cancel.cancel();
            timing.join();
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    private static void assertWaits(Consumer<CancelToken> taking) {
        assertThatThrownBy(() -> taking.accept(new CancelToken())).isInstanceOf(CancellationException.class);
    }

    private static Hold alone(MachineLock lock, Integer... processors) {
        return alone(lock, new CancelToken(), processors);
    }

    /** Cancelled as soon as it waits. */
    private static Hold alone(MachineLock lock, CancelToken cancel, Integer... processors) {
        return lock.alone("times", new TreeSet<>(List.of(processors)), call(cancel::cancel, cancel));
    }

    /** By its lock and not by its number, which is another one in each container. */
    @Test
    void onlyHoldersThatLiveAreTold() throws IOException, InterruptedException {
        MachineHolders holders = new MachineHolders(directory);
        Path left = Files.writeString(directory.resolve("holder-1-left"), "times a.onnx");
        Process other = OtherProcess.start(directory, "0-1");
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(HELD);
            assertThat(holders.describe(Optional.empty()))
                    .startsWith("process %d, which times ('narrowgauge', since ".formatted(other.pid()));
            assertThat(left).doesNotExist();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(holders.describe(Optional.empty())).isEmpty();
    }

    /** Who waits in front of a terminal wants to know for whom, and not for ever. */
    @Test
    void waitingSaysForWhomAndEnds() {
        MachineLock lock = MachineLock.in(directory);
        List<String> reasons = new ArrayList<>();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void progress(String stage, long done, long total) {}

            @Override
            public void waitsFor(String what) {
                reasons.add(what);
            }
        };
        EngineLimits hurry = EngineLimits.ofThisMachine().withDeadline(Duration.ofMillis(300));
        String holder = "process %d, which times a.onnx and a model ('narrowgauge', since "
                .formatted(ProcessHandle.current().pid());
        String stored = "/data/blobs/" + "0a".repeat(32);
        try (Hold hold = lock.alone("times a.onnx and " + stored, EngineCall.plain())) {
            assertThatThrownBy(() -> lock.share("works", new EngineCall(hurry, listener, new CancelToken())))
                    .isInstanceOf(NarrowgaugeException.class)
                    .hasMessageContaining("was not free", holder)
                    .extracting(failure -> ((NarrowgaugeException) failure).code())
                    .isEqualTo(ErrorCode.MACHINE_BUSY);
        }
        assertThat(reasons).singleElement().asString().startsWith(holder).doesNotContain("0a0a");
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("holder-"));
    }

    /** Somebody who quantizes keeps nobody out who evaluates: it is the one between them who does. */
    @Test
    void waitingBehindAnotherWhoWaitsSaysSo() throws InterruptedException {
        MachineLock lock = MachineLock.in(directory);
        CountDownLatch waiting = new CountDownLatch(1);
        CancelToken cancel = new CancelToken();
        EngineLimits hurry = EngineLimits.ofThisMachine().withDeadline(Duration.ofMillis(300));
        Thread timing;
        try (Hold hold = lock.share("quantizes a.onnx", EngineCall.plain())) {
            timing = Thread.startVirtualThread(() -> assertThatThrownBy(
                            () -> lock.alone("times b.onnx", call(waiting::countDown, cancel)))
                    .isInstanceOf(CancellationException.class));
            assertThat(waiting.await(180, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() ->
                            lock.share("works", new EngineCall(hurry, ProgressListener.none(), new CancelToken())))
                    .hasMessageContaining("which waits to be alone with the machine: it times b.onnx");
            cancel.cancel();
            timing.join();
        }
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("holder-"));
    }

    private static EngineCall call(Runnable whenItWaits, CancelToken cancel) {
        return new EngineCall(EngineLimits.ofThisMachine(), (stage, done, total) -> whenItWaits.run(), cancel);
    }

    private static Hold share(MachineLock lock) {
        return lock.share("works", EngineCall.plain());
    }

    private static Hold alone(MachineLock lock) {
        return lock.alone("times", EngineCall.plain());
    }

    /** Shares the machine, or has processors of it alone, until it is killed. */
    static final class OtherProcess {
        private OtherProcess() {}

        /** @param processors as Linux lists them; nothing has it share the machine */
        static Process start(Path directory, String... processors) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    OtherProcess.class.getName(),
                    directory.toString()));
            command.addAll(List.of(processors));
            return new ProcessBuilder(command).start();
        }

        public static void main(String[] arguments) throws IOException {
            MachineLock lock = MachineLock.in(Path.of(arguments[0]));
            Hold hold = arguments.length == 1
                    ? share(lock)
                    : lock.alone("times", ProcessorList.parse(arguments[1]), EngineCall.plain());
            System.out.println(HELD);
            System.in.read();
            hold.close();
        }
    }
}
