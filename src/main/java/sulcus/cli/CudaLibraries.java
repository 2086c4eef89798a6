package sulcus.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * PyTorch for CUDA in the place of the bundled one for the CPU: taken when the driver of an NVIDIA card is found and the
 * libraries are there, from the package {@code sulcus-cuda} or the folder that {@code SULCUS_CUDA} names. DJL reads where
 * its PyTorch lies from three properties, once; a {@code PYTORCH_LIBRARY_PATH} set by hand stands.
 */
final class CudaLibraries {
    /** The release and the flavour of the bridge that DJL brings for it; {@code pom.xml} has the same. */
    static final String VERSION = "2.7.1";

    static final String FLAVOUR = "cu128";

    private static final String PATH = "PYTORCH_LIBRARY_PATH";

    private CudaLibraries() {}

    /** To be called before DJL is touched. */
    static void ifThereIsADriver() {
        String system = System.getProperty("os.name");
        boolean set = System.getenv(PATH) != null || System.getProperty(PATH) != null;
        if (!set && driver(system, System::getenv, Files::exists)) {
            folder(Path.of(System.getProperty("sulcus.home", ".")), System::getenv, Files::exists)
                    .ifPresent(folder -> properties(folder).forEach(System::setProperty));
        }
    }

    /** Whether the driver's library lies where drivers put it: libcuda.so.1 on Linux, nvcuda.dll on Windows. */
    static boolean driver(String system, UnaryOperator<String> environment, Predicate<Path> exists) {
        if (system.startsWith("Windows")) {
            String root = environment.apply("SystemRoot");
            return exists.test(Path.of(root == null ? "C:\\Windows" : root)
                    .resolve("System32")
                    .resolve("nvcuda.dll"));
        }
        return system.startsWith("Linux")
                && Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/lib/wsl/lib")
                        .anyMatch(place -> exists.test(Path.of(place, "libcuda.so.1")));
    }

    /**
     * The folder with PyTorch's libraries for CUDA.
     *
     * @param home folder of the program's libraries and sample
     */
    static Optional<Path> folder(Path home, UnaryOperator<String> environment, Predicate<Path> exists) {
        String named = environment.apply("SULCUS_CUDA");
        Stream<Path> places = named != null && !named.isBlank()
                ? Stream.of(Path.of(named), Path.of(named, "torch", "lib"))
                // beside /usr/lib/sulcus/lib
                : Stream.of(home.resolve("../../sulcus-cuda/torch/lib").normalize());
        return places.filter(place -> exists.test(place.resolve(System.mapLibraryName("torch_cuda"))))
                .findFirst();
    }

    static Map<String, String> properties(Path folder) {
        return Map.of(PATH, folder.toString(), "PYTORCH_VERSION", VERSION, "PYTORCH_FLAVOR", FLAVOUR);
    }
}
