package io.github.gatehouse.localserver;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port on the loopback address that one of the local servers listens on.
 *
 * @param variable the environment variable that moves it, for the sentence when it is taken
 * @param number 1 to 65535
 */
public record LoopbackPort(String variable, int number) {

    /** The address that everything here binds to; nothing is reachable from other machines. */
    public static final String HOST = "127.0.0.1";

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    /**
     * Reads a port from the environment.
     *
     * @throws StartFailure when the value is no port number
     */
    public static LoopbackPort from(Map<String, String> environment, String variable, int standard) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return new LoopbackPort(variable, standard);
        }
        if (value.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= 65535) {
                return new LoopbackPort(variable, number);
            }
        }
        throw new StartFailure(variable + "=" + value
                + " is no port. Set it to a number from 1 to 65535, or leave it out for " + standard + ".");
    }

    /**
     * A port that nobody uses at this moment, and that this JVM has not been given before: a server that is still being
     * built will listen on the one that it was given.
     */
    public static LoopbackPort free() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return new LoopbackPort("", socket.getLocalPort());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Makes sure that all of them can be listened on.
     *
     * @throws StartFailure when another program has one, or two are the same
     */
    public static void requireAllFree(List<LoopbackPort> ports) {
        Map<Integer, LoopbackPort> seen = new HashMap<>();
        for (LoopbackPort port : ports) {
            LoopbackPort same = seen.put(port.number, port);
            if (same != null) {
                throw new StartFailure(
                        same.variable + " and " + port.variable + " are both " + port.number + ". Give each its own.");
            }
            port.requireFree();
        }
    }

    /**
     * @throws StartFailure when another program has it
     */
    void requireFree() {
        if (answersOnIpv6()) {
            throw taken(null);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, number));
        } catch (IOException e) {
            throw taken(e);
        }
    }

    /** A browser that is sent to {@code localhost} asks there first, and would show the other program. */
    private boolean answersOnIpv6() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("::1", number), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A web server that is not started yet; the port may have been taken since it was looked at.
     *
     * @throws StartFailure when another program has the port
     */
    HttpServer listen() {
        try {
            return HttpServer.create(new InetSocketAddress(HOST, number), 0);
        } catch (IOException e) {
            throw taken(e);
        }
    }

    private StartFailure taken(IOException cause) {
        int other = number + 10000 > 65535 ? number - 10000 : number + 10000;
        return new StartFailure(
                "Port " + number + " is taken by another program. End that one, or choose another port: " + variable
                        + "=" + other + " ./start",
                cause);
    }
}
