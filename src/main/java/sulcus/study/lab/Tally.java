package sulcus.study.lab;

import java.util.Arrays;
import sulcus.prune.NetworkId;

/** What was found of one template in the texts and in their shifted copies. */
final class Tally {
    private final NetworkId network;
    private final int keyNeurons;
    private final float[] iou;
    private final float[] r;
    private final int[] matches;
    private final float[][] chanceIou;
    private final float[][] chanceR;

    Tally(NetworkId network, int keyNeurons, int texts, int nulls) {
        this.network = network;
        this.keyNeurons = keyNeurons;
        iou = new float[texts];
        r = new float[texts];
        matches = new int[texts];
        chanceIou = new float[texts][nulls];
        chanceR = new float[texts][nulls];
    }

    /**
     * The best match of one text.
     *
     * @param copy −1 for the text itself
     * @param count networks above the threshold
     */
    void put(int text, int copy, float bestIou, float bestR, int count) {
        if (copy < 0) {
            iou[text] = bestIou;
            r[text] = bestR;
            matches[text] = count;
        } else {
            chanceIou[text][copy] = bestIou;
            chanceR[text][copy] = bestR;
        }
    }

    int keyNeurons() {
        return keyNeurons;
    }

    /** Of the copies of a text. */
    float[] chanceIou(int text) {
        return chanceIou[text];
    }

    /** Of the copies of a text. */
    float[] chanceR(int text) {
        return chanceR[text];
    }

    /** What is kept; q are not known yet. */
    Recurrence.Template template(Pool pool, double threshold) {
        int found = 0;
        int all = 0;
        for (float[] copies : chanceIou) {
            for (float value : copies) {
                found += value > threshold ? 1 : 0;
                all++;
            }
        }
        float[] pIou = new float[iou.length];
        float[] pR = new float[iou.length];
        for (int text = 0; text < iou.length; text++) {
            pIou[text] = pool.p(pool.iou(keyNeurons, text), iou[text]);
            pR[text] = pool.p(pool.r(keyNeurons, text), r[text]);
        }
        return new Recurrence.Template(
                network.toString(),
                keyNeurons,
                iou,
                r,
                matches,
                pIou,
                pR,
                new float[0],
                new float[0],
                pool.rates(keyNeurons, threshold),
                found,
                upper(flat(chanceIou, all)),
                upper(flat(chanceR, all)));
    }

    private static float[] flat(float[][] rows, int all) {
        float[] flat = new float[all];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, flat, at, row.length);
            at += row.length;
        }
        return flat;
    }

    /** What one in twenty exceeds; 0 of none. */
    private static float upper(float[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[Math.min(values.length - 1, (int) (0.95 * values.length))];
    }
}
