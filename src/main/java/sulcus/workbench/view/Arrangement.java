package sulcus.workbench.view;

import java.util.List;

/**
 * Where the views stand, by their ids.
 *
 * @param left tabs of the only or the left half, in order
 * @param leftFront the one in front
 * @param right tabs of the right half; empty for no second half
 * @param rightFront the one in front; null without a second half
 * @param windows those in windows of their own
 */
public record Arrangement(
        List<String> left, String leftFront, List<String> right, String rightFront, List<String> windows) {
    public Arrangement {
        left = List.copyOf(left);
        right = List.copyOf(right);
        windows = List.copyOf(windows);
    }
}
