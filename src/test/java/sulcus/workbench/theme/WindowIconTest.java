package sulcus.workbench.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sulcus.workbench.Toolkit;

class WindowIconTest {
    @Test
    void everySizeHasTransparentCornersTheFissureAndTheLitNetwork() {
        BufferedImage all = new BufferedImage(1024, 256, BufferedImage.TYPE_INT_ARGB);
        int left = 0;
        for (int size : new int[] {16, 24, 32, 48, 64, 128, 256}) {
            BufferedImage icon = WindowIcon.draw(size);
            all.getGraphics().drawImage(icon, left, 0, null);
            left += size + 8;
            assertThat(icon.getRGB(0, 0) >>> 24).as("corner of %d", size).isLessThan(128);
            int fissure = icon.getRGB(size / 2, size / 4);
            assertThat(fissure >> 16 & 255).as("fissure of %d", size).isLessThan(80);
            int lit = icon.getRGB((int) (size * 0.72), (int) (size * 0.61));
            assertThat(lit >> 16 & 255).as("network of %d", size).isGreaterThan(200);
            assertThat(lit & 255).isLessThan(lit >> 16 & 255);
        }
        Toolkit.write(all, Path.of("target", "screenshots", "icon.png"));
    }
}
