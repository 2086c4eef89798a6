package sulcus.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub on this machine, with one model. */
public final class LoopbackHub implements AutoCloseable {
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** What was asked for, as "path range authorization". */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    /** Bytes after which the hub falls silent for good; −1 for never. */
    private int breaksAfter = -1;

    private String elsewhere;

    public LoopbackHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public LoopbackHub file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** Says another checksum than the file's. */
    LoopbackHub lies(String name) {
        told.put(name, "0".repeat(64));
        return this;
    }

    LoopbackHub breaksAfter(int bytes) {
        breaksAfter = bytes;
        return this;
    }

    /** Sends those who want a file to another address. */
    LoopbackHub redirects(String address) {
        elsewhere = address;
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(path + " " + range + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        String prefix = "/org/model/resolve/" + COMMIT + "/";
        if (path.equals("/api/models/org/model/revision/main")) {
            send(exchange, 200, listing().getBytes(StandardCharsets.UTF_8), 0);
        } else if (path.startsWith(prefix) && elsewhere != null) {
            exchange.getResponseHeaders().add("Location", elsewhere + path);
            send(exchange, 302, new byte[0], 0);
        } else if (path.startsWith(prefix) && files.containsKey(path.substring(prefix.length()))) {
            byte[] content = files.get(path.substring(prefix.length()));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (range != null) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            send(exchange, range == null ? 200 : 206, content, from);
        } else {
            send(exchange, 404, new byte[0], 0);
        }
    }

    private void send(HttpExchange exchange, int status, byte[] content, int from) throws IOException {
        int length = content.length - from;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        boolean breaks = breaksAfter >= 0 && length > breaksAfter;
        if (length > 0) {
            OutputStream body = exchange.getResponseBody();
            body.write(Arrays.copyOfRange(content, from, breaks ? from + breaksAfter : content.length));
            body.flush();
        }
        exchange.close();
    }

    private String listing() {
        StringBuilder json = new StringBuilder("{\"sha\":\"" + COMMIT + "\",\"siblings\":[");
        files.forEach((name, content) -> json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                .append("{\"rfilename\":\"")
                .append(name.replace("\\", "\\\\"))
                .append("\",\"size\":")
                .append(content.length)
                .append(
                        name.endsWith(".json")
                                ? ",\"blobId\":\""
                                        + hash(
                                                "SHA-1",
                                                ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8),
                                                content)
                                        + "\"}"
                                : ",\"lfs\":{\"size\":" + content.length + ",\"sha256\":\""
                                        + told.getOrDefault(name, hash("SHA-256", content)) + "\"}}"));
        return json.append("]}").toString();
    }

    private static String hash(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
