package sulcus.workbench.view;

/**
 * One token of the calibration texts, both 0-based.
 *
 * @param group of texts
 * @param index in the group, through all its texts: the place in a time course
 */
public record Token(int group, int index) {}
