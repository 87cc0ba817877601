package dev.narrowgauge.api.node;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.ClassNodes;
import dev.narrowgauge.domain.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The machines that measure, and what they offer. */
public final class Nodes {
    static final int MAX_REASON = 500;

    private final NodeStore store;
    private final ControlStore controls;
    private final Duration liveWithin;
    private final SharedLook<List<Node>> living;

    /** @param liveWithin how long after it was last seen a node still counts as live */
    public Nodes(NodeStore store, ControlStore controls, Duration liveWithin) {
        this.store = store;
        this.controls = controls;
        this.liveWithin = liveWithin;
        this.living = new SharedLook<>(() -> store.live(liveWithin));
    }

    /** @param labels that a node has, all of them */
    List<NodeView> list(List<String> labels) {
        Set<String> live = live();
        return store.list().stream()
                .filter(node -> node.labels().containsAll(labels))
                .map(node -> view(node, live.contains(node.name())))
                .toList();
    }

    /** Those that count, newest first. */
    List<ControlView> controls(String name) {
        find(name);
        return controls.history(name).controls().reversed().stream()
                .map(ControlView::of)
                .toList();
    }

    /** The node after its quarantine, which the reason ends. */
    NodeView clear(String name, Clearing clearing) {
        String reason = PlainText.require(
                "Field 'reason', which says why the node can be trusted again,",
                clearing == null ? null : clearing.reason(),
                MAX_REASON);
        find(name);
        return changed(name, store.clear(name, reason.strip()));
    }

    /** The node, whose agent soon measures a baseline against itself. */
    NodeView recheck(String name) {
        find(name);
        return changed(name, store.askRecheck(name));
    }

    /** The node, which finishes what it does and takes no more jobs. */
    NodeView drain(String name) {
        return changed(name, store::drain);
    }

    /** The node, which takes jobs again. */
    NodeView resume(String name) {
        return changed(name, store::resume);
    }

    private NodeView changed(String name, Function<String, Optional<Node>> change) {
        find(name);
        return view(change.apply(name).orElseThrow(() -> unknown(name)));
    }

    /**
     * The node as it was. Fails with {@link ErrorCode#CONFLICT} while its agent lives, and while it is quarantined: that would
     * be forgotten with it, and who ends a quarantine gives a reason.
     */
    NodeView forget(String name) {
        Node node = find(name);
        if (node.standing().isQuarantined()) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The node '%s' is quarantined, which would be forgotten with it: clear it first, with a reason."
                            .formatted(name));
        }
        NodeView last = view(node);
        if (!store.forget(name, liveWithin)) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The node '%s' has an agent that lives; stop it first, or drain the node.".formatted(name));
        }
        return last;
    }

    private Node find(String name) {
        return Optional.of(name)
                .filter(PlainText::isStorable)
                .flatMap(store::find)
                .orElseThrow(() -> unknown(name));
    }

    private static NarrowgaugeException unknown(String name) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND, "There is no node '%s'; GET /v1/nodes lists them.".formatted(name));
    }

    private NodeView changed(String name, boolean changed) {
        Node node = find(name);
        if (!changed) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The node '%s' is not quarantined; there is nothing to clear or recheck.".formatted(name));
        }
        return view(node);
    }

    private Set<String> live() {
        return store.live(liveWithin).stream().map(Node::name).collect(toSet());
    }

    private NodeView view(Node node) {
        return view(node, live().contains(node.name()));
    }

    private NodeView view(Node node, boolean live) {
        return NodeView.of(node, controls.history(node.name()).floor(), live);
    }

    /**
     * The classes asked for, each of which some node offers, live or not, drained or not; when none are, the best of each live
     * node that takes jobs. What quarantined nodes offer does not count.
     */
    public List<String> deviceClasses(List<String> asked) {
        return asked.isEmpty() ? best() : known(asked);
    }

    private List<String> best() {
        List<Node> able = living.get().stream()
                .filter(node -> !node.deviceClasses().isEmpty())
                .toList();
        List<Node> trusted = able.stream().filter(Nodes::isTrusted).toList();
        if (trusted.isEmpty() && !able.isEmpty()) {
            throw quarantined(able);
        }
        List<String> best = trusted.stream()
                .filter(node -> !node.standing().isDrained())
                .map(node -> node.deviceClasses().getFirst())
                .distinct()
                .sorted()
                .toList();
        if (best.isEmpty() && !trusted.isEmpty()) {
            throw drained(trusted);
        }
        if (best.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.NO_DEVICE, "No node is alive to measure on; start a benchmark agent and try again.");
        }
        return best;
    }

    private List<String> known(List<String> asked) {
        List<Node> all = store.list();
        if (all.isEmpty()) {
            // One may yet come, with whatever class.
            throw new NarrowgaugeException(
                    ErrorCode.NO_DEVICE, "No node has registered yet; start a benchmark agent and try again.");
        }
        requireOffered(asked, all);
        List<String> classes = asked.stream().distinct().toList();
        classes.forEach(deviceClass -> requireTrusted(
                all.stream().filter(node -> node.offers(deviceClass)).toList()));
        return classes;
    }

    /**
     * Fails with {@link ErrorCode#DEVICE_CLASS_UNKNOWN} where a class is none that any node has ever offered, and says its place
     * in the list. Where none has registered there is nothing to tell, and nothing of a name that is null or blank.
     */
    public void requireKnown(List<String> deviceClasses) {
        List<Node> all = store.list();
        if (!all.isEmpty()) {
            requireOffered(deviceClasses, all);
        }
    }

    private static void requireOffered(List<String> deviceClasses, List<Node> nodes) {
        Set<String> offered = new TreeSet<>();
        nodes.stream().map(Node::deviceClasses).forEach(offered::addAll);
        Faults faults = new Faults();
        for (int i = 0; i < deviceClasses.size(); i++) {
            String deviceClass = deviceClasses.get(i);
            String place = "/" + i;
            if (deviceClass != null && !deviceClass.isBlank() && !offered.contains(deviceClass)) {
                faults.add(() -> new Fault(
                        ErrorCode.DEVICE_CLASS_UNKNOWN,
                        "No node offers the device class '%s'; available are %s."
                                .formatted(deviceClass, String.join(", ", offered)),
                        Optional.of(place)));
            }
        }
        faults.raise();
    }

    /** @param able one at least */
    private static void requireTrusted(List<Node> able) {
        if (able.stream().noneMatch(Nodes::isTrusted)) {
            throw quarantined(able);
        }
    }

    /** Why jobs of the class wait for more than their turn, as a sentence; empty where a node takes them. */
    public Optional<String> obstacle(String deviceClass) {
        return ClassNodes.of(deviceClass, store.list(), live()).obstacle();
    }

    private static boolean isTrusted(Node node) {
        return !node.standing().isQuarantined();
    }

    /** @param nodes all quarantined, one at least */
    private static NarrowgaugeException quarantined(List<Node> nodes) {
        return new NarrowgaugeException(
                ErrorCode.NODE_QUARANTINED,
                nodes.stream()
                        .map(node -> node.standing().quarantine().orElseThrow().explain(node.name()))
                        .collect(joining(" ")));
    }

    /** @param nodes all drained, one at least */
    private static NarrowgaugeException drained(List<Node> nodes) {
        return new NarrowgaugeException(
                ErrorCode.NO_DEVICE,
                "All nodes that could measure are drained (%s): resume one with POST /v1/nodes/NAME/resume, or name the device classes to wait for in 'deviceClasses'."
                        .formatted(nodes.stream().map(Node::name).collect(joining(", "))));
    }
}
