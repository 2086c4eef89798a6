package sulcus.export;

/**
 * A file of an export.
 *
 * @param name within the folder
 * @param sha256 64 hexadecimal digits
 */
public record ExportedFile(String name, long bytes, String sha256) {}
