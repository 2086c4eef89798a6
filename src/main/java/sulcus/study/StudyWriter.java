package sulcus.study;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sulcus.decompose.LayerResult;
import sulcus.decompose.layout.LayerMembers;
import sulcus.decompose.layout.SliceLayout;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * A study being made, layer by layer, in the folder {@code NAME.partial-KEY} beside its place. Each layer is there whole or not
 * at all, so a decomposition that was cancelled or crashed goes on with the layer it had reached when the same one is asked
 * for again: the key is a hash of all that decides the result. When all is there the folder gets its name.
 */
final class StudyWriter implements AutoCloseable {
    private final Path target;
    private final StudyFolder folder;
    private final String key;
    private final int[] layers;
    private final FileChannel lockFile;
    private final FileLock lock;
    private int finished;

    private StudyWriter(
            Path target, StudyFolder folder, String key, int[] layers, FileChannel lockFile, FileLock lock) {
        this.target = target;
        this.folder = folder;
        this.key = key;
        this.layers = layers;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Begins a study, or takes up an unfinished one.
     *
     * @param layers to be decomposed, ascending
     * @param key 64 hexadecimal digits
     * @throws Refusal if the target exists, or another process is at work on the same
     */
    static StudyWriter begin(Path target, int[] layers, String key) {
        Path place = target.toAbsolutePath().normalize();
        refuseExisting(place);
        StudyFolder folder =
                new StudyFolder(place.resolveSibling(place.getFileName() + ".partial-" + key.substring(0, 8)));
        try {
            Files.createDirectories(folder.layers());
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                throw new Refusal(folder.path() + ": is being written by another Sulcus; wait for it or stop it");
            }
            StudyWriter writer = new StudyWriter(place, folder, key, layers, channel, lock);
            writer.findFinished();
            return writer;
        } catch (IOException e) {
            throw FileFailure.writing(folder.path(), e);
        }
    }

    static void refuseExisting(Path place) {
        if (place.getFileName() == null) {
            throw new Refusal(place + ": cannot be written: it has no name; give a folder that does not exist yet");
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(place + ": exists already; choose another name or remove it");
        }
    }

    private void findFinished() {
        while (finished < layers.length && Files.exists(folder.layer(layers[finished]))) {
            try (LayerFile file = LayerFile.open(folder.layer(layers[finished]))) {
                if (!file.belongsTo(key)) {
                    return;
                }
                finished++;
            } catch (Refusal damaged) {
                // it is made again, and the file written over
                return;
            }
        }
    }

    /** How many layers were there from before, or have been put since. */
    int finished() {
        return finished;
    }

    Path partial() {
        return folder.path();
    }

    /** Where the study will be. */
    Path target() {
        return target;
    }

    void put(LayerResult layer) {
        LayerFile.write(folder.layer(layer.layer()), layer, key);
        finished++;
    }

    /** The reports of all layers, in order. */
    List<StudyDocument.LayerRecord> reports() {
        List<StudyDocument.LayerRecord> reports = new ArrayList<>();
        for (int layer : layers) {
            try (LayerFile file = LayerFile.open(folder.layer(layer))) {
                reports.addAll(file.reports());
            }
        }
        return List.copyOf(reports);
    }

    /**
     * Writes what follows from the layers: scores, means, and the layout. From the files, so that a study that was
     * interrupted is the same as one that was not.
     *
     * @param neurons of all layers of the model
     */
    void summarize(int[] neurons, Progress progress) {
        float[][] maxZ = new float[neurons.length][];
        float[][] meanActivation = new float[neurons.length][];
        float[][] meanProduct = new float[neurons.length][];
        LayerMembers[] members = new LayerMembers[neurons.length];
        for (int i = 0; i < layers.length; i++) {
            int layer = layers[i];
            progress.report("layout: layer " + (i + 1) + " of " + layers.length, 0.8 * i / layers.length);
            try (LayerFile file = LayerFile.open(folder.layer(layer))) {
                maxZ[layer] = file.array("max_z");
                meanActivation[layer] = file.array("mean_activation");
                meanProduct[layer] = file.array("mean_product");
                members[layer] = file.members(neurons[layer]);
            }
        }
        StudyArrays.writeScores(folder, layers, maxZ, meanActivation, meanProduct);
        progress.report("layout: all layers", 0.8);
        SliceLayout.Arranged arranged = layout(members, neurons, members[layers[0]].tokens());
        StudyArrays.writeLayout(folder, arranged.layout());
        TreeFile.write(folder, arranged.tree());
        progress.report("layout", 1);
    }

    private static SliceLayout.Arranged layout(LayerMembers[] members, int[] neurons, int sampled) {
        int[] wide =
                IntStream.range(0, neurons.length).filter(l -> neurons[l] > 0).toArray();
        SliceLayout.Arranged arranged = SliceLayout.arrange(known(members, neurons, wide, sampled));
        int[][] cells = new int[neurons.length][0];
        int[][] families = new int[neurons.length][0];
        int[][] leaf = new int[neurons.length][0];
        for (int i = 0; i < wide.length; i++) {
            cells[wide[i]] = arranged.layout().cells()[i];
            families[wide[i]] = arranged.layout().families()[i];
            leaf[wide[i]] =
                    members[wide[i]] == null ? new int[0] : arranged.tree().leaf()[i];
        }
        return new SliceLayout.Arranged(
                new SliceLayout(arranged.layout().grid(), cells, families),
                arranged.tree().at(leaf));
    }

    private static List<LayerMembers> known(LayerMembers[] members, int[] neurons, int[] wide, int sampled) {
        List<LayerMembers> known = new ArrayList<>();
        for (int layer : wide) {
            // a layer that was not decomposed is one region without a course
            known.add(
                    members[layer] != null
                            ? members[layer]
                            : new LayerMembers(
                                    1,
                                    new int[neurons[layer]],
                                    new float[neurons[layer]],
                                    sampled,
                                    new float[sampled]));
        }
        return known;
    }

    void tokens(List<List<int[]>> groups, List<StudyText.Text> texts) {
        StudyArrays.writeTokens(folder, groups);
        StringBuilder lines = new StringBuilder();
        for (StudyText.Text text : texts) {
            lines.append(StudyJson.line(text)).append('\n');
        }
        AtomicFile.write(folder.texts(), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes study.json and the first line of the history, and gives the folder its name. */
    void finish(StudyDocument document, History.Step step) {
        AtomicFile.write(folder.document(), StudyJson.pretty(document));
        try {
            Files.deleteIfExists(folder.history());
            new History(folder.history()).append(step);
            close();
            Files.deleteIfExists(folder.lock());
            refuseExisting(target);
            try {
                Files.move(folder.path(), target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(folder.path(), target);
            }
        } catch (IOException e) {
            throw FileFailure.writing(target, e);
        }
    }

    /** Removes the folder again if there is no finished layer in it. */
    void discardIfEmpty() {
        if (finished > 0 || !Files.exists(folder.path())) {
            return;
        }
        close();
        PruneText.remove(folder.path());
    }

    @Override
    public void close() {
        try {
            if (lock.isValid()) {
                lock.release();
            }
            lockFile.close();
        } catch (IOException e) {
            throw FileFailure.writing(folder.lock(), e);
        }
    }
}
