package ai.miniai.viz;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Figures as scalable vector graphics, with heat maps as embedded images. Text is text, so that it
 * can be searched and copied.
 */
final class Svg {
  private static final String END = "</svg>";

  private Svg() {}

  static byte[] of(Figure figure) {
    Screen.requireFonts();
    SvgGraphics g = new SvgGraphics();
    figure.paint(g);
    String shapes =
        g.withImages(
            written(g, new PageSize(0, 0, figure.width(), figure.height()))
                .toString(UTF_8)
                // Because of the document type some readers would access the network.
                .replaceFirst("<!DOCTYPE[^>]*>", ""));
    int end = shapes.lastIndexOf(END);
    return (shapes.substring(0, end) + g.elements() + shapes.substring(end)).getBytes(UTF_8);
  }

  /** One at a time: all documents of VectorGraphics2D share one format of numbers. */
  private static synchronized ByteArrayOutputStream written(VectorGraphics2D g, PageSize size) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor().getDocument(g.getCommands(), size).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an SVG to memory", e);
    }
    return bytes;
  }
}
