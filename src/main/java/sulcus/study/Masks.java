package sulcus.study;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import sulcus.format.Sha256;
import sulcus.prune.Plan;

/** A plan's masks as bytes: what must be equal when a study is reproduced. */
public final class Masks {
    private Masks() {}

    /** Layer after layer: the width as a little-endian int32, then one byte a neuron, 1 preserved, 0 removed; then groups of heads likewise, if any go. */
    public static byte[] bytes(Plan plan) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int layer = 0; layer < plan.neurons().length; layer++) {
            int width = plan.neurons()[layer];
            BitSet preserved = plan.preserved()[layer];
            byte[] row = new byte[4 + width];
            ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).putInt(width);
            for (int j = preserved.nextSetBit(0); j >= 0; j = preserved.nextSetBit(j + 1)) {
                row[4 + j] = 1;
            }
            out.writeBytes(row);
        }
        if (plan.heads() != null) {
            out.writeBytes(bytes(
                    new Plan(Float.NaN, plan.heads().groups(), plan.heads().preserved())));
        }
        return out.toByteArray();
    }

    /** SHA-256 of {@link #bytes}. */
    public static String hash(Plan plan) {
        return Sha256.of(bytes(plan));
    }
}
