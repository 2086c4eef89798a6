package sulcus.workbench;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javax.imageio.ImageIO;

/** The JavaFX toolkit in tests, on its headless platform: one for all tests of a run. */
public final class Toolkit {
    private static final Watchdog WATCHDOG = new Watchdog();
    private static boolean started;

    private Toolkit() {}

    public static synchronized void start() {
        if (!started) {
            started = true;
            CountDownLatch up = new CountDownLatch(1);
            try {
                Platform.startup(up::countDown);
            } catch (IllegalStateException e) {
                // another test has started it
                up.countDown();
            }
            Platform.setImplicitExit(false);
            try {
                up.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Finds what holds the window's thread too long. */
    public static Watchdog watchdog() {
        return WATCHDOG;
    }

    /** Runs on the window's thread, as if the user did it, and gives what came of it. */
    public static <T> T onWindow(Callable<T> work) {
        return unwatched(() -> WATCHDOG.watched(work));
    }

    /** What no user does, such as taking a picture of the window. */
    private static <T> T unwatched(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void run(Runnable work) {
        onWindow(() -> {
            work.run();
            return null;
        });
    }

    /** Waits until the window's thread finds that something holds. */
    public static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!onWindow(holds::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The scene as it is seen, in a window: without one JavaFX leaves parts, such as what scrolls, as they once were. */
    public static BufferedImage snapshot(Scene scene) {
        return snapshot(scene, 1);
    }

    /** The scene as a screen of so many pixels a unit shows it. */
    public static BufferedImage snapshot(Scene scene, double pixelsPerUnit) {
        unwatched(() -> {
            if (scene.getWindow() == null) {
                WATCHDOG.watch(scene);
                Stage stage = new Stage(StageStyle.UNDECORATED);
                stage.setScene(scene);
                stage.show();
            }
            scene.getWindow().setRenderScaleX(pixelsPerUnit);
            scene.getWindow().setRenderScaleY(pixelsPerUnit);
            return null;
        });
        // as a pulse would do it
        run(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        });
        return unwatched(() -> {
            if (pixelsPerUnit == 1) {
                return SwingFXUtils.fromFXImage(scene.snapshot(null), null);
            }
            SnapshotParameters finely = new SnapshotParameters();
            finely.setTransform(Transform.scale(pixelsPerUnit, pixelsPerUnit));
            return SwingFXUtils.fromFXImage(scene.getRoot().snapshot(finely, null), null);
        });
    }

    /** Closes the window of a scene: one left open is styled anew with every change of the look. */
    public static void close(Scene scene) {
        unwatched(() -> {
            if (scene != null && scene.getWindow() != null) {
                scene.getWindow().hide();
            }
            return null;
        });
    }

    public static void write(BufferedImage image, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
