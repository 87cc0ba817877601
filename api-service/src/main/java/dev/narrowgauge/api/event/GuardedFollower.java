package dev.narrowgauge.api.event;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.domain.run.RunEvent;

/** Sends a follower home as soon as its key or session is not good any more. To be closed when it follows no more. */
public final class GuardedFollower implements RunFeed.Follower, AutoCloseable {
    private final RunFeed.Follower follower;
    private final KnownKeys keys;
    private final Caller caller;
    private KnownKeys.Watch watch = () -> {};

    public GuardedFollower(RunFeed.Follower follower, KnownKeys keys, Caller caller) {
        this.follower = requireNonNull(follower, "follower is null");
        this.keys = requireNonNull(keys, "keys is null");
        this.caller = requireNonNull(caller, "caller is null");
    }

    @Override
    public boolean gone() {
        return follower.gone() || !keys.isGood(caller);
    }

    @Override
    public void whenGone(Runnable wake) {
        follower.whenGone(wake);
        watch = keys.watch(wake);
    }

    @Override
    public void event(RunEvent event) {
        follower.event(event);
    }

    @Override
    public void notice(RunEvent notice) {
        follower.notice(notice);
    }

    @Override
    public void close() {
        watch.close();
    }
}
