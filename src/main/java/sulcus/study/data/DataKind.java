package sulcus.study.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.task.Refusal;

/** What can leave a study as numbers. */
public enum DataKind {
    /** Spatial maps, signed z: networks × signals; as a volume, of each neuron the z that is largest by amount. */
    MAPS,
    /** Time courses: networks × tokens. */
    TIME_COURSES,
    /** The score of each neuron: its largest |z| over all networks. */
    SCORES,
    /** Mean |activation| of each neuron. */
    ANATOMY,
    /** Which neurons the study's rules preserve. */
    MASKS,
    /** Correlations of time courses: networks × networks. */
    CONNECTIVITY;

    /** As it is given on the command line: "time-courses". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, for people. */
    public static String labels() {
        return Arrays.stream(values()).map(DataKind::label).collect(Collectors.joining(", "));
    }

    /** @throws Refusal if it is none */
    public static DataKind parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new Refusal("data \"" + text + "\": unknown; one of " + labels()));
    }

    /** What it can be written as. */
    public List<DataForm> forms() {
        return switch (this) {
            case MAPS -> List.of(DataForm.SAFETENSORS, DataForm.NPY, DataForm.NIFTI);
            case TIME_COURSES -> List.of(DataForm.SAFETENSORS, DataForm.NPY);
            case SCORES, ANATOMY, MASKS -> List.of(DataForm.values());
            case CONNECTIVITY -> List.of(DataForm.SAFETENSORS, DataForm.NPY, DataForm.CSV);
        };
    }

    /** Whether there are rows of each layer, of a length of its own, so that one array holds one layer only. */
    public boolean ofRows() {
        return this == MAPS || this == TIME_COURSES;
    }

    /** Whether there is one value a neuron, whatever the group of texts. */
    public boolean ofNeurons() {
        return this == SCORES || this == ANATOMY || this == MASKS;
    }
}
