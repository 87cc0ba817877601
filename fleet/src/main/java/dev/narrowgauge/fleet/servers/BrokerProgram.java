package dev.narrowgauge.fleet.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.fleet.BrokerCluster;
import dev.narrowgauge.servers.kafka.ClusterNode;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;

/**
 * One of the Kafka brokers of a cluster. It prints its address as a line once it serves, and answers each line of its input, a
 * {@link BrokerCluster.Duty}, by the number of the broker that has it. It ends when its input does.
 */
public final class BrokerProgram {
    private static final long ANSWER_SECONDS = 60;

    private BrokerProgram() {}

    /** @param arguments folder of its records, its number, and the ports of all brokers and of all controllers, by commas */
    public static void main(String[] arguments) throws Exception {
        ClusterNode node = new ClusterNode(Integer.parseInt(arguments[1]), ports(arguments[2]), ports(arguments[3]));
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), node);
        System.out.println(kafka.bootstrapServers());
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String duty = questions.readLine(); duty != null; duty = questions.readLine()) {
                System.out.println(holder(kafka.bootstrapServers(), BrokerCluster.Duty.valueOf(duty)));
            }
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("The brokers do not say who has a duty: " + e);
            end(1);
        }
        end(0);
    }

    /** In good order it would wait for the other brokers, of which there may be none any more. */
    private static void end(int status) {
        Runtime.getRuntime().halt(status);
    }

    private static List<Integer> ports(String joined) {
        return Stream.of(joined.split(",")).map(Integer::valueOf).toList();
    }

    private static int holder(String servers, BrokerCluster.Duty duty)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
            return switch (duty) {
                case GROUP_COORDINATOR -> leader(admin, "__consumer_offsets");
                case SHARE_COORDINATOR -> leader(admin, "__share_group_state");
                case CONTROLLER ->
                    answer(admin.describeMetadataQuorum().quorumInfo()).leaderId();
            };
        }
    }

    /** Such a topic has one partition here. */
    private static int leader(Admin admin, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .getFirst()
                .leader()
                .id();
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
