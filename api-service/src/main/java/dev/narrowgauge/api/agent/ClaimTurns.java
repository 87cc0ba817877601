package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.queue.ClaimListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Claims of agents outside: those with one token are one after the other, and end at what one agent can work on. */
final class ClaimTurns {
    private static final Logger LOG = Logger.getLogger(ClaimTurns.class);
    private static final int TURNS = 16;

    private final JobStore jobs;
    private final ClaimListener listener;

    /** Each for some of the tokens. */
    private final List<Lock> turns =
            Stream.<Lock>generate(ReentrantLock::new).limit(TURNS).toList();

    ClaimTurns(JobStore jobs, ClaimListener listener) {
        this.jobs = jobs;
        this.listener = listener;
    }

    /**
     * What is claimed, where those with this token have fewer jobs than one agent can work on. Who asks for more wants to read
     * what they name.
     */
    Optional<Job> within(JoinedAgent agent, Supplier<Optional<Job>> claim) {
        Lock turn = turns.get(Math.floorMod(agent.token().id().hashCode(), turns.size()));
        turn.lock();
        try {
            int held = jobs.heldByAny(agent.token().owners()).size();
            Optional<Job> claimed = held < ControlPlane.MOST_JOBS ? claim.get() : Optional.empty();
            claimed.ifPresent(job -> LOG.infof("job %s, attempt %d, to %s", job.id(), job.attempt(), agent.owner()));
            claimed.ifPresent(this::tellTaken);
            return claimed;
        } finally {
            turn.unlock();
        }
    }

    /** Whoever counts must not have a job that is claimed lost on its way. */
    private void tellTaken(Job job) {
        try {
            jobs.waited(job.id()).ifPresent(waited -> listener.taken(job, waited));
        } catch (RuntimeException e) {
            LOG.debugf(e, "how long job %s had waited is not known", job.id());
        }
    }
}
