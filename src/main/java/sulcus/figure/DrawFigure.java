package sulcus.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sulcus.decompose.layout.Families;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.study.NetworkProfile;
import sulcus.study.Study;
import sulcus.study.TokenStrings;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * A study's figure to a file.
 *
 * @param network whose signed z the mosaic and the stack show (null: max |z| over all); of which the network's page and the
 *     text are
 * @param layer whose networks or neurons are shown; null for those of all layers
 * @param threshold max |z|, or |z| of the network; null for what the study's rules give, and for a network {@link
 *     Rules#KEY_NEURON}
 * @param out ends in .png, .svg or .pdf; one that is there is replaced
 * @param width millimetres
 * @param dpi of a PNG and of heatmaps in SVG and PDF
 * @param stack how the stack is seen
 * @param colours of the maps
 * @param families mosaic and stack: each neuron in the colour of the family of its strongest network; of a network, its family
 *     with it
 * @param zoom the part of the mosaic that is seen
 * @param compare what is compared, and how it is seen
 */
public record DrawFigure(
        View view,
        NetworkId network,
        Integer layer,
        Float threshold,
        Path out,
        double width,
        double dpi,
        Theme theme,
        StackSight stack,
        Colours colours,
        boolean families,
        Zoom zoom,
        CompareChoice compare) {

    /** Height of a mosaic over its width, at most. */
    private static final double TALLEST = 0.78;

    /** The stack as it is seen at first. */
    public DrawFigure(
            View view,
            NetworkId network,
            Integer layer,
            Float threshold,
            Path out,
            double width,
            double dpi,
            Theme theme) {
        this(
                view,
                network,
                layer,
                threshold,
                out,
                width,
                dpi,
                theme,
                StackSight.START,
                Colours.START,
                false,
                Zoom.WHOLE,
                CompareChoice.LAST);
    }

    /**
     * How the stack is seen.
     *
     * @param connections least |r| of the functional connections that are drawn, of the network if there is one; null for none
     */
    public record StackSight(StackPainter.Turn turn, Float connections) {
        static final StackSight START = new StackSight(StackPainter.Turn.START, null);
    }

    /** What is drawn. */
    public enum View {
        /** One slice for each layer. */
        MOSAIC,
        /** The slices as a glass brain. */
        STACK,
        /** A page on one network. */
        NETWORK,
        /** The calibration text by one network's time course. */
        TEXT,
        /** Networks or neurons over the tokens. */
        CARPET,
        /** How alike networks are. */
        CONNECTIVITY,
        /** How alike the components of all starts of a layer are. */
        STARTS,
        /** Perplexity of the settings tried. */
        COMPARE,
        /** How much of each layer is kept. */
        LAYERS,
        /** How the loss answers to removal from each layer. */
        SENSITIVITY,
        /** How many neurons have which max |z|. */
        HISTOGRAM
    }

    /**
     * What was drawn.
     *
     * @param width pixels of a PNG, points (1/72 inch) of SVG and PDF
     * @param height likewise
     */
    public record Drawn(Path out, int width, int height) {}

    /** A picture, what it is called, and how high it is. */
    record Picture(Figure figure, String title, double points) {}

    public Drawn run(Study study, Progress progress) {
        progress.report("drawing", 0);
        Picture picture = picture(study, progress.part(0, 0.7));
        FigureExport export = new FigureExport(width, picture.points() / FigureExport.POINTS_PER_MILLIMETRE, dpi);
        export.write(picture.figure(), picture.title(), out);
        progress.report("drawn", 1);
        boolean pixels = out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return pixels
                ? new Drawn(out, export.pixelWidth(), export.pixelHeight())
                : new Drawn(out, (int) Math.round(export.width()), (int) Math.round(export.height()));
    }

    Picture picture(Study study, Progress progress) {
        if (layer != null && (layer < 0 || layer >= study.layers())) {
            throw new Refusal("figure: layer " + layer + ": the study has layers 0 to " + (study.layers() - 1));
        }
        double points = width * FigureExport.POINTS_PER_MILLIMETRE;
        return switch (view) {
            case MOSAIC -> {
                MosaicData data = map(study);
                yield new Picture(
                        new MosaicPainter(data, theme, zoom),
                        data.title(),
                        MosaicGeometry.fittingHeight(data, theme.text(), points, TALLEST));
            }
            case HISTOGRAM -> histogram(study);
            case STACK -> {
                MosaicData data = map(study);
                StackArcs arcs = stack.connections() == null
                        ? StackArcs.NONE
                        : StackArcs.of(study, data.layout(), network, progress).above(stack.connections());
                yield new Picture(new StackPainter(data, arcs, stack.turn(), theme), data.title(), points * 0.62);
            }
            case NETWORK -> {
                NetworkProfile profile = profile(study, progress);
                float above = threshold != null
                        ? threshold
                        : study.rules().networkThresholds().getOrDefault(network, Rules.KEY_NEURON);
                NetworkData data = NetworkData.of(
                        study, profile, study.layout(), above, StudyFigures.scale(study, profile.z(), colours));
                yield new Picture(new NetworkPainter(data, -1, theme), data.title(), points * 0.72);
            }
            case TEXT -> {
                NetworkProfile profile = profile(study, progress);
                int from = profile.passages().isEmpty()
                        ? 0
                        : profile.passages().getFirst().from();
                yield new Picture(
                        new TextPainter(profile, NetworkData.ACTIVE, from, -1, theme),
                        "Text by network " + network,
                        points * 0.6);
            }
            case CARPET -> {
                CarpetData data = layer == null
                        ? CarpetData.ofModel(study, progress)
                        : CarpetData.ofLayer(study, layer, progress);
                Families families = study.families(progress);
                yield new Picture(
                        new CarpetPainter(
                                data, families, StudyFigures.colours(study, families.of()), network, -1, theme),
                        data.title(),
                        points * 0.62);
            }
            case CONNECTIVITY -> connectivity(study, progress, points);
            case STARTS -> starts(study, progress, points);
            case COMPARE -> compare(study, points);
            case LAYERS -> {
                LayersData data = LayersData.of(study, rules(study));
                yield new Picture(new LayersPainter(data, -1, theme), data.title(), points * 0.5);
            }
            case SENSITIVITY -> {
                SensitivityData data = SensitivityData.of(study);
                yield new Picture(new SensitivityPainter(data, -1, theme), data.title(), points * 0.5);
            }
        };
    }

    private MosaicData map(Study study) {
        float lit = threshold == null ? Rules.KEY_NEURON : threshold;
        if (network != null) {
            return families
                    ? StudyFigures.family(study, study.rules(), network, lit, colours)
                    : StudyFigures.network(study, study.rules(), network, lit, colours);
        }
        MosaicData strongest =
                families ? StudyFigures.networks(study, rules(study)) : StudyFigures.mosaic(study, rules(study));
        return strongest.in(strongest.scale().in(colours));
    }

    private NetworkProfile profile(Study study, Progress progress) {
        if (network == null) {
            throw new Refusal("figure " + view.name().toLowerCase(Locale.ROOT)
                    + ": shows one network; name it with --network, such as 12.7");
        }
        return NetworkProfile.of(study, network, TokenStrings.of(study, network.group()), progress);
    }

    private Picture connectivity(Study study, Progress progress, double points) {
        ConnectivityData data = layer == null
                ? ConnectivityData.ofModel(study, progress)
                : ConnectivityData.ofLayer(study, layer, ConnectivityData.Measure.CORRELATION, progress);
        List<NetworkId> marked = network == null ? List.of() : List.of(network);
        Families families = study.families(progress);
        return new Picture(
                new ConnectivityPainter(
                        data, families, StudyFigures.colours(study, families.of()), layer == null, marked, theme),
                data.title(),
                points * 0.78);
    }

    private Picture starts(Study study, Progress progress, double points) {
        if (layer == null) {
            throw new Refusal("figure starts: shows one layer; name it with --layer, such as 3");
        }
        ConnectivityData data = ConnectivityData.ofStarts(study, layer, network == null ? 0 : network.group());
        List<NetworkId> marked = network == null ? List.of() : List.of(network);
        Families families = study.families(progress);
        FamilyColours colours = StudyFigures.colours(study, families.of());
        return new Picture(
                new ConnectivityPainter(data, families, colours, false, marked, theme), data.title(), points * 0.66);
    }

    private Picture compare(Study study, double points) {
        CompareData data = compare.data(study);
        return new Picture(new ComparePainter(data, theme), data.title(), points * data.heightOverWidth());
    }

    private Picture histogram(Study study) {
        if (network != null) {
            throw new Refusal("figure histogram: shows max |z| over all networks; leave the network away");
        }
        HistogramData data = StudyFigures.histogram(study, rules(study));
        double points = width * FigureExport.POINTS_PER_MILLIMETRE;
        return new Picture(new HistogramPainter(data, theme), data.title(), points * 0.5);
    }

    private Rules rules(Study study) {
        Rules stored = study.rules();
        return threshold == null || network != null ? stored : stored.withTarget(new Target.Threshold(threshold));
    }

    /** Whether a file of that name can be written. */
    public static void check(Path out) {
        Path parent = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || parent != null && Files.exists(parent) && !Files.isDirectory(parent)) {
            throw new Refusal(out + ": cannot be written; give the name of a .png, .svg or .pdf file");
        }
    }
}
