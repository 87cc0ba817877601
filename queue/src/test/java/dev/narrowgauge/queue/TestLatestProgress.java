package dev.narrowgauge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Progress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TestLatestProgress {
    private final List<Progress> written = new CopyOnWriteArrayList<>();

    /** As over a link that is cut: the measurement goes on, and what is written then is where it is. */
    @Test
    void workDoesNotWaitForAConnection() {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mended = new CountDownLatch(1);
        LatestProgress latest = new LatestProgress(progress -> {
            writing.countDown();
            TaskLoopTest.awaitZero(mended);
            return written.add(progress);
        });
        assertThat(latest.offer(progress("measure", 1))).isTrue();
        TaskLoopTest.awaitZero(writing);
        latest.offer(progress("measure", 2));
        latest.offer(found("measure", 2));
        latest.offer(progress("measure", 3));
        latest.offer(progress("verify", 0));
        assertThat(written).isEmpty();
        mended.countDown();
        latest.finish();
        assertThat(written)
                .containsExactly(
                        progress("measure", 1), progress("measure", 3), found("measure", 2), progress("verify", 0));
    }

    @Test
    void lostAttemptIsSaidSoWithTheNext() {
        LatestProgress latest = new LatestProgress(_ -> false);
        latest.offer(progress("measure", 1));
        latest.finish();
        assertThat(latest.offer(progress("measure", 2))).isFalse();
    }

    @Test
    void progressThatCouldNotBeWrittenSaysNothingOfTheAttempt() {
        LatestProgress latest = new LatestProgress(_ -> {
            throw new IllegalStateException("no connection");
        });
        latest.offer(progress("measure", 1));
        latest.finish();
        assertThat(latest.offer(progress("measure", 2))).isTrue();
    }

    private static Progress progress(String stage, long done) {
        return new Progress(stage, done, 4, OptionalDouble.empty(), Optional.empty());
    }

    private static Progress found(String stage, long done) {
        return new Progress(stage, done, 4, OptionalDouble.empty(), Optional.of("ratio 0.5"));
    }
}
