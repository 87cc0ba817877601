package dev.narrowgauge.fleet.servers;

import dev.narrowgauge.fleet.ServerAddresses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/** A server of the S3 protocol on the loopback interface, with the bucket of the fleet in a folder. */
final class S3Server implements AutoCloseable {
    private static final String STORE = "filesystem-nio2";
    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0");

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    /** @param secret of {@link ServerAddresses#BUCKET_USER} */
    static S3Server start(Path folder, String secret) throws Exception {
        BlobStoreContext context = open(folder, secret);
        BlobStore store = context.getBlobStore();
        store.createContainerInLocation(null, ServerAddresses.BUCKET);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(ANY_PORT)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ServerAddresses.BUCKET_USER, secret)
                .build();
        proxy.start();
        return new S3Server(context, proxy);
    }

    private static BlobStoreContext open(Path folder, String secret) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", Files.createDirectories(folder).toString());
        return ContextBuilder.newBuilder(STORE)
                .overrides(properties)
                .credentials(ServerAddresses.BUCKET_USER, secret)
                .build(BlobStoreContext.class);
    }

    String address() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        context.close();
    }
}
