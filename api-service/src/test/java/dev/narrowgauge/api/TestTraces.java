package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Also where nothing is exported from here: who asked may be traced, and so may be who does it. */
@QuarkusTest
class TestTraces extends GrpcTest {
    private static final TraceParent CLIENT =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    @Test
    void runOfARequestIsInTheTraceOfTheRequest() {
        String run = RunFixture.id(http.post("/v1/runs", fixture.request(), TraceParent.HEADER, CLIENT.text())
                .with(201));
        assertThat(traceOf(run)).contains(CLIENT);
        cancel(run);
    }

    @Test
    void runOfACallIsInTheTraceOfTheCall() {
        Metadata headers = new Metadata();
        headers.put(HEADER, CLIENT.text());
        String run = runs().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .submit(request("{\"precision\": \"int8\"}").build())
                .getRunId();
        assertThat(traceOf(run)).contains(CLIENT);
        cancel(run);
    }

    @Test
    void whatIsNoTraceIsLeftOut() {
        String run = RunFixture.id(http.post("/v1/runs", fixture.request(), TraceParent.HEADER, "00-zz-1-01")
                .with(201));
        assertThat(traceOf(run)).isEmpty();
        cancel(run);
    }

    private void cancel(String run) {
        runs().cancel(CancelRunRequest.newBuilder().setRunId(run).build());
    }

    private Optional<TraceParent> traceOf(String run) {
        Job first = new JobStore(Database.jdbi(database))
                .ofRun(UUID.fromString(run))
                .getFirst();
        return first.trace().parent();
    }
}
