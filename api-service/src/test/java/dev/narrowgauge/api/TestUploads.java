package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.db.Eventually;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestUploads extends ApiTest {
    @Test
    void modelIsStoredOnceAndComesBackAsItWas() {
        byte[] content = RunFixture.unique(TestingInspector.MODEL);

        Answer first = http.upload("/v1/models?name=digits", content).with(201);
        Answer again = http.upload("/v1/models?name=other", content).with(200);

        JsonNode model = first.json();
        String id = model.path("id").asText();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(first.header("Location")).endsWith("/v1/models/" + id);
        assertThat(again.json().path("name").asText()).isEqualTo("digits");
        assertThat(again.json().path("names").toString()).isEqualTo("[\"digits\",\"other\"]");
        assertThat(again.json().path("createdAt")).isEqualTo(model.path("createdAt"));
        assertThat(model.path("name").asText()).isEqualTo("digits");
        assertThat(model.path("sizeBytes").asInt()).isEqualTo(content.length);
        assertThat(model.path("createdAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(model.at("/description/inputs/0/name").asText()).isEqualTo("input");
        assertThat(http.get("/v1/models/" + id).with(200).json()).isEqualTo(again.json());
        Answer download = http.get("/v1/models/" + id + "/content").with(200);
        assertThat(download.body()).isEqualTo(content);
        assertThat(download.header("ETag")).isEqualTo('"' + id + '"');
        http.get("/v1/models/" + id + "/content", "If-None-Match", '"' + id + '"')
                .with(304);
    }

    @Test
    void datasetShowsUnknownAsNull() {
        byte[] content = RunFixture.unique(TestingInspector.dataset("1,2,3", "labels="));

        JsonNode dataset =
                http.upload("/v1/datasets?name=plain", content).with(201).json();

        assertThat(dataset.at("/description/labelled").asBoolean()).isFalse();
        assertThat(dataset.at("/description/minLabel").isNull()).isTrue();
        String address = "/v1/datasets/" + dataset.path("id").asText();
        assertThat(http.get(address).with(200).json()).isEqualTo(dataset);
        assertThat(http.get(address + "/content").with(200).body()).isEqualTo(content);
    }

    @Test
    void refusedUploadLeavesNothing() {
        List<Path> before = storedFiles();
        byte[] content = "nonsense".getBytes(UTF_8);

        assertThat(http.upload("/v1/models?name=x", content).problem(ErrorCode.MODEL_NOT_ONNX))
                .isNotBlank();
        http.upload("/v1/datasets?name=x", content).problem(ErrorCode.DATASET_UNREADABLE);

        assertThat(storedFiles()).isEqualTo(before);
    }

    @Test
    void uploadNeedsANameAndTheRightMediaType() {
        assertThat(http.upload("/v1/models", new byte[1]).problem(ErrorCode.REQUEST_INVALID))
                .contains("'name'");
        http.upload("/v1/models?name=%20", new byte[1]).problem(ErrorCode.REQUEST_INVALID);
        http.post("/v1/models?name=x", "{}").problem(ErrorCode.REQUEST_MEDIA_TYPE_UNSUPPORTED);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        http.get("/v1/models/abc").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/models/abc/content").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/datasets/abc").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/nothing").problem(ErrorCode.NOT_FOUND);
        http.get("/nothing").problem(ErrorCode.NOT_FOUND);
        http.send("DELETE", "/v1/models", BodyPublishers.noBody()).problem(ErrorCode.REQUEST_METHOD_UNSUPPORTED);
    }

    @Test
    void listsArePagedNewestFirst() {
        for (int i = 0; i < 5; i++) {
            http.upload("/v1/models?name=page" + i, RunFixture.unique(TestingInspector.MODEL))
                    .with(201);
        }

        JsonNode first = http.get("/v1/models?limit=2").with(200).json();
        JsonNode second = http.get(
                        "/v1/models?limit=2&cursor=" + first.path("nextCursor").asText())
                .with(200)
                .json();

        assertThat(first.at("/items/0/name").asText()).isEqualTo("page4");
        assertThat(first.at("/items/1/name").asText()).isEqualTo("page3");
        assertThat(second.at("/items/0/name").asText()).isEqualTo("page2");
        assertThat(all("/v1/models?limit=200"))
                .doesNotHaveDuplicates()
                .contains(
                        first.at("/items/0/id").asText(),
                        second.at("/items/1/id").asText());
        http.get("/v1/models?limit=0").problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/models?limit=many").problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/models?cursor=bad!").problem(ErrorCode.REQUEST_CURSOR_INVALID);
    }

    /** The ids of all pages, to that which names no next one. */
    private List<String> all(String list) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = http.get(list + cursor).with(200).json();
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (!cursor.isEmpty());
        return ids;
    }

    /** More than the heap of this JVM, client and service, could hold. */
    @Test
    void largeBodyStreams() {
        long size = Runtime.getRuntime().maxMemory() + (32L << 20);
        byte[] head = RunFixture.unique(TestingInspector.MODEL + "#");

        Answer answer =
                http.upload("/v1/models?name=large", BodyPublishers.ofInputStream(() -> new Filled(head, size)));

        assertThat(answer.with(201).json().path("sizeBytes").asLong()).isEqualTo(size);
    }

    /** Such a body would come in faster than it is read, and pile up in the memory of the service. */
    @Test
    void largeBodyOverClearTextHttp2IsRefused() throws Exception {
        try (HttpClient upgrading =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/models?name=large"))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofByteArray(new byte[17 << 20]))
                    .build();
            try {
                HttpResponse<String> response = upgrading.send(request, BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.body()).contains("send it over HTTP/1.1");
            } catch (IOException hungUp) {
                // As right: the service closes the connection, and the client may meet that before the answer.
            }
        }
        http.get("/v1/models").with(200);
    }

    @Test
    void uploadThatStopsInTheMiddleIsToldSo() {
        List<Path> before = storedFiles();

        Answer answer = http.raw("POST /v1/models?name=stops HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nkind=model");

        assertThat(answer.problem(ErrorCode.REQUEST_TIMED_OUT)).contains("stopped after 10 bytes");
        Eventually.await("nothing is left of the upload", () -> storedFiles().equals(before));
    }

    /** The head, and then a comment line of dots up to the size. */
    private static final class Filled extends InputStream {
        private final byte[] head;
        private final long size;
        private long position;

        Filled(byte[] head, long size) {
            this.head = head;
            this.size = size;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in pieces");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == size) {
                return -1;
            }
            int count = (int) Math.min(length, size - position);
            for (int i = 0; i < count; i++) {
                long at = position + i;
                target[offset + i] = at < head.length ? head[(int) at] : (byte) (at % 80 == 0 ? '\n' : '#');
            }
            position += count;
            return count;
        }
    }
}
