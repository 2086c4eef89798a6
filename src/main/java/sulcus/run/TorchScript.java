package sulcus.run;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A module made from TorchScript source in memory. PyTorch loads modules from a zip of stored entries: the source text, and
 * pickles of the module's state and constants (layout: torch/csrc/jit/docs/serialization.md in PyTorch), both of which are
 * almost empty here.
 */
final class TorchScript implements AutoCloseable {
    private final PtSymbolBlock module;
    private final NDManager names;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();

    /**
     * @param className of the one class in {@code source}
     * @param manager lives at least as long as this
     */
    TorchScript(String className, String source, NDManager manager) {
        try {
            module = JniUtils.loadModule(
                    (PtNDManager) manager, new ByteArrayInputStream(archive(className, source)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JniUtils.enableInferenceMode(module);
        names = manager.newSubManager(ai.djl.Device.cpu());
    }

    /**
     * Runs a method. DJL reads names: {@code w.key} becomes an entry of the dictionary argument.
     *
     * @param training whether gradients are to flow through the results
     * @return the results, which belong to the manager of the first argument
     */
    NDList call(String method, NDList arguments, boolean training) {
        // thread-local in PyTorch; its profiling executor specializes on shapes, and these change from text to text
        JniUtils.setGraphExecutorOptimize(false);
        NDList named = new NDList(arguments);
        named.add(methods.computeIfAbsent(method, m -> {
            NDArray marker = names.create(0L);
            marker.setName("module_method:" + m);
            return marker;
        }));
        return IValueUtils.forward(module, named, training);
    }

    @Override
    public void close() {
        names.close();
        module.close();
    }

    private static byte[] archive(String className, String source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", state(className));
            store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            // protocol 2, empty tuple, stop
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickle of an object of the class whose only attribute is {@code training = False}. */
    private static byte[] state(String className) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(0x80);
        pickle.write(2);
        pickle.writeBytes(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
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
