package dev.narrowgauge.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** A network between a client and a server on this machine, in which connections can go silent without being closed. */
public final class SilentProxy implements AutoCloseable {
    private static final int NEVER = -1;

    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger vain = new AtomicInteger();
    private volatile int era;
    private volatile boolean lost;

    private SilentProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** @param target port on the loopback interface */
    public static SilentProxy to(int target) throws IOException {
        SilentProxy proxy = new SilentProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofPlatform().daemon().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The same database, over this network. */
    public PGSimpleDataSource over(PGSimpleDataSource direct) {
        PGSimpleDataSource through = new PGSimpleDataSource();
        through.setUrl(direct.getUrl());
        through.setUser(direct.getUser());
        through.setPassword(direct.getPassword());
        through.setPortNumbers(new int[] {port()});
        return through;
    }

    /** From now on the connections that there are carry nothing; new ones do. */
    public void silence() {
        era++;
    }

    /** From now on no connection carries anything, new ones neither, and never will. */
    public void lose() {
        lost = true;
        silence();
    }

    /** From now on new connections carry again. */
    public void mend() {
        lost = false;
    }

    /** How many connections were made in vain. */
    public int madeInVain() {
        return vain.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(client, server));
                boolean carries = !lost;
                int born = carries ? era : NEVER;
                vain.addAndGet(carries ? 0 : 1);
                Thread.ofPlatform().daemon().start(() -> carry(client, server, born));
                Thread.ofPlatform().daemon().start(() -> carry(server, client, born));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void carry(Socket from, Socket to, int born) {
        byte[] buffer = new byte[1 << 13];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (era == born) {
                    out.write(buffer, 0, length);
                }
            }
            if (era == born) {
                to.close();
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
