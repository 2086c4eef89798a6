package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.hub.Download;
import sulcus.hub.Hub;
import sulcus.hub.HubFile;
import sulcus.hub.Listing;
import sulcus.model.LocalModel;
import sulcus.task.Refusal;

/** {@code sulcus download NAME}: a model from a hub, after a yes. */
@Command(
        name = "download",
        description = {
            "Fetch a model from a hub by its name, such as org/model, into the local Hugging Face cache; then org/model can be"
                    + " given as MODEL.",
            "It lists what would be fetched and asks first. A download that broke off is gone on with; every file's checksum is"
                    + " checked. No other command opens a connection.",
            "Environment: HF_ENDPOINT names another hub, HF_TOKEN is said to the hub alone, HF_HUB_CACHE and HF_HOME name"
                    + " another cache."
        })
final class DownloadCommand extends Verb {
    @Parameters(paramLabel = "NAME", description = "model on the hub, such as org/model")
    private String name;

    @Option(names = "--hub", paramLabel = "URL", description = "another hub, a mirror (default: " + Hub.PUBLIC + ")")
    private String hub;

    @Option(
            names = "--revision",
            paramLabel = "NAME",
            description = "branch, tag or commit (default: ${DEFAULT-VALUE})",
            defaultValue = "main")
    private String revision;

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description =
                    "only files of such a name, as *Q8_0.gguf (may be given several times; default: safetensors, or the"
                            + " one .gguf, with configuration and tokenizer)")
    private List<String> include = new ArrayList<>();

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "folder of all models (default: Hugging Face's cache)")
    private Path cache;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    @Override
    Report run(Console at, ObjectNode result) {
        Listing listing = Listing.of(Hub.of(hub, System.getenv()), name, revision);
        List<HubFile> files = listing.chosen(include);
        Download download = new Download(listing, files, cache == null ? LocalModel.hubCache() : cache);
        long all = files.stream().mapToLong(HubFile::bytes).sum();
        at.say(listing.name() + " at " + listing.hub() + ", revision " + listing.revision() + " = "
                + listing.commit().substring(0, 7));
        for (HubFile file : files) {
            at.say("  " + file.name() + "  " + Sizes.bytes(file.bytes()));
        }
        at.say(Sizes.bytes(all) + " in " + Sizes.count(files.size()) + " files, " + Sizes.bytes(download.missing())
                + " to come, into " + download.snapshot());
        if (!yes && !at.ask("Fetch them?", "--yes")) {
            throw new Refusal("nothing was fetched");
        }
        Path folder = download.run(at.progress());
        result.put("name", listing.name());
        result.put("hub", listing.hub().toString());
        result.put("commit", listing.commit());
        result.put("out", folder.toString());
        ArrayNode listed = result.putArray("files");
        files.forEach(f -> listed.addObject().put("name", f.name()).put("bytes", f.bytes()));
        return new Report()
                .line("out", folder)
                .line("fetched", Sizes.count(files.size()) + " files, " + Sizes.bytes(all) + ", checksums right");
    }
}
