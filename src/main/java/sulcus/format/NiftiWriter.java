package sulcus.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import sulcus.task.Refusal;

/**
 * Writes volumes of float32 as NIfTI-1 in one compressed file ({@code .nii.gz}), volume by volume; a file of that name is replaced
 * when all are there. Voxels are cubes of 1 mm, the middle of the volume is the origin. Format: {@code nifti1.h} of the NIfTI Data
 * Format Working Group.
 */
public final class NiftiWriter implements AutoCloseable {
    private static final int HEADER = 348;
    private static final int DATA = 352;
    private static final short FLOAT32 = 16;
    private static final byte MILLIMETRES_AND_SECONDS = 2 | 8;
    /** To some standard space: "aligned". */
    private static final short ALIGNED = 2;

    private final AtomicFile file;
    private final OutputStream out;
    private final int voxels;
    private int left;

    private NiftiWriter(AtomicFile file, int x, int y, int z, int volumes, String description) throws IOException {
        this.file = file;
        this.voxels = Math.multiplyExact(Math.multiplyExact(x, y), z);
        this.left = volumes;
        this.out = new GZIPOutputStream(Channels.newOutputStream(file.channel()), 1 << 16);
        out.write(header(x, y, z, volumes, description));
    }

    /**
     * Begins a file.
     *
     * @param x extent of the fastest dimension, to the right
     * @param y extent to the front (up on a slice)
     * @param z extent upwards
     * @param volumes 1 for a volume without a fourth dimension
     * @param description at most 79 characters of ASCII are kept
     * @throws Refusal if an extent is larger than the format's 32,767, or the file cannot be written
     */
    public static NiftiWriter replace(Path path, int x, int y, int z, int volumes, String description) {
        for (int extent : new int[] {x, y, z, volumes}) {
            if (extent < 1 || extent > Short.MAX_VALUE) {
                throw new Refusal(path + ": NIfTI-1 holds from 1 to 32,767 along each dimension, and " + extent
                        + " are wanted; choose fewer networks (--layer, --group)");
            }
        }
        AtomicFile file = AtomicFile.replace(path);
        boolean good = false;
        try {
            NiftiWriter writer = new NiftiWriter(file, x, y, z, volumes, description);
            good = true;
            return writer;
        } catch (IOException e) {
            throw FileFailure.writing(path, e);
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    private static byte[] header(int x, int y, int z, int volumes, String description) {
        ByteBuffer h = ByteBuffer.allocate(DATA).order(ByteOrder.LITTLE_ENDIAN);
        h.putInt(0, HEADER);
        h.put(38, (byte) 'r');
        short[] dim = {(short) (volumes > 1 ? 4 : 3), (short) x, (short) y, (short) z, (short) volumes, 1, 1, 1};
        for (int i = 0; i < dim.length; i++) {
            h.putShort(40 + 2 * i, dim[i]);
            h.putFloat(76 + 4 * i, 1);
        }
        h.putShort(70, FLOAT32).putShort(72, (short) 32);
        h.putFloat(108, DATA).putFloat(112, 1).put(123, MILLIMETRES_AND_SECONDS);
        byte[] text = description.getBytes(StandardCharsets.US_ASCII);
        h.put(148, text, 0, Math.min(79, text.length));
        h.putShort(254, ALIGNED);
        int[] extents = {x, y, z};
        for (int row = 0; row < 3; row++) {
            h.putFloat(280 + 16 * row + 4 * row, 1);
            h.putFloat(280 + 16 * row + 12, -(extents[row] - 1) / 2f);
        }
        h.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        return h.array();
    }

    /** Appends a volume: x · y · z values, x fastest. */
    public void append(float[] volume) {
        if (volume.length != voxels || left == 0) {
            throw new IllegalArgumentException("a volume of " + voxels + " voxels is expected, and " + left + " more");
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * voxels).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(volume);
        try {
            out.write(bytes.array());
        } catch (IOException e) {
            throw FileFailure.writing(file.target(), e);
        }
        left--;
    }

    /**
     * Gives the file its name.
     *
     * @throws IllegalStateException if volumes are missing
     */
    public void commit() {
        if (left != 0) {
            throw new IllegalStateException(left + " volumes are missing");
        }
        try {
            ((GZIPOutputStream) out).finish();
        } catch (IOException e) {
            throw FileFailure.writing(file.target(), e);
        }
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
