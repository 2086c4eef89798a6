package sulcus.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import sulcus.task.Refusal;

/**
 * One answer of a hub, redirects followed by hand: to https alone (or within this machine), and without the token where they
 * lead away from the hub. It is the only class of the program that opens a connection.
 */
final class Connection implements AutoCloseable {
    private static final int REDIRECTS = 6;
    /** Milliseconds that a hub may be silent. */
    private static final int PATIENCE = 30_000;

    private final HttpURLConnection answer;
    private final int status;

    private Connection(HttpURLConnection answer, int status) {
        this.answer = answer;
        this.status = status;
    }

    /**
     * Asks for an address of the hub.
     *
     * @param what for messages, such as the file's name
     * @param from first byte that is wanted; 0 for all
     * @throws Refusal if the hub cannot be reached, or says no
     */
    static Connection open(Hub hub, URI address, String what, long from) {
        URI uri = address;
        try {
            for (int i = 0; i <= REDIRECTS; i++) {
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                connection.setInstanceFollowRedirects(false);
                connection.setConnectTimeout(PATIENCE);
                connection.setReadTimeout(PATIENCE);
                connection.setUseCaches(false);
                connection.setRequestProperty("User-Agent", "sulcus");
                connection.setRequestProperty("Accept-Encoding", "identity");
                if (from > 0) {
                    connection.setRequestProperty("Range", "bytes=" + from + "-");
                }
                if (hub.token() != null && hub.isOwn(uri)) {
                    connection.setRequestProperty("Authorization", "Bearer " + hub.token());
                }
                int status = connection.getResponseCode();
                String next = connection.getHeaderField("Location");
                if (status / 100 != 3 || next == null) {
                    return checked(new Connection(connection, status), hub, what);
                }
                connection.disconnect();
                uri = redirected(hub, uri, next);
            }
        } catch (IOException e) {
            throw lost(hub, what, e);
        }
        throw new Refusal(hub + ": " + what + ": is sent from one place to the next without end");
    }

    private static URI redirected(Hub hub, URI from, String to) {
        URI next;
        try {
            next = from.resolve(to);
        } catch (IllegalArgumentException e) {
            throw new Refusal(hub + ": sends to a place that is no address", e);
        }
        if (next.getHost() == null) {
            throw new Refusal(hub + ": sends to a place that is no address");
        }
        Hub.requireSafe(next, Hub.here(hub.address()));
        return next;
    }

    private static Connection checked(Connection connection, Hub hub, String what) {
        int status = connection.status;
        if (status == 200 || status == 206) {
            return connection;
        }
        connection.close();
        throw new Refusal(hub + ": " + what + ": "
                + switch (status) {
                    case 401, 403 ->
                        "is not given to everybody (status " + status
                                + "); accept its terms on its page, then set HF_TOKEN";
                    case 404 -> "is not there; look at the name and the revision";
                    case 416 -> "has changed since a part of it was fetched; run the command again";
                    case 429 -> "too many questions; wait a while and run the command again, what is here stays";
                    default -> "the hub answers with status " + status + "; try again later, what is here stays";
                });
    }

    /** Why nothing comes any more, for people. */
    static Refusal lost(Hub hub, String what, IOException e) {
        String reason = switch (e) {
            case UnknownHostException unknown -> "there is no such host, or no network";
            case SocketTimeoutException silent -> "the hub is silent";
            default -> "the connection broke off (" + e.getMessage() + ")";
        };
        return new Refusal(hub + ": " + what + ": " + reason + "; run it again later, what is here stays", e);
    }

    /** Whether the answer begins where it was asked to; else it is the whole. */
    boolean beginsAt(long from) {
        String range = answer.getHeaderField("Content-Range");
        return status == 206 && range != null && range.startsWith("bytes " + from + "-");
    }

    InputStream body() throws IOException {
        return answer.getInputStream();
    }

    @Override
    public void close() {
        answer.disconnect();
    }
}
