package sulcus.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sulcus.decompose.layout.NetworkTree;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.task.Refusal;

/**
 * The dendrogram over all networks on disk: {@code layer.LL.leaf} (I32, one a network), {@code left}, {@code right} (I32) and
 * {@code height} (F32) of each merge, {@code order} (I32) of the leaves.
 */
final class TreeFile {
    private TreeFile() {}

    static void write(StudyFolder folder, NetworkTree tree) {
        List<Declared> tensors = new ArrayList<>();
        for (int layer = 0; layer < tree.leaf().length; layer++) {
            tensors.add(new Declared(leaf(layer), ElementType.I32, tree.leaf()[layer].length));
        }
        for (String name : new String[] {"left", "right"}) {
            tensors.add(new Declared(name, ElementType.I32, tree.left().length));
        }
        tensors.add(new Declared("height", ElementType.F32, tree.height().length));
        tensors.add(new Declared("order", ElementType.I32, tree.order().length));
        try (SafetensorsWriter writer = SafetensorsWriter.replace(folder.tree(), tensors, Map.of())) {
            for (int layer = 0; layer < tree.leaf().length; layer++) {
                writer.write(leaf(layer), LittleEndian.ints(tree.leaf()[layer]));
            }
            writer.write("left", LittleEndian.ints(tree.left()));
            writer.write("right", LittleEndian.ints(tree.right()));
            writer.writeFloats("height", tree.height());
            writer.write("order", LittleEndian.ints(tree.order()));
            writer.commit();
        }
    }

    static NetworkTree read(StudyFolder folder, int layers) {
        try (SafetensorsFile file = SafetensorsFile.open(folder.tree())) {
            int[][] leaf = new int[layers][];
            for (int layer = 0; layer < layers; layer++) {
                leaf[layer] = StudyArrays.ints(file, leaf(layer));
            }
            int[] order = StudyArrays.ints(file, "order");
            float[] height = StudyArrays.vector(file, "height", Math.max(0, order.length - 1));
            return new NetworkTree(
                    leaf, order.length, StudyArrays.ints(file, "left"), StudyArrays.ints(file, "right"), height, order);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    folder.tree() + ": is no dendrogram: " + e.getMessage() + "; delete it, and it is made again", e);
        }
    }

    private static String leaf(int layer) {
        return StudyFolder.name(layer, "leaf");
    }
}
