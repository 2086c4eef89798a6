package sulcus.study.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import sulcus.format.AtomicFile;

/** A recurrence's counts as a table: a line for each network and kind of text. */
public final class RecurrenceCsv {
    private RecurrenceCsv() {}

    /** Writes it whole or not at all; a kind's name is quoted where it needs to be. */
    public static void write(Path file, Recurrence recurrence) {
        Map<String, Recurrence.Template> templates = new HashMap<>();
        recurrence.templates().forEach(t -> templates.put(t.network(), t));
        StringBuilder text = new StringBuilder("network,layer,group,kind,texts,found,networks,mean_iou,mean_r,"
                + "p,q,key_neurons,chance_iou_95,chance_r_95\n");
        for (Recurrence.Count c : recurrence.counts()) {
            Recurrence.Template t = templates.get(c.network().toString());
            Object[] cells = {
                c.network(),
                c.network().layer(),
                c.network().group(),
                quoted(c.kind()),
                c.texts(),
                c.found(),
                c.networks(),
                c.meanIou(),
                c.meanR(),
                c.p(),
                c.q(),
                t.keyNeurons(),
                t.chanceIou(),
                t.chanceR()
            };
            for (int i = 0; i < cells.length; i++) {
                text.append(i == 0 ? "" : ",").append(cells[i]);
            }
            text.append('\n');
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String words) {
        return words.matches("[^,\"\r\n]*") ? words : '"' + words.replace("\"", "\"\"") + '"';
    }
}
