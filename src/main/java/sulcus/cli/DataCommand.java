package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.study.Study;
import sulcus.study.data.DataKind;
import sulcus.study.data.WriteData;

/** {@code sulcus data STUDY}: arrays of a study for other programs. */
@Command(
        name = "data",
        description = {
            "Write arrays of a study for numpy, pandas, nibabel and others.",
            "The end of FILE says the form: .safetensors, .npy, .csv, or .nii.gz (NIfTI-1: the mosaic's slices over each other,"
                    + " one volume a network)."
        })
final class DataCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Option(
            names = "--what",
            required = true,
            paramLabel = "DATA",
            description =
                    "maps (signed z), time-courses, scores (largest |z| of each neuron), anatomy (mean |activation|),"
                            + " masks (what the study's rules preserve) or connectivity (r of time courses)")
    private String what;

    @Option(names = "--layer", paramLabel = "L", description = "of this layer (default: all)")
    private Integer layer;

    @Option(names = "--group", paramLabel = "G", description = "of this group of texts (default: 0)")
    private int group;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "replaced if it exists")
    private Path out;

    @Override
    Report run(Console at, ObjectNode result) {
        DataKind kind = DataKind.parse(what);
        if (layer != null && layer < 0) {
            throw usage("Invalid value for option '--layer': " + layer + "; layers count from 0");
        }
        try (Study opened = Study.open(study)) {
            WriteData.Written written =
                    new WriteData(kind, out, layer == null ? -1 : layer, group).run(opened, at.progress());
            result.put("out", written.out().toString());
            result.put("arrays", written.arrays());
            ArrayNode shape = result.putArray("shape");
            Arrays.stream(written.shape()).forEach(shape::add);
            return new Report()
                    .line("out", written.out())
                    .line("arrays", written.arrays())
                    .line("shape", Arrays.toString(written.shape()));
        }
    }
}
