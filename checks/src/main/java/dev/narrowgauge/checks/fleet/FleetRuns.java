package dev.narrowgauge.checks.fleet;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.BrokerCluster;
import dev.narrowgauge.fleet.Disruptions;
import dev.narrowgauge.fleet.EndedRun;
import dev.narrowgauge.fleet.Fleet;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.Member;
import dev.narrowgauge.fleet.MemberPlan;
import dev.narrowgauge.fleet.NetworkNamespace;
import dev.narrowgauge.fleet.Role;
import dev.narrowgauge.fleet.RunInputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs on a fleet that is disrupted. */
final class FleetRuns {
    /** After which what a program that is gone had in hand is another's. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final int RUNS = 10;
    private static final int FEW_RUNS = 5;
    private static final int MOST_DISRUPTIONS = 100;
    private static final int BROKERS = 3;

    /** Not enough for the files of a job. */
    private static final String SMALL_DISK = "64k";

    private static final double SECOND = 1e9;
    private static final String QUICK_MODEL = "digits-cnn";

    private final FleetPlan plan;
    private final Path demo;
    private final List<String> faults = new ArrayList<>();
    private final List<String> disruptions = new ArrayList<>();

    FleetRuns(FleetPlan plan, Path demo) {
        this.plan = plan;
        this.demo = demo;
    }

    RunFigures measure(String row) {
        long begin = System.nanoTime();
        int runs = 0;
        try {
            runs = run(row);
        } catch (NarrowgaugeException e) {
            faults.add(e.getMessage());
        }
        return new RunFigures(runs, faults, disruptions, (System.nanoTime() - begin) / SECOND);
    }

    /** Gives how many there were. */
    private int run(String row) {
        if (row.equals(FleetCheck.DEMO)) {
            return demo();
        }
        if (row.equals(FleetCheck.DISK_FULL)) {
            return diskFull();
        }
        if (row.equals(FleetCheck.BROKERS)) {
            return brokerLost();
        }
        for (InterruptedWrite write : InterruptedWrite.values()) {
            if (row.equals(FleetCheck.row(write))) {
                return interrupted(write);
            }
        }
        if (row.startsWith(FleetCheck.LINKS)) {
            return linksDisrupted(seed(row, FleetCheck.LINKS));
        }
        return programsDisrupted(seed(row, FleetCheck.RUNS));
    }

    private static long seed(String row, String kind) {
        return Long.parseLong(row.substring(kind.length()));
    }

    /** As {@code narrowgauge demo} asks for it, with all the time that an answer about speed takes. */
    private int demo() {
        try (Fleet fleet = Fleet.start(plan)) {
            List<String> recipes = List.of(RunInputs.FP16, RunInputs.INT8);
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, "digits-resnet");
            String run = fleet.api().submit(inputs, recipes, fleet.deviceClasses());
            faults.addAll(EndedRun.faults(fleet.api(), run, recipes.size(), fleet.deviceClasses(), LIMIT));
        }
        return 1;
    }

    private int programsDisrupted(long seed) {
        return disrupted(
                plan.quick().withLease(LEASE), fleet -> Disruptions.begin(fleet, LEASE, seed, MOST_DISRUPTIONS));
    }

    /** Those of agents outside. */
    private int linksDisrupted(long seed) {
        Optional<String> reason = NetworkNamespace.whyNot();
        if (reason.isPresent()) {
            faults.add("not tried, for this machine has no networks for agents outside: %s".formatted(reason.get()));
            return 0;
        }
        if (!NetworkNamespace.canBeSlowed()) {
            disruptions.add("none slowed, for which this kernel has no means");
        }
        List<MemberPlan> members = plan.members().stream()
                .map(member -> member.role() == Role.AGENT ? member.movedOutside() : member)
                .toList();
        return disrupted(
                plan.quick().withLease(LEASE).withMembers(members),
                fleet -> Disruptions.beginOnLinks(fleet, LEASE, seed, MOST_DISRUPTIONS));
    }

    private int disrupted(FleetPlan quick, Function<Fleet, Disruptions> begin) {
        try (Fleet fleet = Fleet.start(quick)) {
            faults.addAll(fleet.linkFaults());
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, QUICK_MODEL);
            try (Disruptions going = begin.apply(fleet)) {
                List<String> runs = new ArrayList<>();
                for (int i = 0; i < RUNS; i++) {
                    runs.add(submit(fleet, inputs));
                    going.await(runs.size());
                }
                runs.forEach(run -> compare(fleet, run));
                faults.addAll(going.faults(fleet.api(), runs));
                disruptions.addAll(going.done());
            }
        }
        return RUNS;
    }

    /**
     * One broker of three is lost in the middle of a run, each time one that does something for all. It is back once that run
     * and another have ended.
     */
    private int brokerLost() {
        try (Fleet fleet = Fleet.start(plan.quick().withLease(LEASE).withBrokers(BROKERS))) {
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, QUICK_MODEL);
            BrokerCluster brokers = fleet.brokers();
            List<String> runs = new ArrayList<>();
            // What groups need is made, with all its replicas, when they first read.
            runs.add(submit(fleet, inputs));
            compare(fleet, runs.getFirst());
            for (BrokerCluster.Duty duty : BrokerCluster.Duty.values()) {
                String interrupted = submit(fleet, inputs);
                int broker = brokers.holder(duty);
                brokers.kill(broker);
                disruptions.add("broker %d, %s, killed".formatted(broker, duty.words()));
                String next = submit(fleet, inputs);
                compare(fleet, interrupted);
                compare(fleet, next);
                brokers.restart(broker);
                runs.addAll(List.of(interrupted, next));
            }
            runs.add(submit(fleet, inputs));
            compare(fleet, runs.getLast());
            fleet.awaitReady();
            return runs.size();
        }
    }

    private int interrupted(InterruptedWrite write) {
        try (Fleet fleet = Fleet.start(plan.quick().withLease(LEASE))) {
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, QUICK_MODEL);
            List<String> runs = new ArrayList<>();
            if (write == InterruptedWrite.CLAIM) {
                List<Member> workers = fleet.members(Role.WORKER);
                workers.forEach(worker -> worker.program().stop());
                runs.add(submit(fleet, inputs));
                write.interrupt(
                        fleet, () -> workers.forEach(worker -> worker.program().resume()));
            } else {
                write.interrupt(fleet, () -> runs.add(submit(fleet, inputs)));
            }
            disruptions.add("Postgres killed");
            runs.forEach(run -> compare(fleet, run));
            fleet.awaitReady();
            return runs.size();
        }
    }

    /** One of the workers cannot write what a job needs. */
    private int diskFull() {
        List<MemberPlan> members = new ArrayList<>(plan.members());
        members.replaceAll(member -> member.name().equals("worker-1") ? member.withWorkDisk(SMALL_DISK) : member);
        try (Fleet fleet = Fleet.start(plan.quick().withLease(LEASE).withMembers(members))) {
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, QUICK_MODEL);
            List<String> runs = new ArrayList<>();
            for (int i = 0; i < FEW_RUNS; i++) {
                runs.add(submit(fleet, inputs));
            }
            runs.forEach(run -> compare(fleet, run));
            boolean ready = fleet.members(Role.WORKER).getFirst().program().isReady();
            disruptions.add(
                    "worker-1 without room on its disk, in the end %s".formatted(ready ? "ready" : "not ready"));
            return FEW_RUNS;
        }
    }

    private static String submit(Fleet fleet, RunInputs inputs) {
        return fleet.api().submit(inputs, List.of(RunInputs.INT8), fleet.deviceClasses());
    }

    private void compare(Fleet fleet, String run) {
        faults.addAll(EndedRun.faults(fleet.api(), run, 1, fleet.deviceClasses(), LIMIT));
    }
}
