package dev.narrowgauge.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Makes the members of a fleet, none of which is started yet. */
final class Members {
    /** Of networks; the gateway has the one before. */
    private static final int FIRST_NUMBER = 2;

    private static final String GATEWAY_OPTION = "--gateway";

    private final FleetPlan plan;
    private final Host.Site site;
    private final ServerAddresses addresses;
    private final Environments environments;
    private final List<Integer> gateways = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private int apis;
    private int links;

    private Members(FleetPlan plan, Host.Site site, ServerAddresses addresses) {
        this.plan = plan;
        this.site = site;
        this.addresses = addresses;
        this.environments = new Environments(plan, site, addresses);
    }

    /** In the order of the plan; those outside have the gRPC of the APIs by turns. */
    static List<Member> of(FleetPlan plan, Host.Site site, ServerAddresses addresses) {
        Members made = new Members(plan, site, addresses);
        made.make(addresses.ports().iterator());
        return List.copyOf(made.members);
    }

    private void make(Iterator<Integer> ports) {
        if (plan.members().stream().anyMatch(MemberPlan::outside)) {
            plan.members().stream()
                    .filter(member -> member.role() == Role.API)
                    .forEach(_ -> gateways.add(ports.next()));
        }
        for (MemberPlan member : plan.members()) {
            Host host = Host.prepare(site, member);
            members.add(member.outside() ? outside(host, ports.next()) : inside(host, ports.next()));
        }
    }

    private Member inside(Host host, int port) {
        Folders.write(host.folder().resolve(Environments.PASSWORD), addresses.password());
        return new Member(
                host.plan(),
                new Program(
                        host.command(program(host)),
                        environments.of(host.plan(), Program.LOOPBACK, port, gateway(host.plan())),
                        log(host),
                        port),
                Optional.empty());
    }

    private OptionalInt gateway(MemberPlan member) {
        return member.role() == Role.API && !gateways.isEmpty()
                ? OptionalInt.of(gateways.get(apis++))
                : OptionalInt.empty();
    }

    private Member outside(Host host, int port) {
        Link link = nextLink();
        NetworkNamespace network = link.network();
        List<String> program = Stream.concat(program(host).stream(), Stream.of(GATEWAY_OPTION, link.url()))
                .toList();
        return new Member(
                host.plan(),
                new Program(
                        network.command(host.command(program)),
                        environments.of(host.plan(), network.address(), port, OptionalInt.empty()),
                        log(host),
                        network.address(),
                        port),
                Optional.of(link));
    }

    private Link nextLink() {
        int number = links++;
        return new Link(
                NetworkNamespace.of("ng-" + number, FIRST_NUMBER + number), gateways.get(number % gateways.size()));
    }

    private List<String> program(Host host) {
        return plan.programs().command(host.plan().role().program());
    }

    private static Path log(Host host) {
        return host.folder().resolve("log");
    }
}
