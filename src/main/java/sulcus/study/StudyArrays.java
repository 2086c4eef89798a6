package sulcus.study;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import sulcus.decompose.layout.SliceLayout;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/** The arrays of a study that are held in memory: scores, means, layout, tokens. */
final class StudyArrays {
    private final StudyFolder folder;
    private final StudyDocument document;
    private final float[][] scores;
    private final float[][] meanActivation;
    private final float[][] meanProduct;
    private SliceLayout layout;

    private StudyArrays(StudyFolder folder, StudyDocument document) {
        this.folder = folder;
        this.document = document;
        int layers = document.model().layers();
        scores = new float[layers][];
        meanActivation = new float[layers][];
        meanProduct = new float[layers][];
    }

    static StudyArrays read(StudyFolder folder, StudyDocument document) {
        StudyArrays arrays = new StudyArrays(folder, document);
        try (SafetensorsFile file = SafetensorsFile.open(folder.scores())) {
            for (int layer : decomposed(document)) {
                int n = document.model().neurons()[layer];
                arrays.scores[layer] = vector(file, StudyFolder.name(layer, "max_z"), n);
                arrays.meanActivation[layer] = vector(file, StudyFolder.name(layer, "mean_activation"), n);
                arrays.meanProduct[layer] = vector(file, StudyFolder.name(layer, "mean_product"), n);
            }
        }
        return arrays;
    }

    private static int[] decomposed(StudyDocument document) {
        return document.layers().stream()
                .mapToInt(StudyDocument.LayerRecord::layer)
                .distinct()
                .sorted()
                .toArray();
    }

    static float[] vector(SafetensorsFile file, String name, int length) {
        TensorInfo info = file.tensor(name);
        if (info.elements() != length) {
            throw new Refusal(file.path() + ": " + name + ": has " + info.elements() + " values, the layer has "
                    + length + " neurons; decompose again");
        }
        float[] values = new float[length];
        file.readFloats(info, 0, length, MemorySegment.ofArray(values));
        return values;
    }

    float[][] scores() {
        return scores;
    }

    float[][] meanActivation() {
        return meanActivation;
    }

    float[][] meanProduct() {
        return meanProduct;
    }

    /** As stored; where it is not, neurons in plain order. */
    synchronized SliceLayout layout() {
        if (layout == null) {
            layout = Files.exists(folder.layout())
                    ? storedLayout()
                    : SliceLayout.plain(document.model().neurons());
        }
        return layout;
    }

    private SliceLayout storedLayout() {
        int[] neurons = document.model().neurons();
        int[][] cells = new int[neurons.length][];
        int[][] families = new int[neurons.length][];
        try (SafetensorsFile file = SafetensorsFile.open(folder.layout())) {
            for (int layer = 0; layer < cells.length; layer++) {
                cells[layer] = ints(file, StudyFolder.name(layer, "cells"));
                families[layer] = ints(file, StudyFolder.name(layer, "families"));
                if (cells[layer].length != neurons[layer]) {
                    throw new Refusal(folder.layout() + ": layer " + layer + ": has cells of " + cells[layer].length
                            + " neurons, the layer has " + neurons[layer] + "; delete the file");
                }
            }
        }
        SliceLayout read = SliceLayout.restore(cells, families);
        int area = read.grid().width() * read.grid().height();
        for (int[] layer : cells) {
            boolean[] taken = new boolean[area];
            for (int cell : layer) {
                if (cell < 0 || cell >= area || taken[cell]) {
                    throw new Refusal(folder.layout() + ": cell " + cell
                            + ": outside the slice, or given twice; delete the file");
                }
                taken[cell] = true;
            }
        }
        return read;
    }

    static void writeLayout(StudyFolder folder, SliceLayout layout) {
        List<Declared> tensors = new ArrayList<>();
        for (int layer = 0; layer < layout.cells().length; layer++) {
            tensors.add(new Declared(StudyFolder.name(layer, "cells"), ElementType.I32, layout.cells()[layer].length));
            tensors.add(new Declared(
                    StudyFolder.name(layer, "families"), ElementType.I32, layout.families()[layer].length));
        }
        var metadata = java.util.Map.of(
                "width", Integer.toString(layout.grid().width()),
                "height", Integer.toString(layout.grid().height()));
        try (SafetensorsWriter writer = SafetensorsWriter.replace(folder.layout(), tensors, metadata)) {
            for (int layer = 0; layer < layout.cells().length; layer++) {
                writer.write(StudyFolder.name(layer, "cells"), LittleEndian.ints(layout.cells()[layer]));
                writer.write(StudyFolder.name(layer, "families"), LittleEndian.ints(layout.families()[layer]));
            }
            writer.commit();
        }
    }

    /** @param layers which of the model's layers; the arrays have a row for each of the model's */
    static void writeScores(
            StudyFolder folder, int[] layers, float[][] maxZ, float[][] meanActivation, float[][] meanProduct) {
        List<Declared> tensors = new ArrayList<>();
        for (int layer : layers) {
            for (String name : new String[] {"max_z", "mean_activation", "mean_product"}) {
                tensors.add(new Declared(StudyFolder.name(layer, name), ElementType.F32, maxZ[layer].length));
            }
        }
        try (SafetensorsWriter writer = SafetensorsWriter.replace(folder.scores(), tensors, java.util.Map.of())) {
            for (int layer : layers) {
                writer.writeFloats(StudyFolder.name(layer, "max_z"), maxZ[layer]);
                writer.writeFloats(StudyFolder.name(layer, "mean_activation"), meanActivation[layer]);
                writer.writeFloats(StudyFolder.name(layer, "mean_product"), meanProduct[layer]);
            }
            writer.commit();
        }
    }

    StudyText text(int group) {
        int[] ids;
        long[] offsets;
        try (SafetensorsFile file = SafetensorsFile.open(folder.tokens())) {
            ids = ints(file, "group." + group + ".ids");
            offsets = LittleEndian.longs(file.bytes(file.tensor("group." + group + ".offsets")));
        }
        List<StudyText.Text> texts = new ArrayList<>();
        if (Files.exists(folder.texts())) {
            int number = 0;
            for (String line : StudyJson.text(folder.texts()).split("\n")) {
                number++;
                if (!line.isBlank()) {
                    StudyText.Text text =
                            StudyJson.parse(folder.texts() + ": line " + number, line, StudyText.Text.class);
                    if (text.group() == group) {
                        texts.add(text);
                    }
                }
            }
        }
        return new StudyText(ids, offsets, List.copyOf(texts));
    }

    /** @param groups the tokens of each text of each group */
    static void writeTokens(StudyFolder folder, List<List<int[]>> groups) {
        List<Declared> tensors = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            long tokens = groups.get(g).stream().mapToLong(text -> text.length).sum();
            tensors.add(new Declared("group." + g + ".ids", ElementType.I32, tokens));
            tensors.add(new Declared(
                    "group." + g + ".offsets", ElementType.I64, groups.get(g).size() + 1));
        }
        try (SafetensorsWriter writer = SafetensorsWriter.replace(folder.tokens(), tensors, java.util.Map.of())) {
            for (int g = 0; g < groups.size(); g++) {
                long[] offsets = new long[groups.get(g).size() + 1];
                for (int i = 0; i < groups.get(g).size(); i++) {
                    int[] text = groups.get(g).get(i);
                    offsets[i + 1] = offsets[i] + text.length;
                    writer.write("group." + g + ".ids", LittleEndian.ints(text));
                }
                writer.write("group." + g + ".offsets", LittleEndian.longs(offsets));
            }
            writer.commit();
        }
    }

    static int[] ints(SafetensorsFile file, String name) {
        TensorInfo info = file.tensor(name);
        if (info.type() != ElementType.I32) {
            throw new Refusal(file.path() + ": " + name + ": is " + info.type() + ", not I32");
        }
        return LittleEndian.ints(file.bytes(info));
    }
}
