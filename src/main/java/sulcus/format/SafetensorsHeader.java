package sulcus.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.task.Refusal;

/**
 * The checked header of a safetensors file.
 *
 * @param tensors in the order of their data
 */
record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    private static final int MOST_TENSORS = 1_000_000;
    private static final int MOST_DIMENSIONS = 16;
    private static final int BLOCK = 1 << 16;

    /**
     * @param file name for messages
     * @param header the JSON text
     * @param size bytes of the whole file
     */
    static SafetensorsHeader parse(String file, MemorySegment header, long size) {
        if (header.get(ValueLayout.JAVA_BYTE, 0) != '{') {
            throw new Refusal(file + ": byte 8: the header must begin with {; this is no safetensors file");
        }
        try (JsonParser parser = StrictJson.factory((int) SafetensorsFile.LONGEST_HEADER)
                .createParser(StrictJson.utf8(stream(header)))) {
            SafetensorsHeader parsed = new Parsing(file, parser, 8 + header.byteSize()).all();
            return parsed.inOrder(file, 8 + header.byteSize(), size);
        } catch (JsonProcessingException e) {
            throw new Refusal(file + ": header: " + StrictJson.where(e), e);
        } catch (CharacterCodingException e) {
            throw new Refusal(file + ": header: not valid UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header in blocks, so that one of 100 MB is never copied whole. */
    private static InputStream stream(MemorySegment header) {
        return new SequenceInputStream(new Enumeration<>() {
            private long at;

            @Override
            public boolean hasMoreElements() {
                return at < header.byteSize();
            }

            @Override
            public InputStream nextElement() {
                byte[] block = new byte[(int) Math.min(BLOCK, header.byteSize() - at)];
                MemorySegment.copy(header, ValueLayout.JAVA_BYTE, at, block, 0, block.length);
                at += block.length;
                return new ByteArrayInputStream(block);
            }
        });
    }

    /** Sorted by place, without hole or overlap, from the end of the header to the end of the file. */
    private SafetensorsHeader inOrder(String file, long start, long size) {
        List<TensorInfo> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::bytes));
        long expected = start;
        Map<String, TensorInfo> ordered = LinkedHashMap.newLinkedHashMap(sorted.size());
        for (TensorInfo tensor : sorted) {
            if (tensor.offset() != expected) {
                throw new Refusal(file + ": " + quoted(tensor.name()) + ": begins at byte " + tensor.offset()
                        + " of the file, " + (tensor.offset() < expected ? "inside another tensor" : "after a hole")
                        + "; expected " + expected);
            }
            expected = tensor.offset() + tensor.bytes();
            ordered.put(tensor.name(), tensor);
        }
        if (expected > size) {
            throw new Refusal(file + ": ends " + (expected - size) + " bytes early: it is cut short; copy it again");
        }
        if (expected < size) {
            throw new Refusal(file + ": has " + (size - expected) + " bytes too many after the last tensor");
        }
        return new SafetensorsHeader(ordered, metadata);
    }

    /** Short and without control characters, for a message of one line. */
    private static String quoted(String text) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    /** One pass over the JSON. */
    private static final class Parsing {
        private final String file;
        private final JsonParser parser;
        private final long start;

        Parsing(String file, JsonParser parser, long start) {
            this.file = file;
            this.parser = parser;
            this.start = start;
        }

        SafetensorsHeader all() throws IOException {
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = Map.of();
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("__metadata__")) {
                    metadata = token == JsonToken.VALUE_NULL ? Map.of() : metadata();
                } else if (token != JsonToken.START_OBJECT) {
                    throw refusal(name, "an object is expected");
                } else if (tensors.size() == MOST_TENSORS) {
                    throw refusal(name, "more than " + MOST_TENSORS + " tensors");
                } else {
                    tensors.put(name, tensor(name));
                }
            }
            if (parser.nextToken() != null) {
                throw new Refusal(file + ": header: something follows the JSON object");
            }
            return new SafetensorsHeader(tensors, metadata);
        }

        private Map<String, String> metadata() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw refusal("__metadata__", "an object is expected");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw refusal("__metadata__", key + " is not a string");
                }
                metadata.put(key, parser.getText());
            }
            return metadata;
        }

        private TensorInfo tensor(String name) throws IOException {
            ElementType type = null;
            long[] shape = null;
            long[] offsets = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> type = type(name);
                    case "shape" -> shape = numbers(name, field);
                    case "data_offsets" -> offsets = numbers(name, field);
                    default -> parser.skipChildren();
                }
            }
            if (type == null || shape == null || offsets == null || offsets.length != 2) {
                throw refusal(name, "needs dtype, shape and two data_offsets");
            }
            if (offsets[0] > offsets[1] || offsets[1] > Long.MAX_VALUE - start) {
                throw refusal(name, "data_offsets " + Arrays.toString(offsets) + " are no range");
            }
            TensorInfo tensor = new TensorInfo(name, type, shape, start + offsets[0], offsets[1] - offsets[0]);
            long needed;
            try {
                needed = type.bytes(tensor.elements());
            } catch (ArithmeticException e) {
                throw refusal(name, "shape " + Arrays.toString(shape) + " of " + type + " has no size in bytes");
            }
            if (needed != tensor.bytes()) {
                throw refusal(
                        name,
                        "shape " + Arrays.toString(shape) + " of " + type + " takes " + needed
                                + " bytes, data_offsets say " + tensor.bytes());
            }
            return tensor;
        }

        private ElementType type(String name) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            return ElementType.ofSafetensors(text).orElseThrow(() -> refusal(name, "unknown dtype " + quoted(text)));
        }

        private long[] numbers(String name, String field) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw refusal(name, field + " is not an array");
            }
            long[] numbers = new long[MOST_DIMENSIONS];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                        || parser.getText().startsWith("-")) {
                    throw refusal(name, field + " holds something that is no whole number from 0 on");
                }
                if (count == MOST_DIMENSIONS) {
                    throw refusal(name, field + " has more than " + MOST_DIMENSIONS + " numbers");
                }
                numbers[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private Refusal refusal(String tensor, String reason) {
            return new Refusal(file + ": header: " + quoted(tensor) + ": " + reason);
        }
    }
}
