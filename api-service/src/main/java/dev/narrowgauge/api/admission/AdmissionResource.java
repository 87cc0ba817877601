package dev.narrowgauge.api.admission;

import dev.narrowgauge.api.access.CurrentProject;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /v1/admission}: a validating admission webhook of Kubernetes. What it is to do stands in its path, since an API server takes
 * neither a query nor anything but lower-case words of an address there (ADR 54).
 */
@Path("/v1/admission")
@Tag(name = "admission")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class AdmissionResource {
    private final Admission admission;
    private final CurrentProject project;
    private final List<String> open;

    AdmissionResource(Admission admission, CurrentProject project, AdmissionConfig config) {
        this.admission = admission;
        this.project = project;
        this.open = config.openProjects().orElse(List.of());
    }

    @POST
    @Path("{mode}")
    @Operation(
            operationId = "reviewAdmission",
            summary = "Whether a cluster may run the models that an object names, in the project of the key",
            description =
                    "Takes and gives an AdmissionReview of admission.k8s.io/v1. The mode is strict, named, known or warn.")
    public AdmissionAnswer review(
            @PathParam("mode") String mode, @QueryParam("timeout") String timeout, Map<String, Object> review) {
        return admission.answer(given(review), AdmissionMode.of(mode));
    }

    @POST
    @Path("{mode}/{project}")
    @Operation(
            operationId = "reviewAdmissionOfProject",
            summary = "The same in a project about which a cluster may ask without a key",
            description =
                    "404 unless the service's operator has named the project (narrowgauge.admission.open-projects).")
    public AdmissionAnswer reviewOfProject(
            @PathParam("mode") String mode,
            @PathParam("project") String name,
            @QueryParam("timeout") String timeout,
            Map<String, Object> review) {
        if (!open.contains(name)) {
            throw new NarrowgaugeException(
                    ErrorCode.NOT_FOUND,
                    "Nobody may ask about a project '%s' without a key: name it in narrowgauge.admission.open-projects, or call POST /v1/admission/{mode} with a key of it."
                            .formatted(name));
        }
        project.enter(name);
        return admission.answer(given(review), AdmissionMode.of(mode));
    }

    private static Map<String, Object> given(Map<String, Object> review) {
        return review == null ? Map.of() : review;
    }
}
