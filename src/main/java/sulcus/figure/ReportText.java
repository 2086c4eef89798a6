package sulcus.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Headings, facts and tables of a report as pages.
 *
 * @param lines from top to bottom
 */
record ReportText(List<Line> lines) {
    /** One line of a page. */
    sealed interface Line {
        /** The report's name. */
        record Title(String words) implements Line {}

        record Heading(String words) implements Line {}

        /** A name and a value. */
        record Fact(String name, String value) implements Line {}

        /**
         * A row of a table.
         *
         * @param widths shares of the page's width, one a cell
         */
        record Row(List<String> cells, double[] widths, boolean head) implements Line {}
    }

    private static final double HEIGHT = 1.55;

    /** The pages of a height in points, as many as are needed. */
    List<Figure> pages(Theme theme, double height) {
        List<Figure> pages = new ArrayList<>();
        double room = height - theme.text() * 10;
        List<Line> page = new ArrayList<>();
        double used = 0;
        for (Line line : lines) {
            double needed = needed(line, theme);
            if (used + needed > room && !page.isEmpty()) {
                pages.add(page(List.copyOf(page), theme));
                page.clear();
                used = 0;
            }
            page.add(line);
            used += needed;
        }
        if (!page.isEmpty()) {
            pages.add(page(List.copyOf(page), theme));
        }
        return pages;
    }

    private static double needed(Line line, Theme theme) {
        return theme.text()
                * switch (line) {
                    case Line.Title t -> 3.4;
                    case Line.Heading h -> 3;
                    case Line.Fact f -> HEIGHT;
                    case Line.Row r -> HEIGHT;
                };
    }

    private static Figure page(List<Line> lines, Theme theme) {
        return (g, width, height, pixelsPerUnit) -> {
            Text.smooth(g);
            g.setColor(theme.background());
            g.fill(new Rectangle2D.Double(0, 0, width, height));
            double left = theme.text() * 5;
            double room = width - 2 * left;
            double y = theme.text() * 5;
            for (Line line : lines) {
                y += needed(line, theme);
                draw(g, line, left, y, room, theme);
            }
        };
    }

    private static void draw(Graphics2D g, Line line, double left, double y, double room, Theme theme) {
        double text = theme.text();
        switch (line) {
            case Line.Title(String words) -> {
                g.setFont(Typeface.SEMIBOLD.size(text * 2));
                g.setColor(theme.ink());
                Text.left(g, words, left, y - text * 0.4, room);
            }
            case Line.Heading(String words) -> {
                g.setFont(Typeface.SEMIBOLD.size(text * 1.25));
                g.setColor(theme.ink());
                Text.left(g, words, left, y - text * 0.3, room);
            }
            case Line.Fact(String name, String value) -> {
                g.setFont(Typeface.REGULAR.size(text));
                g.setColor(theme.muted());
                Text.left(g, name, left, y, room * 0.24);
                g.setColor(theme.ink());
                Text.left(g, value, left + room * 0.25, y, room * 0.75);
            }
            case Line.Row(List<String> cells, double[] widths, boolean head) -> {
                g.setFont((head ? Typeface.SEMIBOLD : Typeface.REGULAR).size(text));
                g.setColor(head ? theme.ink() : theme.muted());
                double x = left;
                for (int i = 0; i < cells.size(); i++) {
                    Text.left(g, cells.get(i), x, y, widths[i] * room - text * 0.6);
                    x += widths[i] * room;
                }
            }
        }
    }
}
