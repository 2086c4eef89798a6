package sulcus.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import sulcus.format.AtomicFile;

/** Compared settings as CSV (RFC 4180, UTF-8, a header line): the columns that scripts rely on first. */
public final class ComparedCsv {
    private static final List<String> COLUMNS = List.of(
            "method",
            "compensate",
            "neuronsRemoved",
            "parametersRemoved",
            "perplexity",
            "seconds",
            "standardError",
            "neurons",
            "allocation",
            "feedback",
            "statistics",
            "seed",
            "calibrationTexts",
            "calibrationTokens",
            "text",
            "textSha256",
            "window",
            "windows",
            "tokens",
            "mask",
            "time",
            "protectedLayers",
            "heads",
            "headsRemoved",
            "refit");

    private ComparedCsv() {}

    /** Takes the place of a file of that name. */
    public static void write(Path file, List<Compared> rows) {
        CsvSchema.Builder schema = CsvSchema.builder();
        COLUMNS.forEach(schema::addColumn);
        try {
            String text =
                    new CsvMapper().writer(schema.setUseHeader(true).build()).writeValueAsString(rows);
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
