package sulcus.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Fetches files of a model. What is begun lies in {@code blobs/CHECKSUM.incomplete} and is gone on with the next time; a file gets
 * its name when its size and checksum are right. The layout is that of Hugging Face's own cache, so that its tools find the model
 * too (files in {@code snapshots}, as where a system has no links).
 *
 * @param cache folder of all models
 * @param files of the listing, those that were chosen
 */
public record Download(Listing listing, List<HubFile> files, Path cache) {
    private static final int BLOCK = 1 << 18;

    /** Bytes that are still to come. */
    public long missing() {
        return files.stream().mapToLong(f -> f.bytes() - behind(f)).sum();
    }

    /** The folder that the model gets. */
    public Path snapshot() {
        return model().resolve("snapshots").resolve(listing.commit());
    }

    private Path model() {
        return cache.resolve("models--" + listing.name().replace("/", "--"));
    }

    private Path part(HubFile file) {
        return model().resolve("blobs").resolve(file.identity() + ".incomplete");
    }

    private boolean here(HubFile file) {
        try {
            Path place = snapshot().resolve(file.name());
            return Files.isRegularFile(place) && Files.size(place) == file.bytes();
        } catch (IOException e) {
            return false;
        }
    }

    private long behind(HubFile file) {
        try {
            return here(file) ? file.bytes() : Math.min(file.bytes(), Files.size(part(file)));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Fetches what is missing.
     *
     * @return the snapshot's folder
     * @throws Refusal if there is no room, the connection breaks off (what came stays), or a checksum is wrong (that part goes)
     */
    public Path run(Progress progress) {
        long all = Math.max(1, files.stream().mapToLong(HubFile::bytes).sum());
        try {
            Files.createDirectories(model().resolve("blobs"));
            Files.createDirectories(snapshot());
            requireRoom();
        } catch (IOException e) {
            throw FileFailure.writing(model(), e);
        }
        long behind = 0;
        for (HubFile file : files) {
            progress.report(file.name(), behind / (double) all);
            if (!here(file)) {
                long before = behind;
                fetch(file, now -> progress.report(said(file, now), (before + now) / (double) all));
            }
            behind += file.bytes();
        }
        // the name leads to the commit only when all of it is here
        if (!listing.revision().equals(listing.commit())) {
            Path reference = model().resolve("refs").resolve(listing.revision());
            try {
                Files.createDirectories(reference.getParent());
            } catch (IOException e) {
                throw FileFailure.writing(reference, e);
            }
            AtomicFile.write(reference, listing.commit().getBytes(StandardCharsets.UTF_8));
        }
        progress.report("fetched", 1);
        return snapshot();
    }

    private void requireRoom() throws IOException {
        long room = Files.getFileStore(model()).getUsableSpace();
        if (missing() > room) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "%s: has room for %.1f GB, %.1f GB are to come; make room or choose another folder",
                    cache,
                    room / 1e9,
                    missing() / 1e9));
        }
    }

    private static String said(HubFile file, long bytes) {
        return String.format(
                Locale.ROOT, "%s, %.0f of %.0f MB", file.name(), bytes / 1e6, Math.max(1, file.bytes() / 1e6));
    }

    private interface Watch {
        void at(long bytes);
    }

    private void fetch(HubFile file, Watch watch) {
        Path part = part(file);
        try {
            String found = received(part, file, watch);
            if (!found.equals(file.identity())) {
                Files.delete(part);
                throw new Refusal(listing.hub() + ": " + file.name() + ": its checksum is " + found + ", not "
                        + file.identity() + " as the hub says; it was thrown away, run it again");
            }
            Path place = snapshot().resolve(file.name());
            Files.createDirectories(place.getParent());
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (OverlappingFileLockException e) {
            throw new Refusal(part + ": is being fetched by another program; wait for it", e);
        } catch (IOException e) {
            throw FileFailure.writing(part, e);
        }
    }

    /** Fetches what is missing of a file; its checksum. */
    private String received(Path part, HubFile file, Watch watch) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
            MessageDigest digest = digest(file);
            long at = reread(channel, digest, file, watch);
            if (at < file.bytes()) {
                receive(channel, digest, file, at, watch);
            }
            channel.force(true);
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** What is here of a file, into the digest. */
    private static long reread(FileChannel channel, MessageDigest digest, HubFile file, Watch watch)
            throws IOException {
        if (channel.size() > file.bytes()) {
            channel.truncate(0);
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (channel.read(block) > 0) {
            digest.update(block.flip());
            block.clear();
            watch.at(channel.position());
        }
        return channel.position();
    }

    private void receive(FileChannel channel, MessageDigest digest, HubFile file, long from, Watch watch)
            throws IOException {
        try (Connection connection = Connection.open(listing.hub(), listing.address(file), file.name(), from)) {
            long at = from;
            if (from > 0 && !connection.beginsAt(from)) {
                at = 0;
                channel.truncate(0);
                begin(digest, file);
            }
            byte[] block = new byte[BLOCK];
            try (InputStream body = connection.body()) {
                int count;
                while ((count = read(body, block, file)) > 0) {
                    if (at + count > file.bytes()) {
                        throw new Refusal(listing.hub() + ": " + file.name() + ": is longer than the " + file.bytes()
                                + " bytes that the hub says");
                    }
                    ByteBuffer received = ByteBuffer.wrap(block, 0, count);
                    while (received.hasRemaining()) {
                        channel.write(received);
                    }
                    digest.update(block, 0, count);
                    at += count;
                    watch.at(at);
                }
            }
            if (at < file.bytes()) {
                throw Connection.lost(
                        listing.hub(), file.name(), new IOException(at + " of " + file.bytes() + " bytes"));
            }
        }
    }

    private int read(InputStream body, byte[] block, HubFile file) {
        try {
            return body.read(block);
        } catch (IOException e) {
            throw Connection.lost(listing.hub(), file.name(), e);
        }
    }

    private static MessageDigest digest(HubFile file) {
        try {
            MessageDigest digest = MessageDigest.getInstance(file.sha256() != null ? "SHA-256" : "SHA-1");
            begin(digest, file);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
        }
    }

    /** git puts kind and length of a blob before its content. */
    private static void begin(MessageDigest digest, HubFile file) {
        digest.reset();
        if (file.sha256() == null) {
            digest.update(("blob " + file.bytes() + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }
}
