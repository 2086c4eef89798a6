package sulcus.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.task.Refusal;

/** The table of networks as CSV (RFC 4180, UTF-8, a header line). */
public final class NetworkCsv {
    private static final List<String> COLUMNS = List.of(
            "network",
            "layer",
            "group",
            "variance",
            "stability",
            "peak",
            "keyNeurons",
            "threshold",
            "topTokens",
            "automaticLabel",
            "answersTo",
            "effect",
            "q",
            "decision",
            "label",
            "colour",
            "note");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final long LARGEST = 64L << 20;
    private static final int LONGEST = 10_000;

    private NetworkCsv() {}

    /**
     * What a row says of a network; null for a column that is not there.
     *
     * @param colour "#rrggbb" or ""
     * @param threshold its own for key neurons, |z|; NaN for none of its own
     */
    public record Said(NetworkId id, String label, String colour, String note, Decision decision, Float threshold) {
        NetworkNote over(NetworkNote before) {
            return new NetworkNote(
                    label == null ? before.label() : label,
                    colour == null ? before.colour() : colour,
                    note == null ? before.note() : note);
        }
    }

    /** Writes all rows. */
    public static void write(Path file, List<NetworkFacts> rows) {
        CsvSchema.Builder schema = CsvSchema.builder();
        COLUMNS.forEach(schema::addColumn);
        List<Map<String, Object>> lines = rows.stream().map(NetworkCsv::line).toList();
        try {
            String text =
                    new CsvMapper().writer(schema.setUseHeader(true).build()).writeValueAsString(lines);
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> line(NetworkFacts row) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("network", row.id().toString());
        line.put("layer", row.id().layer());
        line.put("group", row.id().group());
        line.put("variance", row.variance());
        line.put("stability", Float.isNaN(row.stability()) ? "" : row.stability());
        line.put("peak", row.peak());
        line.put("keyNeurons", row.keyNeurons());
        line.put("threshold", Float.isNaN(row.threshold()) ? "" : row.threshold());
        line.put("topTokens", String.join(" ", row.topTokens()));
        line.put("automaticLabel", row.automatic());
        line.put("answersTo", row.answers() == null ? "" : row.answers().value());
        line.put("effect", row.answers() == null ? "" : row.answers().effect());
        line.put("q", row.answers() == null ? "" : row.answers().q());
        line.put("decision", row.decision().name().toLowerCase(Locale.ROOT));
        line.put("label", row.note().label());
        line.put("colour", row.note().colour());
        line.put("note", row.note().note());
        return line;
    }

    /**
     * Reads what a table says. It needs the column "network"; of the others, "decision", "threshold", "label", "colour" and
     * "note" are looked at.
     *
     * @throws Refusal with the line, if a row cannot be understood
     */
    public static List<Said> read(Path file) {
        List<Said> rows = new ArrayList<>();
        try {
            if (Files.size(file) > LARGEST) {
                throw new Refusal(file + ": has more than 64 MB; a table of networks is smaller");
            }
            try (MappingIterator<Map<String, String>> lines = new CsvMapper()
                    .readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .with(CsvParser.Feature.TRIM_SPACES)
                    .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .readValues(Files.readString(file))) {
                while (lines.hasNextValue()) {
                    rows.add(row(file, rows.size() + 2, lines.nextValue()));
                }
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(file + ": row " + (rows.size() + 2) + ": is not CSV with a header line", e);
        } catch (IOException e) {
            throw FileFailure.reading(file, e);
        }
        return rows;
    }

    private static Said row(Path file, int number, Map<String, String> line) {
        String where = file + ": row " + number + ": ";
        if (line.get("network") == null) {
            throw new Refusal(where + "has no value in a column \"network\"; write layer.network there (12.7)");
        }
        NetworkId id;
        try {
            id = NetworkId.parse(line.get("network"));
        } catch (Refusal e) {
            throw new Refusal(where + e.getMessage(), e);
        }
        String colour = line.get("colour");
        if (colour != null && !colour.isEmpty() && !COLOUR.matcher(colour).matches()) {
            throw new Refusal(where + "colour \"" + colour + "\" is none; write #rrggbb or nothing");
        }
        for (String text : new String[] {line.get("label"), line.get("note")}) {
            if (text != null && text.length() > LONGEST) {
                throw new Refusal(where + "a text of " + text.length() + " characters; 10,000 are possible");
            }
        }
        return new Said(
                id,
                line.get("label"),
                colour,
                line.get("note"),
                decision(where, line.get("decision")),
                threshold(where, line.get("threshold")));
    }

    private static Float threshold(String where, String number) {
        if (number == null) {
            return null;
        }
        if (number.isEmpty()) {
            return Float.NaN;
        }
        try {
            float value = Float.parseFloat(number);
            if (value >= 0 && Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as a number below zero is
        }
        throw new Refusal(
                where + "threshold \"" + number + "\" is none; write |z| of 0 or more, such as 3.5, or nothing");
    }

    private static Decision decision(String where, String word) {
        if (word == null) {
            return null;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "preserve" -> Decision.PRESERVE;
            case "drop" -> Decision.DROP;
            case "undecided", "" -> Decision.UNDECIDED;
            default ->
                throw new Refusal(where + "decision \"" + word + "\" is none; write preserve, drop or undecided");
        };
    }
}
