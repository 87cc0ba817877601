package dev.narrowgauge.api.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestSharedLook {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void whoeverAsksDuringALookSharesTheNext() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        SharedLook<Integer> shared = new SharedLook<>(() -> {
            int number = looks.incrementAndGet();
            if (number == 1) {
                begun.countDown();
                await(end);
            }
            return number;
        });
        FutureTask<Integer> first = new FutureTask<>(shared::get);
        Thread.ofPlatform().start(first);
        await(begun);
        List<FutureTask<Integer>> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Integer> other = new FutureTask<>(shared::get);
            Thread thread = Thread.ofPlatform().start(other);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            others.add(other);
        }
        end.countDown();
        assertThat(first.get()).isEqualTo(1);
        for (FutureTask<Integer> other : others) {
            assertThat(other.get()).isEqualTo(2);
        }
        assertThat(shared.get()).isEqualTo(3);
    }

    @Test
    void lookThatFailsIsNotKept() {
        SharedLook<Integer> shared = new SharedLook<>(() -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("nothing to see");
            }
            return looks.get();
        });
        assertThatIllegalStateException().isThrownBy(shared::get).withMessage("nothing to see");
        assertThat(shared.get()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
