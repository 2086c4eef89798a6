package sulcus.algebra;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * PyTorch's linear algebra that DJL has no call for, as a TorchScript module made in memory: a zip of stored entries with the
 * source text and nearly empty pickles (layout: torch/csrc/jit/docs/serialization.md in PyTorch).
 */
final class TorchModule implements AutoCloseable {
    private static final String SOURCE = """
            class Linear(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def eigen(self: __torch__.Linear, a: Tensor) -> List[Tensor]:
                values, vectors = torch.linalg_eigh(a)
                return [values, torch.contiguous(torch.transpose(vectors, 0, 1))]
              def decorrelate(self: __torch__.Linear, w: Tensor, least: Tensor) -> List[Tensor]:
                values, vectors = torch.linalg_eigh(torch.matmul(w, torch.transpose(w, 0, 1)))
                scaled = vectors * torch.rsqrt(torch.maximum(values, least))
                return [torch.matmul(scaled, torch.matmul(torch.transpose(vectors, 0, 1), w))]
              def solve(self: __torch__.Linear, a: Tensor, b: Tensor) -> List[Tensor]:
                factor, info = torch.linalg_cholesky_ex(a)
                return [torch.contiguous(torch.cholesky_solve(b, factor)), info]
              def inverse(self: __torch__.Linear, a: Tensor) -> List[Tensor]:
                factor, info = torch.linalg_cholesky_ex(a)
                return [torch.contiguous(torch.cholesky_inverse(factor)), info]
            """;

    private final NDManager manager;
    private final PtSymbolBlock module;

    /** @param manager lives at least as long as this */
    TorchModule(NDManager manager) {
        this.manager = manager.newSubManager();
        try {
            module = JniUtils.loadModule((PtNDManager) this.manager, new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JniUtils.enableInferenceMode(module);
    }

    /** Runs a method; the results belong to the manager of the first argument. */
    NDList call(String method, NDArray... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        try (NDArray marker = manager.newSubManager(Device.cpu()).create(0L)) {
            marker.setName("module_method:" + method);
            NDList list = new NDList(arguments);
            list.add(marker);
            return IValueUtils.forward(module, list, false);
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", state());
            store(zip, "code/__torch__.py", SOURCE.getBytes(StandardCharsets.UTF_8));
            // protocol 2, empty tuple, stop
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickle of an object of the class whose only attribute is {@code training = False}. */
    private static byte[] state() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(0x80);
        pickle.write(2);
        pickle.writeBytes("c__torch__\nLinear\n".getBytes(StandardCharsets.US_ASCII));
        // empty tuple, new object, empty dictionary, mark
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.writeBytes(new byte[] {'X', (byte) attribute.length, 0, 0, 0});
        pickle.writeBytes(attribute);
        // false, set items, build, stop
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(data);
        ZipEntry entry = new ZipEntry("sulcus/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCompressedSize(data.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
