package sulcus.decompose.layout;

/**
 * Model-wide functional networks: the branches of a {@link NetworkTree} below a cut. A branch with networks of one layer only
 * is no family.
 *
 * @param height of the cut, 1 − |correlation|
 * @param of [layer][network]: the family, numbered from 0 in the order of the tree's leaves; −1 for none
 * @param count how many families
 */
public record Families(float height, int[][] of, int count) {

    /** The family of a network; −1 if it has none, as a network that the tree does not know. */
    public int of(int layer, int network) {
        return layer < of.length && network < of[layer].length ? of[layer][network] : -1;
    }
}
