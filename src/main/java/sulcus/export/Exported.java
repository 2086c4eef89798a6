package sulcus.export;

import java.nio.file.Path;
import java.util.List;
import sulcus.format.ElementType;
import sulcus.prune.Size;

/**
 * What was written.
 *
 * @param out the folder
 * @param files in it, by name
 * @param widths of the MLPs in the files, one a layer (padded ones are wider than what the plan keeps)
 * @param size of the weights in the files
 * @param type of most of the tensors
 * @param maximumLogitDifference largest |difference| between logits of the files, reloaded, and of the dense model masked in
 *     memory with its weights rounded to the same types
 * @param roundingDifference largest |difference| that this rounding makes to the logits of the masked model; 0 where nothing
 *     was rounded
 * @param checkedTokens over which both were taken
 * @param notices what could not be carried over, in words for people
 */
public record Exported(
        Path out,
        List<ExportedFile> files,
        int[] widths,
        Size size,
        ElementType type,
        double maximumLogitDifference,
        double roundingDifference,
        int checkedTokens,
        List<String> notices) {}
