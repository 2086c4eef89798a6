package sulcus.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sulcus.prune.NetworkId;
import sulcus.study.lab.Recurrence;
import sulcus.study.lab.Recurrence.Count;
import sulcus.task.Refusal;

/**
 * In which kinds of text networks recur.
 *
 * @param title over the matrix
 * @param subtitle below it: what chance finds
 * @param kinds rows
 * @param texts of each kind
 * @param networks columns, layers in order
 * @param share [kind][network]: of the kind's texts in which the network was found
 * @param recurs [kind][network]: more than chance gives
 */
public record RecurrenceData(
        String title,
        String subtitle,
        List<String> kinds,
        int[] texts,
        List<NetworkId> networks,
        float[][] share,
        boolean[][] recurs) {

    /**
     * @param layer whose networks are shown; null for all
     * @throws Refusal if there are none
     */
    public static RecurrenceData of(Recurrence r, Integer layer) {
        List<Count> counts = r.counts().stream()
                .filter(c -> layer == null || c.network().layer() == layer)
                .toList();
        if (counts.isEmpty()) {
            throw new Refusal("figure recurrence: no network " + (layer == null ? "" : "of layer " + layer + " ")
                    + "was looked for; measure it with sulcus recurrence");
        }
        int kinds = r.kinds().size();
        int networks = counts.size() / kinds;
        float[][] share = new float[kinds][networks];
        boolean[][] recurs = new boolean[kinds][networks];
        int[] texts = new int[kinds];
        for (int i = 0; i < counts.size(); i++) {
            Count c = counts.get(i);
            share[i % kinds][i / kinds] = c.found() / (float) Math.max(1, c.texts());
            recurs[i % kinds][i / kinds] = c.recurs();
            texts[i % kinds] = c.texts();
        }
        String title = String.format(
                        Locale.ROOT,
                        "Networks of %s%s found again in %,d single texts of %s (IoU above %s)",
                        r.study(),
                        layer == null ? "" : ", layer " + layer + ",",
                        r.kindOf().length,
                        r.text(),
                        r.iou())
                .replace(',', '\u2009')
                .replace("\u2009 layer", ", layer")
                .replace("\u2009 found", ", found");
        String subtitle = r.nulls() == 0
                ? "chance was not measured"
                : String.format(
                        Locale.ROOT,
                        "%d times in all, %.1f by chance (time-shifted signals); dots: more than chance, false discovery rate"
                                + " %.0f %%",
                        r.found(),
                        r.expectedFound(),
                        100 * Recurrence.LEVEL);
        return new RecurrenceData(
                title,
                subtitle,
                r.kinds(),
                texts,
                counts.stream().map(Count::network).distinct().toList(),
                share,
                recurs);
    }

    /** What a column says: the kinds in which the network is found, the most first. */
    public String words(int network) {
        StringBuilder words = new StringBuilder("network " + networks.get(network));
        IntStream.range(0, kinds.size())
                .filter(kind -> share[kind][network] > 0)
                .boxed()
                .sorted((a, b) -> Float.compare(share[b][network], share[a][network]))
                .forEach(kind -> words.append("  ·  ")
                        .append(Math.round(share[kind][network] * texts[kind]))
                        .append(" of ")
                        .append(texts[kind])
                        .append(' ')
                        .append(kinds.get(kind))
                        .append(recurs[kind][network] ? "*" : ""));
        return words.toString();
    }

    /** The largest share, rounded up to a tenth. */
    float highest() {
        float highest = 0;
        for (float[] row : share) {
            for (float value : row) {
                highest = Math.max(highest, value);
            }
        }
        return Math.max(0.1f, (float) Math.ceil(highest * 10 - 1e-4) / 10);
    }
}
