package dev.narrowgauge.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.proof.EvidenceDigests.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TestEvidenceDigests {
    /** A value somewhere in a document. */
    private record Place(Map<String, Object> in, String member, String piece) {}

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Place> places = new ArrayList<>();
    private final Map<String, Object> document = document();
    private final EvidenceDigests digests = EvidenceDigests.of(document);

    @RepeatedTest(20)
    void whateverIsChangedIsNamedAndNothingElse() {
        Place place = places.get(random.nextInt(places.size()));
        Object before = place.in().get(place.member());
        place.in().put(place.member(), changed(before));

        assertThat(digests.differences(document))
                .as("%s in %s, seed %d", place.member(), place.piece(), seed)
                .singleElement()
                .asString()
                .contains(place.piece())
                .endsWith(" was changed.");
        place.in().put(place.member(), before);
        assertThat(digests.differences(document)).isEmpty();
    }

    @Test
    void everyLeafIsNamed() {
        assertThat(digests.leaves())
                .extracting(Leaf::name)
                .containsExactly(
                        "/model",
                        "/policy",
                        "/schemaVersion",
                        "/variants/0",
                        "/variants/0/accuracy/evidence",
                        "/variants/0/device",
                        "/variants/0/latency/evidence",
                        "/variants/1",
                        "/variants/1/accuracy/evidence",
                        "/variants/1/device",
                        "/variants/1/latency/evidence");
    }

    @Test
    @SuppressWarnings("unchecked")
    void peopleReadWhichPieceItIs() {
        Map<String, Object> row = ((List<Map<String, Object>>) document.get("variants")).get(1);
        ((Map<String, Object>) ((Map<String, Object>) row.get("latency")).get("evidence")).put("seed", "other");
        row.put("sizeBytes", 1);
        document.remove("model");
        document.put("more", true);

        assertThat(digests.differences(document))
                .containsExactly(
                        "The piece /model of the document is missing.",
                        "The row, beside its device and evidence, of 'recipe 1' on class 1 (/variants/1) was changed.",
                        "The latency evidence of 'recipe 1' on class 1 (/variants/1/latency/evidence) was changed.",
                        "The piece /more of the document was added.");
    }

    /** Programs of another release write such members, or leave them out. */
    @Test
    void whatSaysNothingChangesNothing() {
        Map<String, Object> more = new LinkedHashMap<>(document);
        more.put("nothing", null);
        more.put("noText", "");
        more.put("noList", List.of());
        more.put("noObject", Map.of("inner", Map.of()));
        more.put("digests", "whatever");

        assertThat(EvidenceDigests.of(more)).isEqualTo(digests);
    }

    @Test
    void leafThatIsChangedTooContradictsTheRoot() {
        List<Leaf> leaves = new ArrayList<>(digests.leaves());
        document.put("model", Map.of("id", "other"));
        leaves.set(0, EvidenceDigests.of(document).leaves().getFirst());

        assertThat(new EvidenceDigests(digests.root(), leaves).differences(document))
                .containsExactly(
                        "The digests of the pieces were changed: the evidence root is not that of its leaves.");
    }

    @Test
    void orderOfMembersIsNoDifference() {
        Map<String, Object> other = new HashMap<>();
        document.forEach(other::put);

        assertThat(EvidenceDigests.of(other)).isEqualTo(digests);
    }

    private Map<String, Object> document() {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("schemaVersion", 1);
        places.add(new Place(made, "schemaVersion", "/schemaVersion"));
        made.put("policy", random("/policy"));
        made.put("model", random("/model"));
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String name = "/variants/" + i;
            Map<String, Object> row = random("(" + name + ")");
            row.put("recipe", "recipe " + i);
            Map<String, Object> accuracy = random("(" + name + ")");
            accuracy.put("evidence", random(name + "/accuracy/evidence"));
            row.put("accuracy", accuracy);
            Map<String, Object> latency = random("(" + name + ")");
            latency.put("evidence", random(name + "/latency/evidence"));
            row.put("latency", latency);
            Map<String, Object> device = random(name + "/device");
            device.put("deviceClass", "class " + i);
            row.put("device", device);
            rows.add(row);
        }
        made.put("variants", rows);
        made.put("digests", Map.of("root", "of before"));
        return made;
    }

    private Map<String, Object> random(String piece) {
        Map<String, Object> made = new LinkedHashMap<>();
        List<Object> values =
                List.of(random.nextDouble(), random.nextInt(), random.nextBoolean(), "text " + random.nextInt());
        for (Object value : values) {
            String member = "m" + made.size();
            made.put(member, value);
            places.add(new Place(made, member, piece));
        }
        Map<String, Object> inner = new LinkedHashMap<>(Map.of("deep", random.nextGaussian()));
        made.put("list", List.of(1, inner));
        places.add(new Place(inner, "deep", piece));
        return made;
    }

    /** By its last digit or letter. */
    private static Object changed(Object value) {
        return switch (value) {
            case Double number -> Math.nextUp(number);
            case Integer number -> number + 1;
            case Boolean truth -> !truth;
            default -> value + "x";
        };
    }
}
