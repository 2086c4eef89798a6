package sulcus.hub;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import sulcus.task.Refusal;

/**
 * Where models are fetched from: the public hub of Hugging Face, or a mirror that answers alike.
 *
 * @param address without a slash at the end; https, or http on this machine alone
 * @param token for models that want one; null for none. It is said to this address only, never to where it redirects
 */
public record Hub(URI address, String token) {
    /** The field's public hub. */
    public static final String PUBLIC = "https://huggingface.co";

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * The hub that is asked for by its address; else the one that {@code HF_ENDPOINT} names; else the public one. A token is
     * taken from {@code HF_TOKEN}.
     *
     * @param address null where none is asked for
     * @throws Refusal if the address is none, or would be spoken to in the clear
     */
    public static Hub of(String address, Map<String, String> environment) {
        String named = environment.getOrDefault("HF_ENDPOINT", "");
        String said = address != null ? address : named.isBlank() ? PUBLIC : named;
        URI uri;
        try {
            uri = URI.create(said.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new Refusal("hub " + said + ": is no address; write one such as " + PUBLIC, e);
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new Refusal("hub " + said + ": is no address of a hub; write one such as " + PUBLIC);
        }
        requireSafe(uri, here(uri));
        String token = environment.getOrDefault("HF_TOKEN", "").strip();
        if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new Refusal("HF_TOKEN: holds characters that no token has; set it again");
        }
        return new Hub(uri, token.isEmpty() ? null : token);
    }

    /** Whether an address is this machine's own. */
    static boolean here(URI uri) {
        return HERE.contains(uri.getHost());
    }

    /** @param clear whether http is allowed, to this machine */
    static void requireSafe(URI uri, boolean clear) {
        boolean safe = "https".equals(uri.getScheme()) || clear && "http".equals(uri.getScheme()) && here(uri);
        if (!safe) {
            throw new Refusal(uri.getScheme() + "://" + uri.getHost()
                    + ": is not asked, for anybody could read and change" + " what comes; give an https address");
        }
    }

    /** Whether this is the hub's own scheme, host and port, so that it may hear the token. */
    boolean isOwn(URI uri) {
        return address.getScheme().equals(uri.getScheme())
                && address.getHost().equalsIgnoreCase(uri.getHost())
                && address.getPort() == uri.getPort();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
