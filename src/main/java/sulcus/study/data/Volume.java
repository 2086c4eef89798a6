package sulcus.study.data;

import java.nio.file.Path;
import java.util.Arrays;
import sulcus.decompose.layout.SliceLayout;
import sulcus.format.NiftiWriter;
import sulcus.study.Study;

/**
 * The mosaic as a volume: x and y as on a slice (y upwards), z the layer. Voxels that no neuron has are 0, as the background of
 * images in neuroscience is.
 *
 * @param layers extent along z
 */
record Volume(SliceLayout layout, int layers) {
    static Volume of(Study study) {
        return new Volume(study.layout(), study.layers());
    }

    long[] shape() {
        return new long[] {layout.grid().width(), layout.grid().height(), layers};
    }

    NiftiWriter writer(Path out, int volumes, String description) {
        return NiftiWriter.replace(out, layout.grid().width(), layout.grid().height(), layers, volumes, description);
    }

    float[] empty() {
        return new float[layout.grid().width() * layout.grid().height() * layers];
    }

    /** Lays values of neurons onto the slice of their layer. */
    void lay(float[] voxels, int layer, float[] neurons) {
        int width = layout.grid().width();
        int height = layout.grid().height();
        int slice = layer * width * height;
        int[] cells = layout.cells()[layer];
        for (int j = 0; j < neurons.length; j++) {
            int up = height - 1 - cells[j] / width;
            voxels[slice + up * width + cells[j] % width] = neurons[j];
        }
    }

    /** Takes a layer's slice away again. */
    void clear(float[] voxels, int layer) {
        int size = layout.grid().width() * layout.grid().height();
        Arrays.fill(voxels, layer * size, (layer + 1) * size, 0);
    }
}
