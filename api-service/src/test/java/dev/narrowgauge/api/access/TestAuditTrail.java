package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.AuditEntry;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.domain.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class TestAuditTrail {
    private static final int REFUSALS = 3;

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final AuditStore store = new AuditStore(jdbi);
    private final AuditTrail trail =
            new AuditTrail(store, new Buckets<>(REFUSALS, Duration.ofDays(1000), System::nanoTime));

    @Test
    void callIsRecordedBeforeAnythingIsDoneAndAtItsEnd() {
        Call call = call(ApiOperation.REVOKE_KEY, "192.0.2.1");
        trail.begin(call);
        store.chain();
        assertThat(outcomes()).containsExactly(AuditEntry.BEGUN);
        trail.end(call, ErrorCode.NOT_FOUND.name());
        trail.write();
        assertThat(outcomes()).containsExactly(AuditEntry.BEGUN, "NOT_FOUND");
    }

    /** Nothing may be done of which nothing is known. */
    @Test
    void callThatCannotBeRecordedIsNotBegun() {
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE audit_pending RENAME TO elsewhere"));
        assertThatExceptionOfType(JdbiException.class)
                .isThrownBy(() -> trail.begin(call(ApiOperation.REVOKE_KEY, "192.0.2.1")));
    }

    /** What could not be written is written later. */
    @Test
    void endIsKeptUntilItIsWritten() {
        trail.end(call(ApiOperation.REVOKE_KEY, "192.0.2.1"), AuditEntry.DONE);
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE audit_pending RENAME TO elsewhere"));
        assertThatExceptionOfType(JdbiException.class).isThrownBy(trail::write);
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE elsewhere RENAME TO audit_pending"));
        trail.write();
        trail.write();
        assertThat(outcomes()).containsExactly(AuditEntry.DONE);
    }

    @Test
    void whoIsRefusedOftenDoesNotFillTheLog() {
        for (int i = 0; i < 10; i++) {
            trail.refuse(call(ApiOperation.GET_RUN, "192.0.2.1"), ErrorCode.KEY_REFUSED);
        }
        trail.refuse(call(ApiOperation.GET_RUN, "192.0.2.2"), ErrorCode.KEY_MISSING);
        for (int i = 0; i < 10; i++) {
            trail.end(call(ApiOperation.SUBMIT_RUN, "192.0.2.3"), ErrorCode.REQUEST_INVALID.name());
            trail.end(call(ApiOperation.OPEN_SESSION, "192.0.2.4"), ErrorCode.KEY_REFUSED.name());
        }
        trail.write();
        assertThat(outcomes()).hasSize(3 * REFUSALS + 1);
        assertThat(store.after(0, 100).get(REFUSALS).text()).contains("\"address\":\"192.0.2.2\"", "\"leftOut\":7");
    }

    /** It reads, or is written by who does it. */
    @Test
    void nothingIsSaidOfWhatLeavesNoTrace() {
        for (ApiOperation operation : List.of(ApiOperation.GET_RUN, ApiOperation.LIST_KEYS, ApiOperation.SUBMIT_RUN)) {
            Call call = call(operation, "192.0.2.1");
            trail.begin(call);
            trail.end(call, AuditEntry.DONE);
        }
        trail.write();
        assertThat(outcomes()).isEmpty();
    }

    private List<String> outcomes() {
        return store.after(0, 100).stream()
                .map(line -> line.text().replaceFirst(".*\"outcome\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static Call call(ApiOperation operation, String address) {
        return Call.of(operation, address, "something");
    }
}
