package ai.miniai.viz;

import com.google.common.xml.XmlEscapers;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * Records what is drawn for an SVG. VectorGraphics2D records the shapes; text and explanations are
 * elements of their own, to be placed over them.
 */
final class SvgGraphics extends VectorGraphics2D implements TextGraphics {
  private final StringBuilder elements = new StringBuilder();

  @Override
  public void text(String text, Lettering lettering, AffineTransform place) {
    AffineTransform all = getTransform();
    all.concatenate(place);
    Color color = getColor();
    elements.append(
        String.format(
            Locale.ROOT,
            // The length keeps texts in their places where the font of the viewer is another one.
            "<text transform=\"matrix(%.4g %.4g %.4g %.4g %.2f %.2f)\" font-family=\"DejaVu Sans,"
                + " Verdana, sans-serif\" font-size=\"%d\"%s fill=\"#%06x\" textLength=\"%.2f\""
                + " lengthAdjust=\"spacingAndGlyphs\">%s</text>%n",
            all.getScaleX(),
            all.getShearY(),
            all.getShearX(),
            all.getScaleY(),
            all.getTranslateX(),
            all.getTranslateY(),
            lettering.font().getSize(),
            lettering.font().isBold() ? " font-weight=\"bold\"" : "",
            color.getRGB() & 0xffffff,
            lettering.width(text),
            escaped(text)));
  }

  @Override
  public void explain(Rectangle2D area, String text) {
    Rectangle2D place = getTransform().createTransformedShape(area).getBounds2D();
    elements.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"none\""
                + " pointer-events=\"all\"><title>%s</title></rect>%n",
            place.getX(),
            place.getY(),
            place.getWidth(),
            place.getHeight(),
            escaped(text)));
  }

  /** XML has no control characters, not even escaped ones. */
  private static String escaped(String text) {
    return XmlEscapers.xmlContentEscaper().escape(text.replaceAll("\\p{Cntrl}", " "));
  }

  /** The texts and explanations as elements of an SVG. */
  String elements() {
    return elements.toString();
  }
}
