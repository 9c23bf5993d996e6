package ai.miniai.viz;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Figures as scalable vector graphics, with heat maps as images in them. */
final class Svg {
  private Svg() {}

  static byte[] of(Figure figure) {
    Screen.requireFonts();
    VectorGraphics2D g = new VectorGraphics2D();
    figure.paint(g);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Heat maps would be cached in files, which a program that is about to end may not make.
    boolean cache = ImageIO.getUseCache();
    ImageIO.setUseCache(false);
    try {
      new SVGProcessor()
          .getDocument(g.getCommands(), new PageSize(0, 0, figure.width(), figure.height()))
          .writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an SVG to memory", e);
    } finally {
      ImageIO.setUseCache(cache);
    }
    return bytes
        .toString(StandardCharsets.UTF_8)
        // The document type makes some readers ask the network for it.
        .replaceFirst("<!DOCTYPE[^>]*>", "")
        // Viewers smooth what they enlarge unless they are told not to; each reads its own word.
        .replace(
            "<image ", "<image style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\" ")
        .getBytes(StandardCharsets.UTF_8);
  }
}
