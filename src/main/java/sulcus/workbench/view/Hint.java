package sulcus.workbench.view;

/**
 * A key that means something inside a view only.
 *
 * @param does such as "From layer to layer"
 * @param keys as they are written, such as "← →"
 */
public record Hint(String does, String keys) {}
