package sulcus.study.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.task.Refusal;

/** What data are written as; the end of a file's name says it. */
public enum DataForm {
    /** A tensor a layer. */
    SAFETENSORS(".safetensors"),
    /** One array of numpy. */
    NPY(".npy"),
    /** A table. */
    CSV(".csv"),
    /** NIfTI-1: volumes, the mosaic's slices over each other. */
    NIFTI(".nii.gz");

    private final String ending;

    DataForm(String ending) {
        this.ending = ending;
    }

    /** Such as ".nii.gz". */
    public String ending() {
        return ending;
    }

    /** Whether a file of that name is of this form. */
    public boolean ends(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** @throws Refusal if the name ends as none of these does */
    static DataForm of(Path out, List<DataForm> forms) {
        String name = String.valueOf(out.getFileName());
        return forms.stream()
                .filter(form -> form.ends(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(out + ": this is written as "
                        + forms.stream().map(DataForm::ending).collect(Collectors.joining(" or "))
                        + "; give a name that ends so"));
    }
}
