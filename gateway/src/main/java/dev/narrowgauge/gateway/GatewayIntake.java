package dev.narrowgauge.gateway;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.HeartbeatRequest;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.proto.v1.TakeResponse;
import dev.narrowgauge.queue.Claim;
import dev.narrowgauge.queue.TaskIntake;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Waits at the gateway for a job: each call is answered when there is one, or after a while. */
final class GatewayIntake implements TaskIntake {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration CALL = WAIT.plus(GatewayControlPlane.CALL);

    private final GatewayConnection gateway;
    private final List<String> deviceClasses;
    private final Duration lease;
    private final Set<Attempt> held;
    private final Context.CancellableContext waiting = Context.ROOT.withCancellation();

    GatewayIntake(GatewayConnection gateway, List<String> deviceClasses, Duration lease, Set<Attempt> held) {
        this.gateway = gateway;
        this.deviceClasses = deviceClasses;
        this.lease = lease;
        this.held = held;
    }

    @Override
    public void poll(Consumer<Claim> claimed) {
        JobMessages.jobOf(await()).ifPresent(job -> begin(job, claimed));
    }

    private TakeResponse await() {
        DocumentVersions known = DocumentVersions.known();
        TakeRequest request = TakeRequest.newBuilder()
                .addAllDeviceClasses(deviceClasses)
                .setLeaseMillis(lease.toMillis())
                .setWaitMillis(WAIT.toMillis())
                .addAllHeld(held)
                .setRecipeVersion(known.recipe())
                .setPolicyVersion(known.policy())
                .setMeasurementVersion(Measurement.VERSION)
                .build();
        Context before = waiting.attach();
        try {
            return gateway.call(CALL, calls -> calls.take(request));
        } finally {
            waiting.detach(before);
        }
    }

    /** How long the call waited before the lease began only the gateway knows, so the lease is begun anew. */
    private void begin(Job job, Consumer<Claim> claimed) {
        long now = System.nanoTime();
        HeartbeatRequest first = HeartbeatRequest.newBuilder()
                .setAttempt(JobMessages.attempt(job.id(), job.attempt()))
                .setLeaseMillis(lease.toMillis())
                .build();
        if (gateway.call(GatewayControlPlane.CALL, calls -> calls.heartbeat(first))
                .getHeld()) {
            held.add(first.getAttempt());
            claimed.accept(new Claim(job, now));
        }
    }

    @Override
    public void wakeUp() {
        waiting.cancel(null);
    }

    @Override
    public void close() {
        waiting.cancel(null);
    }
}
