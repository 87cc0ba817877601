package dev.narrowgauge.api.verdict;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.proof.Envelope;
import dev.narrowgauge.domain.proof.SigningKey;
import dev.narrowgauge.domain.proof.VerifyingKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/verdicts}, the attestations of runs and the key that they are checked with. */
@Path("/v1")
@Tag(name = "verdicts")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class VerdictResource {
    private static final String PEM = "application/x-pem-file";
    private static final String KEY_ID = "Narrowgauge-Key-Id";

    private final KnownVerdicts verdicts;
    private final InstallationKey key;

    VerdictResource(KnownVerdicts verdicts, InstallationKey key) {
        this.verdicts = verdicts;
        this.key = key;
    }

    @GET
    @Path("verdicts/{digest}")
    @Operation(
            operationId = "getContentVerdict",
            summary = "The latest verdict about the bytes with that SHA-256",
            description =
                    "Of the project of the call. It was written when the run was decided; 404 where there is none.")
    public ContentVerdictView verdict(@PathParam("digest") String digest) {
        return ContentVerdictView.of(verdicts.about(digest));
    }

    @GET
    @Path("verdicts/{digest}/attestation")
    @Operation(
            operationId = "getContentAttestation",
            summary = "The signed statement of the latest verdict about these bytes",
            description = "A DSSE envelope with an in-toto test-result statement whose one subject is the bytes.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = Envelope.class)))
    public String attestation(@PathParam("digest") String digest) {
        return verdicts.attestation(digest);
    }

    @GET
    @Path("runs/{id}/attestation")
    @Operation(
            operationId = "getAttestation",
            summary = "The signed statement of a run's verdict",
            description =
                    "A DSSE envelope with an in-toto test-result statement; 'narrowgauge verify --attestation' holds it against the"
                            + " verdict document.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = Envelope.class)))
    public String attestationOfRun(@PathParam("id") String id) {
        return verdicts.attestationOfRun(id);
    }

    @GET
    @Path("signing-key")
    @Produces(PEM)
    @Operation(
            operationId = "getSigningKey",
            summary = "The public key of Ed25519 by which attestations are checked",
            description =
                    "SubjectPublicKeyInfo in PEM. The header Narrowgauge-Key-Id has its id, which is its SHA-256.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = PEM, schema = @Schema(type = SchemaType.STRING)))
    public Response signingKey() {
        VerifyingKey verifying = key.signing()
                .map(SigningKey::verifying)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "This service signs nothing: its owner has set no narrowgauge.signing.key."));
        return Response.ok(verifying.pem()).header(KEY_ID, verifying.id()).build();
    }
}
