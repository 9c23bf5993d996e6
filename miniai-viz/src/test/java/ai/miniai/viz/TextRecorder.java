package ai.miniai.viz;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Keeps the places of all texts of a picture. */
final class TextRecorder extends VectorGraphics2D implements TextGraphics {
  /** A text, and the rectangle around its ink. */
  record Placed(String text, Rectangle2D place) {}

  private final List<Placed> texts = new ArrayList<>();

  /** The texts of {@code figure}. */
  static List<Placed> texts(Figure figure) {
    TextRecorder recorder = new TextRecorder();
    figure.paint(recorder);
    return recorder.texts;
  }

  @Override
  public void text(String text, Lettering lettering, AffineTransform place) {
    AffineTransform all = getTransform();
    all.concatenate(place);
    Rectangle2D ink = lettering.bounds(text);
    texts.add(new Placed(text, all.createTransformedShape(ink).getBounds2D()));
  }

  @Override
  public void explain(Rectangle2D area, String text) {}
}
