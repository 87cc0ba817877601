package dev.narrowgauge.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.digest.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestAuditChain {
    private final List<String> lines = lines(5);

    @Test
    void linesAsTheyWereWrittenFollowEachOther() {
        AuditChain chain = new AuditChain();
        lines.forEach(line -> assertThat(chain.add(line)).isEmpty());
        assertThat(chain.first()).isEqualTo(1);
        assertThat(chain.last()).isEqualTo(5);
        assertThat(chain.mark()).isEqualTo("5:" + hash(lines.getLast()));
    }

    @Test
    void changedLineIsFound() {
        lines.set(2, lines.get(2).replace("it 3", "it 4"));
        assertThat(fault()).hasValueSatisfying(why -> assertThat(why).contains("line 3", "it was changed"));
    }

    /** Whoever changes a line and its hash would have to change all that follow. */
    @Test
    void changedLineWithAHashThatFitsIsFoundByTheNext() {
        String body = body(3, hash(lines.get(1))).replace("it 3", "it 4");
        lines.set(2, body + ",\"hash\":\"" + Sha256.of(body) + "\"}");
        assertThat(fault()).hasValueSatisfying(why -> assertThat(why).contains("line 4", "line before"));
    }

    @Test
    void missingSwappedAndForeignLinesAreFound() {
        List<String> whole = List.copyOf(lines);
        lines.remove(2);
        assertThat(fault()).hasValueSatisfying(why -> assertThat(why).contains("line 4 follows number 2"));
        lines.clear();
        lines.addAll(List.of(whole.get(0), whole.get(2), whole.get(1)));
        assertThat(fault()).hasValueSatisfying(why -> assertThat(why).contains("line 3 follows number 1"));
        lines.clear();
        lines.addAll(List.of(whole.get(0), "{}"));
        assertThat(fault()).hasValueSatisfying(why -> assertThat(why).contains("no line of an audit log"));
    }

    @Test
    void partOfALogIsHeldAgainstTheHashThatItNames() {
        lines.removeFirst();
        lines.removeFirst();
        AuditChain chain = new AuditChain();
        lines.forEach(line -> assertThat(chain.add(line)).isEmpty());
        assertThat(chain.first()).isEqualTo(3);
        assertThat(chain.last()).isEqualTo(5);
    }

    /** JSON leaves them as they are, and an identity provider may have them in a name. */
    @Test
    void separatorsOfUnicodeAreNoEndsOfLines() {
        AuditChain chain = new AuditChain();
        for (String separator : List.of("\u2028", "\u2029", "\u0085")) {
            String previous = chain.mark().split(":")[1];
            String body = body((int) chain.last() + 1, previous) + ",\"more\":\"a%sb\"".formatted(separator);
            assertThat(chain.add(body + ",\"hash\":\"" + Sha256.of(body) + "\"}"))
                    .isEmpty();
        }
        assertThat(chain.last()).isEqualTo(3);
    }

    private Optional<String> fault() {
        AuditChain chain = new AuditChain();
        return lines.stream().flatMap(line -> chain.add(line).stream()).findFirst();
    }

    private static List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        String previous = "0".repeat(64);
        for (int sequence = 1; sequence <= count; sequence++) {
            String body = body(sequence, previous);
            previous = Sha256.of(body);
            lines.add(body + ",\"hash\":\"" + previous + "\"}");
        }
        return lines;
    }

    private static String body(int sequence, String previous) {
        return "{\"sequence\":%d,\"previous\":\"%s\",\"at\":\"now\",\"what\":\"it %1$d\"".formatted(sequence, previous);
    }

    private static String hash(String line) {
        return line.substring(line.length() - 66, line.length() - 2);
    }
}
