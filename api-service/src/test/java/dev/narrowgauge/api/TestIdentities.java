package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import dev.narrowgauge.proto.v1.RunsGrpc;
import dev.narrowgauge.proto.v1.RunsGrpc.RunsBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers with tokens of an identity provider, over HTTP and gRPC. */
@QuarkusTest
class TestIdentities extends GrpcTest {
    private static final String PIPELINE = """
            {"sub": "repo:acme/models:ref:%1$s", "groups": [], "repository": "acme/models", "ref": "%1$s"}
            """;

    @ConfigProperty(name = "narrowgauge.oidc.company.issuer")
    String address;

    private Issuer issuer;
    private Http stranger;

    @BeforeEach
    void findIssuer() {
        issuer = new Issuer(address);
        stranger = http.with(Optional.empty());
    }

    @Test
    void personIsKnownByTheirToken() {
        JsonNode session = stranger.get("/v1/session", "Authorization", issuer.header("{}"))
                .with(200)
                .json();
        assertThat(session.path("key").isNull()).isTrue();
        assertThat(session.at("/identity/provider").asText()).isEqualTo("company");
        assertThat(session.at("/identity/name").asText()).isEqualTo("ann");
        assertThat(session.path("scopes").toString()).isEqualTo("[\"read\",\"submit\"]");
        assertThat(Instant.parse(session.path("expiresAt").asText())).isAfter(Instant.now());
    }

    @Test
    void personMayDoWhatTheirGroupsMay() {
        String bearer = issuer.header("{}");
        stranger.get("/v1/runs", "Authorization", bearer).with(200);
        assertThat(stranger.get("/v1/keys", "Authorization", bearer).problem(ErrorCode.ACCESS_DENIED))
                .contains("'ann'", "'company'", "good for read, submit", "'admin'", "narrowgauge.oidc.company.rules");
        assertThat(stranger.get("/v1/runs", "Authorization", issuer.header("{\"groups\": [\"guests\"]}"))
                        .problem(ErrorCode.ACCESS_DENIED))
                .contains("'ann'", "no rule");
        assertThat(stranger.post("/v1/session/codes", "", "Authorization", bearer)
                        .problem(ErrorCode.CONFLICT))
                .contains("sign in there");
        stranger.post("/v1/session/end", "", "Authorization", bearer).problem(ErrorCode.CONFLICT);
    }

    @Test
    void pipelineMayDoWhatItsBranchMay() {
        stranger.get("/v1/runs", "Authorization", issuer.header(PIPELINE.formatted("refs/heads/main")))
                .with(200);
        stranger.get("/v1/runs", "Authorization", issuer.header(PIPELINE.formatted("refs/pull/1/merge")))
                .problem(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void groupIsGoodInTheProjectOfItsRuleAlone() {
        http.post("/v1/projects", "{\"name\": \"laboratory\"}").with(201);
        String bearer = issuer.header("{\"groups\": [\"researchers\"]}");
        Http laboratory = stranger.about("laboratory");
        laboratory.post("/v1/runs", "[]", "Authorization", bearer).problem(ErrorCode.REQUEST_INVALID);
        laboratory.get("/v1/runs", "Authorization", bearer).with(200);
        stranger.get("/v1/runs", "Authorization", bearer).with(200);
        assertThat(stranger.post("/v1/runs", "[]", "Authorization", bearer).problem(ErrorCode.ACCESS_DENIED))
                .contains("'ann'", "good for read in that project");
        stranger.about("nowhere").get("/v1/runs", "Authorization", bearer).problem(ErrorCode.ACCESS_DENIED);
        assertThat(stranger.get("/v1/projects", "Authorization", bearer).items().findValuesAsText("name"))
                .containsExactly("default", "laboratory");
    }

    @Test
    void tokenThatIsNotGoodIsRefused() {
        for (String claims :
                new String[] {"{\"exp\": 1}", "{\"aud\": \"other\"}", "{\"iss\": \"https://a.example\"}"}) {
            Http.Answer answer = stranger.get("/v1/runs", "Authorization", issuer.header(claims));
            answer.problem(ErrorCode.TOKEN_REFUSED);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"narrowgauge\"");
        }
        stranger.get("/v1/runs", "Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")
                .problem(ErrorCode.TOKEN_REFUSED);
    }

    @Test
    void grpcTakesTheSameTokens() {
        ManagedChannel other = channel(Optional.empty());
        try {
            runs(other, issuer.header("{}")).list(ListRunsRequest.getDefaultInstance());
            assertFails(
                    () -> runs(other, issuer.header("{\"groups\": []}")).list(ListRunsRequest.getDefaultInstance()),
                    ErrorCode.ACCESS_DENIED);
            assertFails(
                    () -> runs(other, issuer.header("{\"exp\": 1}")).list(ListRunsRequest.getDefaultInstance()),
                    ErrorCode.TOKEN_REFUSED);
        } finally {
            other.shutdownNow();
        }
    }

    private static RunsBlockingStub runs(ManagedChannel channel, String bearer) {
        Metadata headers = new Metadata();
        headers.put(GatewayAccess.AUTHORIZATION, bearer);
        return RunsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
