package sulcus.text;

import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sulcus.task.Cancelled;
import sulcus.task.Refusal;

/** Documents of a .parquet file: one a row, the text in a string column, other string and number columns as labels. */
final class ParquetRows implements Iterator<Document> {
    /** The reader tells at length which decompressor it found; held here, or its level would be forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path path;
    private final String field;
    private final List<String> labels;
    private final RowReader rows;
    private final Duration patience;
    private long row;

    private ParquetRows(Path path, String field, List<String> labels, RowReader rows, Duration patience) {
        this.patience = patience;
        this.path = path;
        this.field = field;
        this.labels = labels;
        this.rows = rows;
    }

    static Stream<Document> documents(Path path, String field) {
        return documents(path, field, PATIENCE);
    }

    /** @param patience how long the reader may take for one step */
    static Stream<Document> documents(Path path, String field, Duration patience) {
        ParquetFileReader reader = null;
        try {
            reader = ParquetFileReader.open(new ParquetInput(path));
            List<String> names = new ArrayList<>();
            boolean found = false;
            for (ColumnSchema column : reader.getFileSchema().getColumns()) {
                boolean flat = column.maxRepetitionLevel() == 0
                        && column.fieldPath().elements().size() == 1;
                if (flat && column.name().equals(field)) {
                    found = true;
                } else if (flat) {
                    names.add(column.name());
                }
            }
            if (!found) {
                throw new Refusal(path + ": there is no column \"" + field + "\" (columns: "
                        + String.join(", ", names.subList(0, Math.min(10, names.size())))
                        + "); name the column with --field");
            }
            RowReader rows = within(patience, path, reader::rowReader);
            ParquetFileReader open = reader;
            return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(
                                    new ParquetRows(path, field, names, rows, patience),
                                    Spliterator.ORDERED | Spliterator.NONNULL),
                            false)
                    .onClose(() -> close(open, rows));
        } catch (Refusal e) {
            close(reader, null);
            throw e;
        } catch (IOException | RuntimeException e) {
            close(reader, null);
            throw broken(path, e);
        }
    }

    /**
     * Hardwood's workers can die of a broken page without telling the one who waits for it, who then waits for ever. The
     * time that is given is far beyond what reading a row group takes.
     */
    private static <T> T within(Duration patience, Path path, Supplier<T> step) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(step);
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw new Refusal(path + ": not a Parquet file that can be read: a page never comes; write it again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void close(ParquetFileReader reader, RowReader rows) {
        try {
            if (rows != null) {
                rows.close();
            }
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Refusal broken(Path path, Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String line = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        if (line.contains("required library not found")) {
            String codec = line.substring(0, Math.max(0, line.indexOf(':')));
            return new Refusal(
                    path + ": " + codec + ": this compression is not read; write it with Snappy, zstd or gzip", e);
        }
        return new Refusal(path + ": not a Parquet file that can be read: " + line + "; write it again", e);
    }

    @Override
    public boolean hasNext() {
        try {
            return within(patience, path, rows::hasNext);
        } catch (RuntimeException e) {
            throw broken(path, e);
        }
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            rows.next();
            row++;
            Object text = rows.getValue(field);
            if (text == null) {
                return new Document("", labels());
            }
            if (text instanceof byte[] raw) {
                // a column of bytes without the mark of text, as older writers have it
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(raw))
                        .toString();
            }
            if (!(text instanceof String string) || string.indexOf('\0') >= 0) {
                throw new Refusal(path + ": row " + row + ": column \"" + field
                        + "\" holds no text; name the column with --field");
            }
            return new Document(string, labels());
        } catch (CharacterCodingException e) {
            throw new Refusal(path + ": row " + row + ": column \"" + field + "\" is not UTF-8; write it as text", e);
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw broken(path, e);
        }
    }

    private Map<String, String> labels() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : labels) {
            Object value = rows.getValue(name);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                values.put(name, value.toString());
            }
        }
        return java.util.Collections.unmodifiableMap(values);
    }
}
