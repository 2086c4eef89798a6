package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.figure.ColourMap;
import sulcus.figure.Colours;
import sulcus.figure.CompareChoice;
import sulcus.figure.CompareSight;
import sulcus.figure.DrawFigure;
import sulcus.figure.DrawPoints;
import sulcus.figure.StackArcs;
import sulcus.figure.StackPainter.Turn;
import sulcus.figure.Theme;
import sulcus.figure.Zoom;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.study.lab.Fingerprint;
import sulcus.study.lab.Recurrence;
import sulcus.task.Refusal;

/** {@code sulcus figure STUDY}: a figure as PNG, SVG or PDF. */
@Command(name = "figure", description = "Draw a view of a study as PNG, SVG or PDF.")
final class FigureCommand extends Verb {
    private static final String VIEWS =
            "mosaic, stack, network, text, carpet, connectivity, starts, compare, layers, sensitivity, histogram, recurrence or fingerprint; or dose or unlearning with --from";

    @Parameters(paramLabel = "STUDY", arity = "0..1", description = "study folder; not looked at with --from")
    private Path study;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "what lesion --curve, unlearn, recurrence or fingerprint wrote, instead of a study")
    private Path from;

    @Option(names = "--view", required = true, paramLabel = "VIEW", description = VIEWS)
    private String view;

    @Option(
            names = "--network",
            paramLabel = "ID",
            description = "the network, such as 12.7; in a fingerprint its time course over its partner's")
    private String network;

    @Option(
            names = "--layer",
            paramLabel = "L",
            description =
                    "carpet of this layer's neurons, connectivity, recurrence or fingerprint of its networks (default: all layers'"
                            + " networks; the layer that changed most), starts of its ICA")
    private Integer layer;

    @Option(names = "--value", paramLabel = "T", description = "threshold (default: the study's)")
    private Float value;

    @Option(
            names = "--turn",
            paramLabel = "YAW,PITCH[,ZOOM]",
            split = ",",
            arity = "1",
            description = "how the stack is turned, in degrees, and its zoom (default: 58,16,1)")
    private double[] turn = {Turn.START.yaw(), Turn.START.pitch()};

    @Option(
            names = "--connections",
            paramLabel = "R",
            description = "functional connections in the stack: least |r| of time courses (default: none)")
    private Float connections;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "a .png, .svg or .pdf; replaced if it exists")
    private Path out;

    @Option(
            names = "--width",
            paramLabel = "LENGTH",
            converter = Values.Millimetres.class,
            defaultValue = "180mm",
            description = "such as 180mm, 18cm or 7in (default: ${DEFAULT-VALUE})")
    private double width;

    @Option(names = "--dpi", defaultValue = "300", description = "pixels an inch (default: ${DEFAULT-VALUE})")
    private double dpi;

    @Option(names = "--theme", defaultValue = "paper", description = "paper or dark (default: ${DEFAULT-VALUE})")
    private String theme;

    @Option(
            names = "--colours",
            paramLabel = "MAP",
            defaultValue = "cold-hot",
            description = "colours of the maps: cold-hot, red-blue, viridis, cividis, grey or lagoon (default:"
                    + " ${DEFAULT-VALUE})")
    private String map;

    @Option(
            names = "--zoom",
            paramLabel = "FACTOR,X,Y",
            split = ",",
            arity = "1",
            description =
                    "of the mosaic: how many times as large, and which place of the sheet stands in the middle, as"
                            + " shares of its width and height (default: 1,0.5,0.5)")
    private double[] zoom = {Zoom.WHOLE.factor(), Zoom.WHOLE.x(), Zoom.WHOLE.y()};

    @Option(
            names = "--scale",
            paramLabel = "WHICH",
            defaultValue = "network",
            description = "network: each network has its own scale; all: one for all networks, so that a value has the"
                    + " same colour in all of their maps (default: ${DEFAULT-VALUE})")
    private String scale;

    @Option(
            names = "--range",
            paramLabel = "RANGE",
            defaultValue = "symmetric",
            description = "of signed values: symmetric about 0, or to where the values end (symmetric or values;"
                    + " default: ${DEFAULT-VALUE})")
    private String range;

    @Option(
            names = "--families",
            description =
                    "mosaic and stack: each neuron in the colour of the family of its strongest network; with --network, the"
                            + " network and its whole family")
    private boolean families;

    @Option(names = "--fade", description = "small magnitudes are translucent")
    private boolean fade;

    @Option(
            names = "--below",
            paramLabel = "GROUND",
            defaultValue = "anatomy",
            description = "what shows below the threshold: anatomy or one grey (default: ${DEFAULT-VALUE})")
    private String below;

    @Option(
            names = "--removed",
            paramLabel = "WHAT",
            defaultValue = "neurons",
            description = "compare: what is counted as removed, neurons or parameters (default: ${DEFAULT-VALUE})")
    private String removed;

    @Option(names = "--linear", description = "compare: linear perplexity (default: logarithmic)")
    private boolean linear;

    @Option(
            names = "--measured-on",
            paramLabel = "NAME",
            description = "compare: the text, or its name with windows as the workbench shows it (default: the last)")
    private String measuredOn;

    @Option(names = "--hide", paramLabel = "CURVE", description = "compare: leave out a curve of this name")
    private List<String> hidden = List.of();

    @Option(
            names = "--panel",
            paramLabel = "PANEL",
            defaultValue = "none",
            description = "compare: below the plot the last two settings side by side, or the overlap of what methods"
                    + " preserve at the study's ratio: none, settings or overlap (default: ${DEFAULT-VALUE})")
    private String panel;

    @Override
    Report run(Console at, ObjectNode result) {
        DrawPoints.View points = Arrays.stream(DrawPoints.View.values())
                .filter(v -> v.name().equalsIgnoreCase(view))
                .findFirst()
                .orElse(null);
        boolean kept = points != null && points.isKept();
        if (points == null ? from != null : from == null && !kept) {
            throw usage("'--view dose' and '--view unlearning' need '--from FILE'; no view of a study itself has it");
        }
        if (from == null && study == null) {
            throw usage("Missing required parameter: 'STUDY'");
        }
        Theme colours = colours();
        if (points != null) {
            DrawFigure.check(out);
            Path file = from == null ? kept(points) : from;
            NetworkId id = network == null ? null : NetworkId.parse(network);
            return report(new DrawPoints(points, file, layer, id, out, width, dpi, colours).run(), result);
        }
        DrawFigure.View chosen = Arrays.stream(DrawFigure.View.values())
                .filter(v -> v.name().equalsIgnoreCase(view))
                .findFirst()
                .orElseThrow(() -> usage("Invalid value for option '--view': '" + view + "'; take " + VIEWS));
        if (value != null && !Float.isFinite(value)) {
            throw new Refusal("--value " + value + ": give a number such as 3.5");
        }
        Turn seen = new Turn(turn[0], turn.length < 2 ? Double.NaN : turn[1], turn.length < 3 ? 1 : turn[2]);
        if (turn.length > 3 || !seen.possible()) {
            throw usage(
                    "Invalid value for option '--turn': give two angles, the second from -90 to 90, and a zoom from "
                            + Turn.LEAST_ZOOM + " to " + Turn.MOST_ZOOM + " if it is not 1, such as 58,16");
        }
        if (connections != null && !(connections >= StackArcs.LEAST && connections <= 1)) {
            throw usage("Invalid value for option '--connections': give a number from " + StackArcs.LEAST + " to 1");
        }
        Zoom seenPart = zoom.length == 3 ? new Zoom(zoom[0], zoom[1], zoom[2]) : null;
        if (seenPart == null || !seenPart.possible()) {
            throw usage(
                    "Invalid value for option '--zoom': give a factor from 1 to 1000 and two shares from 0 to 1, such"
                            + " as 4,0.25,0.5");
        }
        ColourMap chosenMap = ColourMap.of(map);
        if (chosenMap == null) {
            throw usage("Invalid value for option '--colours': '" + map + "'; take " + ColourMap.ids());
        }
        Colours look = new Colours(
                chosenMap,
                first("--range", range, "symmetric", "values"),
                fade,
                !first("--below", below, "anatomy", "grey"),
                !first("--scale", scale, "network", "all"));
        DrawFigure.check(out);
        try (Study opened = Study.open(study)) {
            NetworkId id = network == null ? null : NetworkId.parse(network);
            DrawFigure.StackSight sight = new DrawFigure.StackSight(seen, connections);
            DrawFigure.Drawn drawn = new DrawFigure(
                            chosen,
                            id,
                            layer,
                            value,
                            out,
                            width,
                            dpi,
                            colours,
                            sight,
                            look,
                            families,
                            seenPart,
                            compared())
                    .run(opened, at.progress());
            return report(drawn, result);
        }
    }

    /** What a study keeps of it. */
    private Path kept(DrawPoints.View points) {
        try (Study opened = Study.open(study)) {
            boolean recurrence = points == DrawPoints.View.RECURRENCE;
            Path file = recurrence ? Recurrence.in(opened) : Fingerprint.in(opened);
            if (!Files.exists(file)) {
                throw new Refusal(study + ": was not measured yet; run sulcus "
                        + (recurrence ? "recurrence STUDY --text TEXT" : "fingerprint STUDY OTHER --text TEXT"));
            }
            return file;
        }
    }

    private Theme colours() {
        return switch (theme.toLowerCase(Locale.ROOT)) {
            case "paper" -> Theme.PAPER;
            case "dark" -> Theme.DARK.withText(Theme.PAPER.text());
            case "light" -> Theme.LIGHT.withText(Theme.PAPER.text());
            default -> throw usage("Invalid value for option '--theme': '" + theme + "'; take paper or dark");
        };
    }

    private Report report(DrawFigure.Drawn drawn, ObjectNode result) {
        result.put("out", drawn.out().toString());
        result.put("width", drawn.width());
        result.put("height", drawn.height());
        String unit = out.toString().toLowerCase(Locale.ROOT).endsWith(".png") ? "pixels" : "points";
        return new Report().line("out", out).line("size", drawn.width() + " × " + drawn.height() + " " + unit);
    }

    private CompareChoice compared() {
        CompareSight.Panel below = Arrays.stream(CompareSight.Panel.values())
                .filter(p -> p.name().equalsIgnoreCase(panel))
                .findFirst()
                .orElseThrow(() ->
                        usage("Invalid value for option '--panel': '" + panel + "'; take none, settings or overlap"));
        return new CompareChoice(
                measuredOn,
                new CompareSight(
                        !first("--removed", removed, "neurons", "parameters"), !linear, Set.copyOf(hidden), below));
    }

    /** Whether an option has the first of its two values. */
    private boolean first(String option, String value, String one, String other) {
        if (value.equalsIgnoreCase(one) || value.equalsIgnoreCase(other)) {
            return value.equalsIgnoreCase(one);
        }
        throw usage("Invalid value for option '" + option + "': '" + value + "'; take " + one + " or " + other);
    }
}
