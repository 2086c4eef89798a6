package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sulcus.task.Refusal;

/** The checked beginning of a GGUF file. Rules: llama.cpp's {@code ggml/src/gguf.cpp}. */
record GgufHeader(int version, Map<String, Object> metadata, Map<String, TensorInfo> tensors) {
    private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
    private static final int MOST_KEYS = 1 << 16;
    private static final int MOST_TENSORS = 1_000_000;
    private static final int LONGEST_KEY = 1 << 16;
    private static final int LONGEST_TENSOR_NAME = 63;
    private static final String ALIGNMENT = "general.alignment";

    /** @param file name for messages */
    static GgufHeader parse(String file, MemorySegment bytes) {
        GgufCursor cursor = new GgufCursor(file, bytes);
        if (bytes.byteSize() < 4 || cursor.i32("magic") != MAGIC) {
            throw new Refusal(file + ": byte 0: does not begin with GGUF; this is no GGUF file");
        }
        int version = cursor.i32("version");
        if (version != 0 && (version & 0xffff) == 0) {
            throw cursor.refusal("version " + Integer.toUnsignedString(version)
                    + ": a big-endian file; convert the model again for little-endian machines");
        }
        if (version != 2 && version != 3) {
            throw cursor.refusal("version " + Integer.toUnsignedString(version) + "; 2 and 3 are read");
        }
        // a tensor takes at least 24 bytes (name, dimensions, type, offset), a key 14
        long tensorCount = cursor.count("tensors", 24);
        long keyCount = cursor.count("keys", 14);
        if (tensorCount > MOST_TENSORS || keyCount > MOST_KEYS) {
            throw cursor.refusal(tensorCount + " tensors and " + keyCount + " keys; at most " + MOST_TENSORS + " and "
                    + MOST_KEYS + " are allowed");
        }
        Map<String, Object> metadata = metadata(cursor, (int) keyCount);
        return new GgufHeader(version, metadata, tensors(file, cursor, (int) tensorCount, alignment(metadata)));
    }

    private static Map<String, Object> metadata(GgufCursor cursor, int count) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = cursor.name("key " + i, LONGEST_KEY);
            if (key.isEmpty()) {
                throw cursor.refusal("key " + i + " is empty");
            }
            GgufValue type = GgufValue.type(cursor);
            if (key.equals(ALIGNMENT) && type != GgufValue.U32) {
                throw cursor.refusal(ALIGNMENT + " is not an unsigned 32-bit number");
            }
            if (metadata.put(key, type.read(cursor)) != null) {
                throw cursor.refusal("key " + key + " a second time");
            }
        }
        long alignment = alignment(metadata);
        if (Long.bitCount(alignment) != 1) {
            throw cursor.refusal(ALIGNMENT + " " + alignment + " is no power of two");
        }
        return metadata;
    }

    private static long alignment(Map<String, Object> metadata) {
        return (Long) metadata.getOrDefault(ALIGNMENT, 32L);
    }

    private static Map<String, TensorInfo> tensors(String file, GgufCursor cursor, int count, long alignment) {
        Map<String, TensorInfo> relative = LinkedHashMap.newLinkedHashMap(Math.min(count, 4096));
        long expected = 0;
        try {
            for (int i = 0; i < count; i++) {
                TensorInfo tensor = tensor(cursor, i);
                if (relative.put(tensor.name(), tensor) != null) {
                    throw cursor.refusal("tensor " + tensor.name() + " a second time");
                }
                if (tensor.offset() != expected) {
                    throw cursor.refusal("tensor " + tensor.name() + " at offset "
                            + Long.toUnsignedString(tensor.offset()) + "; the one before it ends at " + expected);
                }
                expected = Math.addExact(expected, padded(tensor.bytes(), alignment));
            }
            long start = padded(cursor.at(), alignment);
            return placed(file, relative, start, cursor.bytes().byteSize());
        } catch (ArithmeticException e) {
            throw cursor.refusal("the sizes of the tensors add up to more than a file can have");
        }
    }

    private static Map<String, TensorInfo> placed(
            String file, Map<String, TensorInfo> relative, long start, long fileSize) {
        Map<String, TensorInfo> tensors = LinkedHashMap.newLinkedHashMap(relative.size());
        for (TensorInfo tensor : relative.values()) {
            long offset = Math.addExact(start, tensor.offset());
            long missing = Math.addExact(offset, tensor.bytes()) - fileSize;
            if (missing > 0) {
                throw new Refusal(file + ": " + tensor.name() + ": ends " + missing
                        + " bytes after the end of the file: the file is cut short; copy it again");
            }
            tensors.put(
                    tensor.name(),
                    new TensorInfo(tensor.name(), tensor.type(), tensor.shape(), offset, tensor.bytes()));
        }
        return tensors;
    }

    private static TensorInfo tensor(GgufCursor cursor, int index) {
        String name = cursor.name("name of tensor " + index, LONGEST_TENSOR_NAME);
        long dimensions = cursor.u32("number of dimensions");
        if (dimensions > 4) {
            throw cursor.refusal("tensor " + name + " has " + dimensions + " dimensions; at most 4 are allowed");
        }
        // the file has the fastest dimension first
        long[] shape = new long[(int) dimensions];
        for (int i = shape.length - 1; i >= 0; i--) {
            shape[i] = cursor.i64("dimension");
            if (shape[i] < 0) {
                throw cursor.refusal("tensor " + name + " has a dimension of " + Long.toUnsignedString(shape[i]));
            }
        }
        long number = cursor.u32("element type");
        ElementType type = ElementType.ofGgml(number)
                .orElseThrow(() -> cursor.refusal("tensor " + name + " has the unknown element type " + number));
        long offset = cursor.i64("offset");
        try {
            long row = shape.length == 0 ? 1 : shape[shape.length - 1];
            if (row % type.blockElements() != 0) {
                throw cursor.refusal("tensor " + name + " has rows of " + row + " elements, " + type + " has blocks of "
                        + type.blockElements());
            }
            return new TensorInfo(name, type, shape, offset, size(type, shape));
        } catch (ArithmeticException e) {
            throw cursor.refusal(
                    "tensor " + name + ": shape " + Arrays.toString(shape) + " of " + type + " has no size in bytes");
        }
    }

    private static long size(ElementType type, long[] shape) {
        long elements = 1;
        for (long extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return type.bytes(elements);
    }

    private static long padded(long size, long alignment) {
        return Math.addExact(size, alignment - 1) / alignment * alignment;
    }
}
