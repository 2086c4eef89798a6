package sulcus.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sulcus.figure.ReportText.Line;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.score.Scores;
import sulcus.study.Comparison;
import sulcus.study.MeasuredOn;
import sulcus.study.ModelRecord;
import sulcus.study.NetworkFacts;
import sulcus.study.NetworkTable;
import sulcus.study.Study;
import sulcus.study.StudyDocument;
import sulcus.study.Tried;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * One PDF on a study: what model, what text, how it was decomposed, what is preserved, what was measured, the networks that
 * something was said of, and figures, each on a page of its own.
 *
 * @param views which figures; those of one network are drawn of {@code network}
 * @param network for the views that show one; null leaves these out
 * @param out ends in .pdf; one that is there is replaced
 */
public record WriteReport(List<DrawFigure.View> views, NetworkId network, Path out) {
    private static final double WIDTH = 210;
    private static final double HEIGHT = 297;
    private static final double TEXT = 8;
    private static final int MOST_NETWORKS = 60;

    public WriteReport {
        views = List.copyOf(views);
        if (!String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(".pdf")) {
            throw new Refusal(out + ": a report is written as .pdf; give it this ending");
        }
    }

    /** @return how many pages were written */
    public int run(Study study, Progress progress) {
        Theme theme = Theme.PAPER.withText(TEXT);
        FigureExport page = new FigureExport(WIDTH, HEIGHT, 300);
        List<PdfFile.Page> pages = new ArrayList<>();
        for (Figure text : new ReportText(lines(study, progress.part(0, 0.3))).pages(theme, page.height())) {
            pages.add(new PdfFile.Page(text, page));
        }
        int drawn = 0;
        for (DrawFigure.View view : views) {
            boolean ofOne = view == DrawFigure.View.NETWORK || view == DrawFigure.View.TEXT;
            boolean possible = (!ofOne || network != null)
                    && (view != DrawFigure.View.COMPARE
                            || !Comparison.texts(study, List.of()).isEmpty());
            progress.report("drawing", 0.3 + 0.6 * drawn++ / views.size());
            if (possible) {
                DrawFigure draw =
                        new DrawFigure(view, ofOne ? network : null, null, null, out, WIDTH, 300, Theme.PAPER);
                DrawFigure.Picture picture = draw.picture(study, Progress.NONE);
                double height = picture.points() / FigureExport.POINTS_PER_MILLIMETRE;
                pages.add(new PdfFile.Page(picture.figure(), new FigureExport(WIDTH, height, 300)));
            }
        }
        try {
            Files.createDirectories(out.toAbsolutePath().getParent());
            AtomicFile.write(
                    out,
                    PdfFile.encode(pages, "Sulcus report · " + study.folder().getFileName()));
        } catch (IOException e) {
            throw FileFailure.writing(out, e);
        }
        progress.report("written", 1);
        return pages.size();
    }

    private static List<Line> lines(Study study, Progress progress) {
        StudyDocument d = study.document();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line.Title(String.valueOf(study.folder().getFileName())));
        ModelRecord m = d.model();
        lines.add(new Line.Heading("Model"));
        fact(lines, "source", m.path() == null ? "captured activations" : m.path());
        fact(lines, "family", m.architecture() + ", " + m.format());
        fact(lines, "layers", m.layers() + ", hidden size " + m.hiddenSize());
        fact(lines, "neurons", study.footprint().allNeurons() + " in all MLPs");
        fact(lines, "parameters", Long.toString(m.parameters()));
        m.files().forEach(file -> fact(lines, file.path(), file.bytes() + " bytes, SHA-256 " + file.sha256()));
        lines.add(new Line.Heading("Calibration text"));
        if (d.texts() != null) {
            d.texts().forEach(text -> fact(lines, text.path(), text.bytes() + " bytes, SHA-256 " + text.sha256()));
        }
        fact(lines, "tokens", Arrays.toString(d.tokens()).replaceAll("[\\[\\]]", ""));
        lines.add(new Line.Heading("Decomposition"));
        fact(
                lines,
                "components",
                StudyDocument.networksALayer(d.layers()) + " a layer, groups of texts: "
                        + d.settings().groups());
        fact(lines, "signals", d.settings().signals());
        fact(
                lines,
                "restarts, seed",
                d.settings().restarts() + ", " + d.settings().seed());
        fact(lines, "made by", "Sulcus " + d.program() + ", " + d.created());
        preserved(lines, study);
        measured(lines, study);
        networks(lines, study, progress);
        return lines;
    }

    private static void fact(List<Line> lines, String name, String value) {
        lines.add(new Line.Fact(name, value));
    }

    private static void preserved(List<Line> lines, Study study) {
        Plan plan = study.planner().plan(study.rules());
        lines.add(new Line.Heading("Preserved"));
        int[] kept = plan.kept();
        fact(lines, "threshold", String.format(Locale.ROOT, "max |z| > %.4f", plan.threshold()));
        fact(
                lines,
                "protected layers",
                study.rules().protectedLayers().toString().replaceAll("[\\[\\]]", ""));
        fact(
                lines,
                "neurons removed",
                String.format(Locale.ROOT, "%.2f %%", 100 * study.footprint().neuronsRemoved(kept)));
        fact(
                lines,
                "parameters removed",
                String.format(Locale.ROOT, "%.2f %%", 100 * study.footprint().parametersRemoved(kept)));
        double[] widths = {0.2, 0.25, 0.25, 0.3};
        lines.add(new Line.Row(List.of("layer", "neurons", "kept", "threshold"), widths, true));
        for (int l = 0; l < kept.length; l++) {
            Float own = study.rules().layerThresholds().get(l);
            boolean whole = study.rules().protectedLayers().contains(l);
            lines.add(new Line.Row(
                    List.of(
                            Integer.toString(l),
                            Integer.toString(study.neurons(l)),
                            Integer.toString(kept[l]),
                            whole
                                    ? "protected"
                                    : String.format(Locale.ROOT, "%.4f", own == null ? plan.threshold() : own)),
                    widths,
                    false));
        }
    }

    private static void measured(List<Line> lines, Study study) {
        lines.add(new Line.Heading("Measured"));
        double[] widths = {0.36, 0.13, 0.11, 0.18, 0.22};
        List<StudyDocument.Measurement> results = study.document().results();
        if (results.isEmpty()) {
            fact(lines, "nothing yet", "");
            return;
        }
        fact(lines, "calibrated on", MeasuredOn.calibration(study));
        lines.add(new Line.Row(List.of("setting", "perplexity", "tokens", "windows", "text"), widths, true));
        for (StudyDocument.Measurement r : results) {
            String name = r.rules() == null
                    ? "dense"
                    : Tried.name(Scores.parse(r.method()), r.rules().rules(), r.compensating());
            lines.add(new Line.Row(
                    List.of(
                            name,
                            String.format(Locale.ROOT, "%.4f", r.perplexity()),
                            Long.toString(r.tokens()),
                            r.windows() + " of " + r.window() + " tokens",
                            r.text()),
                    widths,
                    false));
        }
    }

    /** Those that were labelled, noted or decided on; where there are none, those with most key neurons. */
    private static void networks(List<Line> lines, Study study, Progress progress) {
        List<NetworkFacts> all = NetworkTable.of(study, progress);
        List<NetworkFacts> said = all.stream()
                .filter(n -> !n.note().equals(StudyDocument.NetworkNote.NONE)
                        || n.decision() != sulcus.prune.Decision.UNDECIDED)
                .toList();
        lines.add(new Line.Heading(said.isEmpty() ? "Networks with most key neurons" : "Networks"));
        double[] widths = {0.1, 0.12, 0.12, 0.14, 0.14, 0.18, 0.2};
        lines.add(new Line.Row(
                List.of("network", "variance", "peak z", "key neurons", "decision", "label", "note"), widths, true));
        List<NetworkFacts> shown = said.isEmpty()
                ? all.stream()
                        .sorted(java.util.Comparator.comparingInt((NetworkFacts n) -> -n.keyNeurons())
                                .thenComparing(NetworkFacts::id))
                        .limit(20)
                        .toList()
                : said.subList(0, Math.min(MOST_NETWORKS, said.size()));
        for (NetworkFacts n : shown) {
            lines.add(new Line.Row(
                    List.of(
                            n.id().toString(),
                            String.format(Locale.ROOT, "%.1f %%", 100 * n.variance()),
                            Ticks.number(n.peak(), 2),
                            Integer.toString(n.keyNeurons()),
                            n.decision().name().toLowerCase(Locale.ROOT),
                            n.note().label(),
                            n.note().note()),
                    widths,
                    false));
        }
    }
}
