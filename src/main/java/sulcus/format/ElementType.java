package sulcus.format;

/** How the elements of a tensor are encoded. */
public enum ElementType {
    F32,
    F16,
    BF16
}
