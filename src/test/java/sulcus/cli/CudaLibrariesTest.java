package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CudaLibrariesTest {
    private static final Path HOME = Path.of("/usr/lib/sulcus/lib");
    private static final String LIBRARY = System.mapLibraryName("torch_cuda");

    @Test
    void theDriverIsLookedForWhereEachSystemHasIt() {
        Set<Path> files = Set.of(Path.of("/usr/lib64/libcuda.so.1"), Path.of("windows", "System32", "nvcuda.dll"));
        Map<String, String> root = Map.of("SystemRoot", "windows");
        assertThat(CudaLibraries.driver("Linux", root::get, files::contains)).isTrue();
        assertThat(CudaLibraries.driver("Windows 11", root::get, files::contains))
                .isTrue();
        assertThat(CudaLibraries.driver("Mac OS X", root::get, files::contains)).isFalse();
        assertThat(CudaLibraries.driver("Linux", root::get, path -> false)).isFalse();
        assertThat(CudaLibraries.driver("Windows 11", name -> null, path -> false))
                .isFalse();
    }

    @Test
    void thePackageLiesBesideTheProgramAndANamedFolderGoesFirst() {
        Path packaged = Path.of("/usr/lib/sulcus-cuda/torch/lib");
        Path named = Path.of("mine", "torch", "lib");
        Set<Path> files = Set.of(packaged.resolve(LIBRARY), named.resolve(LIBRARY));
        assertThat(CudaLibraries.folder(HOME, name -> null, files::contains)).contains(packaged);
        assertThat(CudaLibraries.folder(HOME, Map.of("SULCUS_CUDA", "mine")::get, files::contains))
                .contains(named);
        assertThat(CudaLibraries.folder(HOME, Map.of("SULCUS_CUDA", named.toString())::get, files::contains))
                .contains(named);
        assertThat(CudaLibraries.folder(HOME, Map.of("SULCUS_CUDA", "elsewhere")::get, files::contains))
                .isEmpty();
        assertThat(CudaLibraries.folder(HOME, name -> null, path -> false)).isEmpty();
    }

    /** The bridge that DJL would unpack for these properties is in its jar, and made for this release. */
    @Test
    void djlHasTheBridgeForThem() throws IOException {
        ClassLoader loader = LibUtils.class.getClassLoader();
        Properties bridge = new Properties();
        try (InputStream in = loader.getResourceAsStream("jnilib/pytorch.properties")) {
            bridge.load(in);
        }
        assertThat(bridge.getProperty("jni_version")).startsWith(CudaLibraries.VERSION + "-");
        assertThat(loader.getResource("jnilib/linux-x86_64/" + CudaLibraries.FLAVOUR + "/libdjl_torch.so"))
                .isNotNull();
    }
}
