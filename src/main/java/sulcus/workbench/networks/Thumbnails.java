package sulcus.workbench.networks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.SliceGrid;
import sulcus.figure.ColourScale;
import sulcus.prune.NetworkId;
import sulcus.workbench.study.Subject;

/** Small pictures of networks on their slices, made in the background; the last few hundred are kept. */
final class Thumbnails {
    /** Cells across; of the cells that share a pixel the largest |z| shows. */
    static final int MOST = 56;

    private static final int KEPT = 400;
    private static final int ANATOMY = 0xff3c4250;

    private final Executor reader;
    private final Executor window;
    /** What is still to be drawn, the newest first: what was scrolled past can wait. Guarded by itself. */
    private final Deque<Wanted> wanted = new ArrayDeque<>();

    private boolean drawing;
    private Subject subject;
    private final Map<NetworkId, Image> made = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NetworkId, Image> eldest) {
            return size() > KEPT;
        }
    };

    Thumbnails(Executor reader, Executor window) {
        this.reader = reader;
        this.window = window;
    }

    private record Wanted(Subject of, NetworkId id, Consumer<Image> taker) {}

    /** Hands over a network's picture, at once if it is there; on the window's thread. */
    void ask(Subject of, NetworkId id, Consumer<Image> taker) {
        if (of != subject) {
            made.clear();
            synchronized (wanted) {
                wanted.clear();
            }
            subject = of;
        }
        Image ready = made.get(id);
        if (ready != null) {
            taker.accept(ready);
            return;
        }
        synchronized (wanted) {
            wanted.addFirst(new Wanted(of, id, taker));
            if (drawing) {
                return;
            }
            drawing = true;
        }
        // one piece of work for all that are wanted: to start one for each row would hold the window
        reader.execute(this::drawAll);
    }

    private void drawAll() {
        boolean done = false;
        try {
            for (Wanted next = next(); next != null; next = next()) {
                Wanted drawn = next;
                Picture picture = draw(drawn.of(), drawn.id());
                window.execute(() -> show(drawn, picture));
            }
            done = true;
        } finally {
            if (!done) {
                synchronized (wanted) {
                    drawing = false;
                }
            }
        }
    }

    private Wanted next() {
        synchronized (wanted) {
            Wanted next = wanted.pollFirst();
            drawing = next != null;
            return next;
        }
    }

    private void show(Wanted drawn, Picture picture) {
        if (drawn.of() != subject) {
            return;
        }
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        picture.width(),
                        picture.height(),
                        PixelFormat.getIntArgbInstance(),
                        picture.argb(),
                        0,
                        picture.width());
        made.put(drawn.id(), image);
        drawn.taker().accept(image);
    }

    /** @param argb row after row; 0 outside the slice */
    record Picture(int width, int height, int[] argb) {}

    static Picture draw(Subject of, NetworkId id) {
        float[] z = NeuronMap.of(of.networks().map(id), of.neurons(id.layer()));
        SliceGrid grid = of.layout().grid();
        int bin = Math.ceilDiv(Math.max(grid.width(), grid.height()), MOST);
        int width = Math.ceilDiv(grid.width(), bin);
        int height = Math.ceilDiv(grid.height(), bin);
        float[] largest = new float[width * height];
        int[] argb = new int[width * height];
        ColourScale scale = ColourScale.of(new float[][] {z}, "z");
        int[] cells = of.layout().cells()[id.layer()];
        for (int j = 0; j < z.length; j++) {
            int at = cells[j] / grid.width() / bin * width + cells[j] % grid.width() / bin;
            if (argb[at] == 0 || Math.abs(z[j]) > Math.abs(largest[at])) {
                largest[at] = z[j];
                argb[at] = Math.abs(z[j]) > scale.floor() + 1 ? scale.argb(z[j]) : ANATOMY;
            }
        }
        return new Picture(width, height, argb);
    }
}
