package sulcus.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A result for a reader: a few lines of name and value, the names in one column, then a table where there is one. */
final class Report {
    private final List<String[]> lines = new ArrayList<>();
    private final List<String[]> table = new ArrayList<>();
    private final List<String> closing = new ArrayList<>();
    private String failure;

    Report line(String name, Object value) {
        lines.add(new String[] {name, String.valueOf(value)});
        return this;
    }

    /** A row of the table; the first is its head. Cells are set flush right. */
    Report row(Object... cells) {
        String[] row = new String[cells.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = String.valueOf(cells[i]);
        }
        table.add(row);
        return this;
    }

    /** A sentence after the rest. */
    Report close(String sentence) {
        closing.add(sentence);
        return this;
    }

    /** What makes this result one that ends with status 1, in one line; it is printed all the same. */
    Report failed(String reason) {
        failure = reason;
        return this;
    }

    /** Null where all is well. */
    String failure() {
        return failure;
    }

    void print(PrintWriter out) {
        int width = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        for (String[] line : lines) {
            out.println(line[0] + " ".repeat(width - line[0].length()) + "  " + line[1]);
        }
        if (!table.isEmpty()) {
            if (!lines.isEmpty()) {
                out.println();
            }
            int columns = table.getFirst().length;
            int[] widths = new int[columns];
            for (String[] row : table) {
                for (int i = 0; i < columns; i++) {
                    widths[i] = Math.max(widths[i], row[i].length());
                }
            }
            for (String[] row : table) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < columns; i++) {
                    text.append(i == 0 ? "" : "  ")
                            .append(" ".repeat(widths[i] - row[i].length()))
                            .append(row[i]);
                }
                out.println(text);
            }
        }
        for (String sentence : closing) {
            out.println(sentence);
        }
    }
}
