package sulcus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sulcus.prune.NetworkId;
import sulcus.study.Intervention;
import sulcus.study.Intervention.Kind;
import sulcus.study.Intervention.Target;
import sulcus.study.Study;
import sulcus.study.lab.MostSelective;
import sulcus.task.Progress;

/** What is done to the neurons of a model while it runs; nothing of it stays. */
final class InterventionOptions {
    private static final Pattern NEURONS = Pattern.compile("(\\d{1,9})#(all|[\\d,-]+)");
    private static final Pattern SELECTIVE = Pattern.compile("([^=/]+)=(.+)/(\\d{1,6})");
    private static final String TARGETS =
            "TARGET is a network's key neurons (studies/a:12.7), those of the N stable networks that"
                    + " answer most to a kind of text (studies/a:kind=arithmetic/6), or neurons of a layer by number (3#all, 3#1,7-9)";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--silence",
            paramLabel = "TARGET",
            description = "silence neurons (may be given several times). " + TARGETS)
    private List<String> silence = new ArrayList<>();

    @Option(
            names = "--retain",
            paramLabel = "TARGET",
            description = "silence all others of the layers where something is retained (may be given several times)")
    private List<String> retain = new ArrayList<>();

    @Option(
            names = {"--scale", "--amplify"},
            paramLabel = "TARGET=G",
            description = "multiply what neurons give by G (may be given several times)")
    private List<String> scale = new ArrayList<>();

    @Option(
            names = "--shift",
            paramLabel = "TARGET=S",
            description =
                    "add S to what neurons give, to the input of the down projection (may be given several times)")
    private List<String> shift = new ArrayList<>();

    @Option(
            names = "--key-threshold",
            paramLabel = "T",
            description = "|z| above which a neuron is a key neuron (default: the network's own in the study, or 3)")
    private Float keyThreshold;

    /** All of them, in the order of their kinds. */
    List<Intervention> all() {
        List<Intervention> all = new ArrayList<>();
        silence.forEach(text -> add(all, "--silence", Kind.SILENCE, text, 0));
        retain.forEach(text -> add(all, "--retain", Kind.RETAIN, text, 0));
        scale.forEach(text -> amount(all, "--scale", Kind.SCALE, text));
        shift.forEach(text -> amount(all, "--shift", Kind.SHIFT, text));
        return all;
    }

    private void amount(List<Intervention> all, String option, Kind kind, String text) {
        int equals = text.lastIndexOf('=');
        try {
            add(
                    all,
                    option,
                    kind,
                    text.substring(0, Math.max(0, equals)),
                    Float.parseFloat(text.substring(equals + 1)));
        } catch (NumberFormatException e) {
            throw wrong(option, text, "ends with no number; write TARGET=2");
        }
    }

    private void add(List<Intervention> all, String option, Kind kind, String text, float amount) {
        for (Target target : targets(option, text)) {
            all.add(new Intervention(kind, amount, target));
        }
    }

    private List<Target> targets(String option, String text) {
        Matcher neurons = NEURONS.matcher(text);
        if (neurons.matches()) {
            int layer = Integer.parseInt(neurons.group(1));
            return List.of(new Target.Neurons(
                    layer, neurons.group(2).equals("all") ? null : numbers(option, text, neurons.group(2))));
        }
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw wrong(option, text, "names nothing; write STUDY:NETWORK, STUDY:LABEL=VALUE/N or LAYER#NEURONS");
        }
        Path study = Path.of(text.substring(0, colon));
        String what = text.substring(colon + 1);
        Matcher selective = SELECTIVE.matcher(what);
        if (!selective.matches()) {
            return List.of(new Target.Network(study, NetworkId.parse(what), keyThreshold));
        }
        try (Study opened = Study.open(study)) {
            List<Target> targets = new ArrayList<>();
            int count = Integer.parseInt(selective.group(3));
            for (NetworkId id :
                    MostSelective.of(opened, selective.group(1), selective.group(2), count, Progress.NONE)) {
                targets.add(new Target.Network(study, id, keyThreshold));
            }
            return targets;
        }
    }

    private int[] numbers(String option, String text, String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            Matcher range = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?").matcher(part);
            if (!range.matches()) {
                throw wrong(option, text, "has no numbers behind #; write 3#1,7-9");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last - first > 1 << 22) {
                throw wrong(option, text, "has no range of neurons in " + part);
            }
            for (int j = first; j <= last; j++) {
                numbers.add(j);
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private ParameterException wrong(String option, String text, String reason) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': '" + text + "' " + reason);
    }
}
