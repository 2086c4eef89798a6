package sulcus.hub;

/**
 * A file that a hub lists.
 *
 * @param name within the model, "/" between folders
 * @param bytes its size
 * @param sha256 of its content, 64 hexadecimal digits; null where the hub does not say
 * @param blob git's SHA-1 of its content, 40 hexadecimal digits; null where the hub does not say
 */
public record HubFile(String name, long bytes, String sha256, String blob) {
    /** What the content is known by. */
    String identity() {
        return sha256 != null ? sha256 : blob;
    }
}
