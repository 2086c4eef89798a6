package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import sulcus.run.train.LowRank;

/** Asks which model is trained, on what and for how long. */
final class RecoverForm {
    private RecoverForm() {}

    static void show(ModalPane over, RecoverChoice choice, FilePicker files, Runnable action) {
        new Form(
                        over,
                        "Recover a pruned model",
                        "Low-rank adapters are trained beside its frozen weights and merged. Cancelled, the same values go on"
                                + " where it was broken off. Do not train on the text that it is evaluated on.")
                .width(640)
                .file("Pruned model", choice.modelProperty(), () -> files.folder("Pruned model"))
                .texts("Text to train on", choice.textProperty(), files)
                .number("Rank", choice.rankProperty(), 1, 4096, "")
                .row("Matrices", CompareForm.boxes(LowRank.SLOTS, choice.targets(), LowRank::label, slot -> ""), "")
                .text("Learning rate", choice.rateProperty(), "the highest; it rises, then falls along a cosine")
                .number("Steps", choice.stepsProperty(), 1, 10_000_000, "")
                .number(
                        "Minutes",
                        choice.minutesProperty(),
                        0,
                        100_000,
                        "after so many the best so far is written; 0 for all steps")
                .number("Validation", choice.everyProperty(), 1, 1_000_000, "every so many steps, on the held-out end")
                .folder(
                        "Folder",
                        choice.outProperty(),
                        () -> files.folder("Folder for the recovered model"),
                        "recovered")
                .action("Train", choice.problem(), action)
                .show();
    }
}
